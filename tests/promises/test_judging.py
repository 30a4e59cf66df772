"""Times that were told are kept, judged when they come true or pass, and learned from."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from cha.channels.models import Channel, add_channel
from cha.conversations.models import Conversation, State
from cha.core.actor import CHA
from cha.core.verbs import verb
from cha.people.models.contact_point import meet
from cha.promises.expecting import expected, forget_kept, rests_on_words, usual_minutes
from cha.promises.forecast import ENOUGH, SHARE
from cha.promises.judging import come_true, judge_some
from cha.promises.models import Said, WaitStat
from cha.promises.models.said import keep_said
from cha.promises.relearning import relearn
from cha.promises.rests_on import LANGUAGES
from cha.promises.tracking import LEVELS
from cha.team.models import Brand

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 9, 2, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def channel() -> Channel:
    forget_kept()
    Brand.objects.create(name="Juniper Lane", zone="Europe/Brussels", week=dict.fromkeys(("mon", "tue"), "08:30-18:30"))
    return add_channel("email", "hello@juniperlane.example", by=CHA)


@verb
def tell(channel: Channel, number: int, at: datetime) -> None:
    forget_kept()
    keep_said(number, channel.pk, at, channel.hours(), expected(channel, at))


def learned(channel: Channel, count: int = ENOUGH) -> None:
    for number in range(count):
        tell(channel, number, AT)
        come_true(number, ("answer",), AT + 30 * MINUTE)


def test_a_channel_without_waits_tells_its_target(channel: Channel) -> None:
    found = expected(channel, AT)
    assert (found.rests_on, found.share, found.n) == ("target", SHARE, 0)


def test_what_came_true_is_learned_from(channel: Channel) -> None:
    learned(channel)
    forget_kept()
    found = expected(channel, AT)
    assert (found.rests_on, found.n) == ("lately", ENOUGH)
    assert 25 <= found.wait / MINUTE <= 40


def test_a_time_is_judged_once_however_often_it_comes_true(channel: Channel) -> None:
    learned(channel)
    assert come_true(0, ("answer",), AT + 50 * MINUTE) == 0
    row = Said.objects.get(conversation=0)
    assert (row.held, row.came_at, row.look_at) == (True, AT + 30 * MINUTE, None)


def test_what_passed_without_coming_true_lengthens_what_is_told_next(channel: Channel) -> None:
    learned(channel)
    before = _sure(channel)
    tell(channel, 99, AT)
    row = Said.objects.get(conversation=99)
    while judge_some(AT + timedelta(hours=8)):
        continue
    row.refresh_from_db()
    assert (row.held, row.missed, row.look_at) == (False, len(LEVELS), None)
    assert all(after > old for old, after in zip(before, _sure(channel), strict=True))
    come_true(99, ("answer",), AT + timedelta(hours=9))
    row.refresh_from_db()
    assert row.held is False


def _sure(channel: Channel) -> list[float]:
    return list(WaitStat.objects.get(pk=f"answer:{channel.pk}:course").data["sure"])


def test_who_waits_still_makes_it_later(channel: Channel) -> None:
    learned(channel)
    forget_kept()
    before = expected(channel, AT + 5 * MINUTE).wait
    for number in range(100, 115):
        tell(channel, number, AT - timedelta(hours=1))
    forget_kept()
    assert expected(channel, AT + 5 * MINUTE).wait > before


def test_asking_again_within_seconds_reads_no_statistics(channel: Channel, django_assert_num_queries: object) -> None:
    learned(channel)
    forget_kept()
    first = expected(channel, AT)
    # What the business states is read each time: it is changed on a page beside this.
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert expected(channel, AT + timedelta(seconds=5)).n == first.n


def test_one_wait_writes_a_bounded_number_of_rows(channel: Channel) -> None:
    learned(channel)
    assert WaitStat.objects.count() <= 5


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_on_what_it_rests(channel: Channel, language: str) -> None:
    learned(channel)
    forget_kept()
    words = rests_on_words(expected(channel, AT), language)
    assert str(ENOUGH) in words
    assert "90" in words
    assert "{" not in words


def test_too_little_to_learn_from_is_said(channel: Channel) -> None:
    assert rests_on_words(expected(channel, AT), "en").startswith("Too few waits")


def test_how_long_an_answer_takes_once_begun_is_a_number_before_anything_is_learned() -> None:
    assert usual_minutes("", "answer") == 15


def test_what_an_install_went_through_is_learned_again_and_twice_is_once(channel: Channel) -> None:
    person = meet("email", "ann@example.com", name="Ann").person
    for number in range(30):
        opened = AT - timedelta(days=7) + number * 10 * MINUTE
        answered = opened + 20 * MINUTE
        Conversation.objects.create(
            person=person, channel_id=channel.pk, state=State.THEIRS, opened_at=opened, first_answer_at=answered
        )
    assert relearn(channel, AT) == relearn(channel, AT) == 30
    found = expected(channel, AT)
    assert (found.rests_on, found.n) == ("lately", 30)
