"""What was given, counted: tables of values, no database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from cha.core.money import Money
from cha.resolutions.policy.rules import Cap, Rule
from cha.resolutions.remedies.given.budgets import Spent, budgets, by_team
from cha.resolutions.remedies.given.figures import Given, Group, Share, causes, figures, findings, grouped, stretches

NOON = datetime(2026, 6, 4, 12, tzinfo=UTC)
DAY = timedelta(days=1)
ONE = Given(1, NOON, 7, "refund", 10_00, "EUR")


def test_nothing_given_is_nothing_and_no_share() -> None:
    found = figures([])
    assert (found.times, found.worth, found.persons, found.currency) == (0, {}, 0, "")
    assert [share.percent for share in (found.helped, found.spot, found.back)] == [None, None, None]


def test_currencies_stand_beside_each_other_the_most_used_first() -> None:
    rows = [ONE, replace(ONE, id=2, worth=5_00), replace(ONE, id=3, currency="USD", worth=900_00)]
    assert figures(rows).worth == {"EUR": 15_00, "USD": 900_00}
    assert figures(rows).currency == "EUR"


def test_a_person_counts_once_and_felt_helped_counts_only_who_said() -> None:
    rows = [
        replace(ONE, helped=True),
        replace(ONE, id=2, helped=False, person=8),
        replace(ONE, id=3, person=9, spot=False),
        replace(ONE, id=4, back_at=NOON + DAY, bought=True),
    ]
    found = figures(rows)
    assert (found.persons, found.helped, found.spot, found.back, found.bought) == (
        3,
        Share(1, 2),
        Share(3, 4),
        Share(1, 3),
        1,
    )


@pytest.mark.parametrize(
    ("after", "came"), [(None, False), (-DAY, False), (DAY, True), (56 * DAY, True), (57 * DAY, False)]
)
def test_who_comes_within_eight_weeks_came_back(after: timedelta | None, came: bool) -> None:
    assert replace(ONE, back_at=NOON + after if after is not None else None).came_back is came


def test_groups_say_what_one_cost_and_put_what_is_little_known_last() -> None:
    card = [replace(ONE, id=n, kind="card", worth=3_00, helped=True) for n in range(3)]
    money = [replace(ONE, id=n, worth=n * 10_00, helped=n > 1) for n in range(1, 4)]
    once = [replace(ONE, kind="label", helped=True)]
    found = grouped([*once, *money, *card], lambda one: one.kind, "EUR")
    assert [(one.key, one.times, one.each, one.helped.percent) for one in found] == [
        ("card", 3, 3_00, 100),
        ("refund", 3, 20_00, 67),
        ("label", 1, 10_00, 100),
    ]
    assert not found[-1].helped.enough


def test_why_is_said_once_whatever_its_letters_and_says_whose_slip_it_was() -> None:
    rows = [
        replace(ONE, why="Peach came.", ours=True),
        replace(ONE, why="peach  came", ours=True),
        replace(ONE, why="Late", ours=False, worth=90_00),
        replace(ONE, why="", worth=500_00),
        replace(ONE, why="Late", currency="USD", worth=900_00),
    ]
    assert [(one.key, one.worth, one.times, one.ours) for one in causes(rows, "EUR")] == [
        ("Late", 90_00, 1, False),
        ("Peach came", 20_00, 2, True),
        ("", 500_00, 1, None),
    ]


def test_a_span_is_cut_into_twelve_and_nothing_is_lost() -> None:
    rows = [replace(ONE, id=n, at=NOON + n * DAY) for n in range(28)]
    cut = stretches(rows, NOON, NOON + 28 * DAY)
    assert len(cut) == 12
    assert [row for part in cut for row in part] == rows


@drawn(st.lists(st.tuples(st.sampled_from(["EUR", "USD", "JPY"]), st.integers(0, 10**9)), max_size=40))
def test_sums_are_those_of_their_currency(rows: list[tuple[str, int]]) -> None:
    found = figures([replace(ONE, id=n, currency=code, worth=worth) for n, (code, worth) in enumerate(rows)])
    assert found.worth == {code: sum(worth for own, worth in rows if own == code) for code, _worth in rows}


def test_findings_name_what_costs_little_what_helps_and_what_hurts() -> None:
    groups = [
        Group("replacement", 14, 61_00, Share(13, 14)),
        Group("card", 12, 3_00, Share(11, 12)),
        Group("voucher", 5, 20_00, Share(2, 5)),
        Group("label", 1, 0, Share(1, 1)),
    ]
    found = findings(groups, Share(66, 100))
    assert [(one.code, one.group.key) for one in found] == [
        ("free", "card"),
        ("best", "replacement"),
        ("less", "voucher"),
    ]
    assert [one.code for one in findings(groups, Share(1, 1))] == ["free", "best"]
    assert findings([groups[-1]], Share(66, 100)) == []


def test_budgets_are_the_teams_own_and_of_the_rules_kinds() -> None:
    rule = Rule("late", ("refund", "voucher"), cap=Cap(team_month=100_00))
    spent = [
        Spent(1, "refund", 40_00, "EUR"),
        Spent(1, "card", 90_00, "EUR"),
        Spent(1, "refund", 9_00, "USD"),
        Spent(2, "voucher", 120_00, "EUR"),
    ]
    found = budgets([rule, Rule("free", ("card",))], [1, 2], spent)
    left = [(one.team, one.left, one.part) for one in found]
    assert left == [
        (2, Money(0, "EUR"), 100),
        (1, Money(60_00, "EUR"), 40),
    ]
    assert list(by_team(found)) == [2, 1]
    assert budgets([Rule("none", ("refund",), cap=Cap(team_month=0))], [1], [])[0].part == 100
