"""What the guard rests on: hours, and what is promised already by whom."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from cha.core.actor import CHA
from cha.core.clock import now
from cha.promises.guard import Verdict
from cha.promises.guarding import can_hold
from cha.promises.lead import forget
from cha.promises.models import Promise, make_promise
from cha.team.models import Member
from cha.team.models.shift import be_away, plan_shifts
from tests.shop import Shop

# Thursday 11 June, 10:00 in Ghent; the shop is open from 09:00 to 17:30.
NOW = datetime(2026, 6, 11, 8, tzinfo=UTC)
NOON = datetime(2026, 6, 11, 10, tzinfo=UTC)


def busy(shop: Shop, keeper: Member | None, by: datetime, count: int) -> Promise:
    conversation = shop.adaeze_writes()
    Promise.objects.all().delete()
    return [
        make_promise(
            conversation, by, by=CHA, kind="other", words=f"Photo {number}", keeper=keeper, kept_by="hand", at=NOW
        )
        for number in range(count)
    ][-1]


def asked(shop: Shop, promise: Promise, by: datetime = NOON, besides: Promise | None = None) -> Verdict:
    return can_hold(promise.conversation, by, shop.maartje, NOW, besides=besides)


def codes(verdict: Verdict) -> list[str]:
    return [reason.code for reason in verdict.reasons]


def test_what_a_member_promised_already_fills_their_time(shop: Shop) -> None:
    last = busy(shop, shop.maartje, NOON, 6)

    assert codes(asked(shop, last)) == ["full"]
    assert asked(shop, last).nearest == NOON + timedelta(minutes=30)


def test_what_others_promised_does_not(shop: Shop) -> None:
    assert asked(shop, busy(shop, shop.priya, NOON, 6)).ok


def test_what_nobody_keeps_yet_is_shared_by_all_who_answer(shop: Shop) -> None:
    last = busy(shop, None, NOON, 6)

    assert asked(shop, last).ok
    Member.objects.filter(pk=shop.priya.pk).update(is_active=False)
    assert codes(asked(shop, last)) == ["full"]


def test_who_has_the_conversation_keeps_what_nobody_was_named_for(shop: Shop) -> None:
    last = busy(shop, None, NOON, 6)
    last.conversation.change(assignee=shop.maartje)

    assert codes(asked(shop, last)) == ["full"]


def test_the_promise_that_moves_does_not_stand_in_its_own_way(shop: Shop) -> None:
    last = busy(shop, shop.maartje, NOON, 6)

    assert asked(shop, last, besides=last).ok


@pytest.mark.parametrize(("day", "hour"), [(11, 22), (13, 12), (14, 12)])
def test_while_the_shop_is_closed_nothing_is_held(shop: Shop, day: int, hour: int) -> None:
    verdict = asked(shop, busy(shop, None, NOON, 1), datetime(2026, 6, day, hour, tzinfo=UTC))

    assert codes(verdict) == ["closed"]
    assert verdict.nearest == datetime(2026, 6, 12 if day == 11 else 15, 7, 15, tzinfo=UTC)


def test_a_plan_and_an_absence_are_minded_and_told_apart(shop: Shop) -> None:
    last = busy(shop, None, NOON, 1)
    plan_shifts(shop.maartje, by=shop.priya, week={"thu": "13:00-17:00", "fri": "09:00-12:00"})

    assert codes(asked(shop, last))[:1] == ["off_shift"]
    assert asked(shop, last).nearest == datetime(2026, 6, 11, 11, 30, tzinfo=UTC)
    be_away(shop.maartje, NOW, NOW + timedelta(hours=10), by=shop.maartje)
    assert codes(asked(shop, last, NOON + timedelta(hours=3)))[:1] == ["absent"]
    assert asked(shop, last).nearest == datetime(2026, 6, 12, 7, 30, tzinfo=UTC)


def test_five_queries_are_enough(shop: Shop, django_assert_max_num_queries: pytest.FixtureRequest) -> None:
    last = busy(shop, None, NOON, 6)
    assert asked(shop, last).ok
    with django_assert_max_num_queries(5):  # type: ignore[operator]
        asked(shop, last)


def test_what_such_things_took_lately_is_how_long_they_take(shop: Shop) -> None:
    last = busy(shop, None, NOON, 9)
    told = now() - timedelta(days=1)
    Promise.objects.exclude(pk=last.pk).update(at_risk_at=told, settled_at=told + timedelta(hours=3), state="kept")
    forget()

    verdict = asked(shop, last)
    assert [(reason.code, reason.n) for reason in verdict.reasons] == [("sooner", 180)]
    assert verdict.nearest == NOW + timedelta(hours=3)
    forget()
