"""A policy is drafted, goes live, is gone back from; by whoever manages, one at a time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from cha.core.clock import now, standing_at
from cha.core.errors import ChaError, Conflict, Invalid, Refused
from cha.core.ledger import Event
from cha.resolutions.authority import asker_of, compiled_of
from cha.resolutions.models.policy import PolicySet, newest_version, policy_in_force, the_draft
from cha.resolutions.models.unlock import Unlock, give_unlock, take_unlock
from cha.resolutions.policy.rules import Rule, as_data
from cha.resolutions.policy.starter import starter
from cha.resolutions.versions import back_to, drop_draft, go_live, keep_draft, mark
from tests.shop import Shop

pytestmark = pytest.mark.django_db(transaction=True)
WHY = "You rarely needed to ask."


def lines(limit: int = 5000, **more: Any) -> list[dict[str, Any]]:
    return [{"key": "money", "remedies": ["refund"], "grants": [{"who": "agent", "up_to": limit}], **more}]


def test_a_draft_goes_live_with_a_number_and_a_reason(shop: Shop) -> None:
    draft = keep_draft(lines(), by=shop.priya)
    assert policy_in_force() is None
    live = go_live(draft, by=shop.priya, why=WHY)
    assert (live.number, live.why, live.made_by) == (1, WHY, shop.priya)
    assert policy_in_force() == live
    assert the_draft() is None
    assert list(Event.objects.filter(verb__startswith="policy.").order_by("id").values_list("verb", flat=True)) == [
        "policy.drafted",
        "policy.set",
    ]


def test_only_who_manages_sets_it(shop: Shop) -> None:
    draft = keep_draft(lines(), by=shop.priya)
    for act in (
        lambda: keep_draft(lines(), by=shop.maartje),
        lambda: go_live(draft, by=shop.maartje, why=WHY),
        lambda: drop_draft(draft, by=shop.maartje),
        lambda: give_unlock(shop.maartje, "training", "Care", by=shop.maartje),
    ):
        with pytest.raises(Refused):
            act()


def test_what_cannot_be_is_not_kept(shop: Shop) -> None:
    for rules, field in ((lines(-1), "up_to-0"), (lines(currency="USD"), "currency"), ([{"key": ""}], "form")):
        with pytest.raises(Invalid) as wrong:
            keep_draft(rules, by=shop.priya)
        assert wrong.value.details["field"] == field
    assert the_draft() is None
    with pytest.raises(Invalid):
        go_live(keep_draft(lines(), by=shop.priya), by=shop.priya, why="  ")


def test_of_two_who_write_at_once_one_is_told(shop: Shop) -> None:
    seen = mark(None, None)
    first = keep_draft(lines(1000), by=shop.priya, seen=seen)
    with pytest.raises(Conflict, match="Priya changed this"):
        keep_draft(lines(2000), by=shop.priya, seen=seen)
    go_live(first, by=shop.priya, why=WHY)
    with pytest.raises(Conflict):
        go_live(first, by=shop.priya, why=WHY)
    with pytest.raises(Conflict, match="Priya changed this"):
        keep_draft(lines(2000), by=shop.priya, seen=seen)
    assert [row.number for row in PolicySet.objects.all()] == [1]


def test_a_draft_from_before_another_version_is_compared_first(shop: Shop) -> None:
    one = go_live(keep_draft(lines(1000), by=shop.priya), by=shop.priya, why=WHY)
    draft = keep_draft(lines(2000), by=shop.priya)
    back_to(one, by=shop.priya, why="As it was")
    with pytest.raises(Conflict, match="Another version"):
        go_live(draft, by=shop.priya, why=WHY)
    assert go_live(keep_draft(lines(2000), by=shop.priya), by=shop.priya, why=WHY).number == 3


def test_a_version_counts_from_its_moment_on(shop: Shop) -> None:
    first = go_live(keep_draft(lines(1000), by=shop.priya), by=shop.priya, why=WHY)
    monday = now() + timedelta(days=3)
    second = go_live(keep_draft(lines(9000), by=shop.priya), by=shop.priya, why=WHY, starts_at=monday)
    assert policy_in_force() == first
    assert newest_version() == second
    with standing_at(monday + timedelta(minutes=1)):
        assert policy_in_force() == second
    with pytest.raises(Invalid):
        go_live(keep_draft(lines(), by=shop.priya), by=shop.priya, why=WHY, starts_at=now() - timedelta(days=1))


def test_what_has_not_started_is_taken_back_or_overtaken(shop: Shop) -> None:
    first = go_live(keep_draft(lines(1000), by=shop.priya), by=shop.priya, why=WHY)
    monday = now() + timedelta(days=3)
    second = go_live(keep_draft(lines(9000), by=shop.priya), by=shop.priya, why=WHY, starts_at=monday)
    drop_draft(second, by=shop.priya)
    third = go_live(keep_draft(lines(8000), by=shop.priya), by=shop.priya, why=WHY, starts_at=monday)
    fourth = back_to(first, by=shop.priya, why="As it was")
    assert third.number == 3
    with standing_at(monday + timedelta(minutes=1)):
        assert policy_in_force() == fourth
    with pytest.raises(Conflict):
        drop_draft(fourth, by=shop.priya)


def test_the_starting_policy_can_be_kept_and_reads_back(shop: Shop) -> None:
    rules = starter("EUR")
    live = go_live(keep_draft([as_data(rule) for rule in rules], by=shop.priya), by=shop.priya, why=WHY)
    live.refresh_from_db()
    assert compiled_of(live).rules == tuple(sorted(rules, key=lambda rule: rule.key))


def test_a_rule_is_kept_without_what_is_empty() -> None:
    assert as_data(Rule("a", ("refund",), "", never=True)) == {
        "key": "a", "remedies": ["refund"], "currency": "", "never": True,
    }  # fmt: skip


def test_a_training_is_noted_once_and_taken_away(shop: Shop) -> None:
    for _twice in range(2):
        give_unlock(shop.maartje, "training", " Making  it right ", by=shop.priya)
    assert asker_of(shop.maartje).trainings == {"Making it right"}
    take_unlock(shop.maartje, "training", "Making it right", by=shop.priya)
    assert not Unlock.objects.exists()
    for kind, name in (("training", " "), ("medal", "Care"), ("skill", "x" * 61)):
        with pytest.raises(ChaError):
            give_unlock(shop.maartje, kind, name, by=shop.priya)
