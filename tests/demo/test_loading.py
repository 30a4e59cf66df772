"""The demo, loaded: three weeks that come out as they would have, and nothing of them is done anew."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from cha.channels.models import Delivery, Payload
from cha.channels.models.visit import Visit
from cha.conversations.models import Conversation, Message, Mood
from cha.conversations.search import find_messages, find_people
from cha.core.clock import standing_at
from cha.core.ledger import Event
from cha.core.tasks import Task
from cha.core.timers import Timer
from cha.demo import mailbox
from cha.demo.letters import opened
from cha.demo.loading import load
from cha.demo.world import WORLD
from cha.demo.world.remedies import SORTS, WORDS_ALONE
from cha.people.models import Person
from cha.promises.models import Promise
from cha.resolutions.guide_counts import counts_of
from cha.resolutions.guiding import guides
from cha.resolutions.models import GuideWalk, Remedy
from cha.resolutions.remedies.given.figures import figures, grouped
from cha.resolutions.remedies.given.reading import given, only_words
from cha.team.models import Member
from tests.shop import forget_words

AT = datetime(2026, 6, 11, 11, 52, tzinfo=UTC)


@pytest.fixture(scope="module", autouse=True)
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The whole world, loaded once, and taken back after these tests."""
    with django_db_blocker.unblock(), transaction.atomic():
        forget_words()
        load(AT, progress=lambda _: None)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def maartje() -> Member:
    return Member.objects.get(email="maartje@juniperlane.example")


def test_eight_people_wait_in_care_order() -> None:
    names = [row.person.name for row in Conversation.objects.waiting().in_care_order()]
    assert len(names) == 8
    assert names[0] == "Adaeze Nwosu"
    assert {"Huda Al-Mansoori", "Piet Claes", "Yuki Tanabe", "Markus Brandt", "Samir Rahimi"} < set(names)


def test_everything_that_was_said_is_there() -> None:
    before = sum(len(sort.said) for sort in (*SORTS, WORDS_ALONE))
    assert Conversation.objects.count() == len(WORLD.stories) + before
    assert Person.objects.count() == len(WORLD.people) + before
    assert Conversation.objects.filter(gist="").count() == 0
    assert not Message.objects.filter(text__contains="{").exists()
    assert Mood.objects.filter(kind="grieving").exists()


def test_somebody_asks_in_the_chat_and_has_left_it() -> None:
    visit = Visit.objects.select_related("conversation__person", "visitor").get()
    assert (visit.conversation.person.name, visit.conversation.medium) == ("Samir Rahimi", "chat")
    assert not visit.is_here(AT)
    assert visit.mail.startswith("samir")
    assert visit.visitor.pages
    assert "here" not in [reason["code"] for reason in visit.conversation.care_reasons]


def test_nothing_of_the_past_is_left_to_do() -> None:
    assert not Task.objects.exclude(state=Task.State.DONE).exists()
    assert not Delivery.objects.filter(state__in=["waiting", "unsent"]).exists()
    assert not Timer.objects.filter(fired_at=None, due__lte=AT).exists()


def test_one_answer_did_not_get_out_and_one_mail_cannot_be_read() -> None:
    failed = Delivery.objects.get(state=Delivery.State.FAILED)
    assert failed.address == "lars@kjeldsen.example"
    assert "Mailbox full" in failed.said
    assert Payload.objects.get(state=Payload.State.UNREADABLE).said


def test_what_happened_is_dated_when_it_happened() -> None:
    assert not Event.objects.filter(at__gt=AT).exists()
    assert not Message.objects.filter(at__gt=AT).exists()
    first = Conversation.objects.order_by("opened_at").first()
    assert first is not None
    assert first.opened_at < AT - timedelta(days=14)
    assert Event.objects.filter(conversation_id=first.pk, verb="conversation.opened", at=first.opened_at).exists()


def test_open_promises_lie_ahead_and_have_their_timers() -> None:
    promises = Promise.objects.filter(state=Promise.State.OPEN)
    assert promises.count() > 5
    assert not promises.filter(by__lte=AT).exists()
    due = set(Timer.objects.filter(fired_at=None).values_list("key", flat=True))
    assert {f"promise:{pk}:due" for pk in promises.values_list("pk", flat=True)} <= due


def test_only_the_promises_that_the_story_breaks_are_broken() -> None:
    broken = {row.person.name for row in Promise.objects.filter(state=Promise.State.BROKEN).select_related("person")}
    assert broken <= {"Adaeze Nwosu", "Chen Mei 陈美"}


def test_search_finds_words_and_people(maartje: Member) -> None:
    assert find_messages("peach", by=maartje)
    assert find_messages("lint Jef", by=maartje)
    assert [person.name for person in find_people("Tanabe", by=maartje)] == ["Yuki Tanabe"]


def test_the_ledger_holds_none_of_their_words() -> None:
    said = [text for text in Message.objects.values_list("text", flat=True) if len(text) > 20]
    facts = "\n".join(str(facts) for facts in Event.objects.values_list("facts", flat=True))
    assert not [text for text in said if text[:40] in facts]


def test_customers_received_real_mails() -> None:
    letters = [opened(letter) for letter in mailbox.letters("adaeze@nwosu.example")]
    assert letters == sorted(letters, key=lambda letter: letter.at, reverse=True)
    assert letters[0].from_name.startswith("Maartje")
    assert "hello+c." in letters[0].reply_to
    assert letters[0].at == AT - timedelta(minutes=14)
    assert mailbox.letters("lars@kjeldsen.example")
    assert not mailbox.letters("seo@rankings.example")


def test_loading_twice_is_loading_once() -> None:
    before = Event.objects.count()
    load(progress=lambda _: None)
    assert Event.objects.count() == before


def test_what_was_given_before_tells_what_helped(maartje: Member) -> None:
    found = given(maartje, AT - timedelta(days=56), AT)
    assert 95 <= len(found) <= 120
    shares = {group.key: group.helped for group in grouped(found, lambda one: one.kind, "EUR")}
    words = only_words(maartje, AT - timedelta(days=56), AT)
    assert words.enough
    assert (shares["replacement"].percent or 0) > (words.percent or 0) > (shares["voucher"].percent or 0)
    assert 60 <= (figures(found).back.percent or 0) <= 70
    assert not Remedy.objects.filter(state__in=["failed", "doubt"], decided_at__lt=AT - timedelta(days=21)).exists()


def test_the_shop_has_three_guides_and_knows_where_they_are_left(maartje: Member) -> None:
    found = {row.slug: row for row in guides()}
    assert set(found) == {"damaged-flowers", "late-delivery", "wrong-item"}
    with standing_at(AT):
        counts = counts_of(found["late-delivery"].pk, maartje)
    assert counts.used >= 15
    assert counts.left["call"] > 0
    assert counts.helped is not None
    assert any("next door" in one.words for one in counts.remarks)
    assert not GuideWalk.objects.filter(ended="").exists()
