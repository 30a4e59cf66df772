"""The life of a promise: kept, renegotiated in time, released, broken; in any order, on any clock, by anybody."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from cha.conversations.models import Conversation, say
from cha.conversations.models.saying import withdraw
from cha.core import worker
from cha.core.clock import now
from cha.core.errors import Conflict
from cha.core.timers import Timer, set_timer
from cha.promises import lead
from cha.promises.models import Promise, keep, make_promise, release_promise, renegotiate
from cha.promises.models.promise import due_task
from tests.shop import Shop, verbs

pytestmark = pytest.mark.django_db(transaction=True)

NOON = datetime(2026, 6, 4, 12, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture
def talk(shop: Shop) -> Conversation:
    """Adaeze wrote; she is promised an answer."""
    return shop.adaeze_writes()


def promised(talk: Conversation) -> Promise:
    return Promise.objects.get(conversation=talk, kind="answer", state="open")


def promise(shop: Shop, talk: Conversation, hours: float = 5, **more: object) -> Promise:
    by = now() + timedelta(hours=hours)
    return make_promise(talk, by, by=shop.maartje, keeper=shop.maartje, kind="other", words="A call", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("minutes", "learned", "before"),
    [
        (10, None, 5),
        (30, None, 10),
        (120, None, 24),
        (24 * 60, None, 60),
        (24 * 60, 180, 180),
        (120, 180, 60),
        (120, 15, 15),
    ],
)
def test_it_is_at_risk_as_long_before_as_such_things_take(minutes: int, learned: int | None, before: int) -> None:
    by, known = NOON + minutes * MINUTE, learned * MINUTE if learned else None
    assert (by - lead.risk_moment(NOON, by, known)) / MINUTE == before


def test_a_lead_is_known_from_eight_on_and_holds_for_nine_in_ten() -> None:
    took = [timedelta(minutes=minutes) for minutes in (12, 14, 20, 25, 31, 40, 44, 52, 75, 300)]
    assert lead.lead_of(took[:7]) is None
    assert lead.lead_of(took) == 75 * MINUTE
    assert lead.lead_of([MINUTE] * 8) == 10 * MINUTE
    assert lead.lead_of([timedelta(days=3)] * 8) == 8 * HOUR


def test_what_took_long_lately_is_shown_earlier(shop: Shop, talk: Conversation) -> None:
    for _ in range(lead.ENOUGH):
        row = promise(shop, talk)
        told = now() - timedelta(minutes=90)
        Promise.objects.filter(pk=row.pk).update(state="kept", at_risk_at=told, settled_at=now())
    lead.forget()
    row = promise(shop, talk, hours=20)
    due = Timer.objects.get(key=f"promise:{row.pk}:risk").due
    lead.forget()
    assert round((row.by - due) / MINUTE) == 90


def test_its_keeper_may_say_how_long_before_they_want_to_know(shop: Shop, talk: Conversation) -> None:
    row = promise(shop, talk, remind_minutes=45)
    assert row.by - Timer.objects.get(key=f"promise:{row.pk}:risk").due == 45 * MINUTE


def test_after_its_time_it_is_broken_though_nobody_was_awake(shop: Shop, talk: Conversation) -> None:
    rows = [promise(shop, talk, 1), promise(shop, talk, 1), promise(shop, talk, 1)]
    with time_machine.travel(now() + 2 * HOUR, tick=False):
        assert keep(rows[0], by=shop.maartje).state == "broken"
        after = renegotiate(rows[1], now() + HOUR, by=shop.maartje)
        worker.run_all()
        for row in rows:
            row.refresh_from_db()
        assert [row.state for row in rows] == ["broken", "broken", "broken"]
        assert rows[1].moved_to == after
        assert after.state == "open"
        assert verbs(talk).count("promise.broken") == len(rows), "each once"


def test_on_a_clock_that_was_set_back_it_is_waited_for_again(shop: Shop, talk: Conversation) -> None:
    row = promise(shop, talk, 1)
    Timer.objects.filter(key=f"promise:{row.pk}:due").delete()
    due_task(row.pk)
    row.refresh_from_db()
    assert row.state == "open"
    assert Timer.objects.get(key=f"promise:{row.pk}:due").due == row.by


def test_an_answer_that_may_be_taken_back_was_in_time(shop: Shop, talk: Conversation) -> None:
    row = promised(talk)
    with time_machine.travel(row.by - timedelta(seconds=3), tick=False) as clock:
        message = say(talk, "It is me.", by=shop.maartje)
        clock.shift(4)
        worker.run_all()
        row.refresh_from_db()
        assert row.state == "open"
        clock.shift(8)
        worker.run_all()
        row.refresh_from_db()
        assert row.state == "kept"
        assert row.settled_at == message.at


def test_an_answer_that_was_taken_back_breaks_it(shop: Shop, talk: Conversation) -> None:
    row = promised(talk)
    with time_machine.travel(row.by - timedelta(seconds=3), tick=False) as clock:
        message = say(talk, "It is me.", by=shop.maartje)
        clock.shift(4)
        worker.run_all()
        withdraw(message, by=shop.maartje)
        clock.shift(8)
        worker.run_all()
        row.refresh_from_db()
        assert row.state == "broken"


def test_the_time_it_has_already_changes_nothing(shop: Shop, talk: Conversation) -> None:
    row = promise(shop, talk)
    assert renegotiate(row, row.by, by=shop.maartje).pk == row.pk
    assert promise_states(talk) == ["open", "open"]


@pytest.mark.parametrize("settle", [keep, release_promise])
def test_what_is_settled_gets_no_new_time(shop: Shop, talk: Conversation, settle: object) -> None:
    row = promise(shop, talk)
    settle(row, by=shop.maartje)  # type: ignore[operator]
    with pytest.raises(Conflict, match="settled already"):
        renegotiate(row, now() + HOUR, by=shop.maartje)


def test_settling_twice_is_once(shop: Shop, talk: Conversation) -> None:
    row = promise(shop, talk)
    for _ in range(2):
        keep(row, by=shop.maartje)
        release_promise(row, by=shop.maartje)
    assert verbs(talk).count("promise.kept") == 1
    assert "promise.released" not in verbs(talk)


def test_a_timer_of_a_settled_promise_does_nothing(shop: Shop, talk: Conversation) -> None:
    row = keep(promise(shop, talk), by=shop.maartje)
    set_timer(f"promise:{row.pk}:due", now(), due_task, row.pk)
    worker.run_all()
    row.refresh_from_db()
    assert row.state == "kept"


def promise_states(talk: Conversation) -> list[str]:
    return list(Promise.objects.filter(conversation=talk).order_by("pk").values_list("state", flat=True))
