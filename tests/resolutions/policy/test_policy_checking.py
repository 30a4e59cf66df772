"""What cannot be in a policy, what contradicts itself, and what nobody may."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

import pytest

from cha.resolutions.policy.case import Asker
from cha.resolutions.policy.checking import House, Someone, read_rules
from cha.resolutions.policy.remarks import remarks
from cha.resolutions.policy.rules import Ask, Cap, Grant, Rule, When
from tests.resolutions.policy.test_deciding import LATE

PRIYA, TOMASZ, MAARTJE = (
    Someone(1, "Priya", Asker("owner")),
    Someone(2, "Tomasz", Asker("lead")),
    Someone(3, "Maartje", Asker("agent", trainings=frozenset({"Care"}))),
)
HOUSE = House(
    ("EUR", "GBP"), frozenset({"late_delivery", "damaged"}), frozenset({"email", "chat"}), (PRIYA, TOMASZ, MAARTJE)
)


def as_data(rule: Rule) -> dict[str, Any]:
    return asdict(rule)


def wrong(*rules: Rule) -> list[tuple[str, str]]:
    return [(one.field, one.words) for one in read_rules([as_data(rule) for rule in rules], HOUSE)[1]]


def test_a_good_line_is_read_as_it_was_kept() -> None:
    rule = replace(LATE, when=replace(LATE.when, hours=(9, 17), weekdays=(1, 2)), ask=Ask((1, 2)))
    assert read_rules([as_data(rule)], HOUSE) == ((rule,), ())


@pytest.mark.parametrize(
    ("rule", "field", "says"),
    [
        (replace(LATE, grants=(Grant("agent", -1),)), "up_to-0", "nought or more"),
        (replace(LATE, cap=Cap(person=-1)), "cap_person", "nought or more"),
        (replace(LATE, cap=Cap(conversation=-1)), "cap_conversation", "nought or more"),
        (replace(LATE, cap=Cap(times=-1)), "cap_times", "nought or more"),
        (replace(LATE, currency="USD"), "currency", "does not use USD. It uses EUR, GBP"),
        (replace(LATE, currency="XXZ"), "currency", "“XXZ” is no currency"),
        (replace(LATE, currency=""), "currency", "is no currency"),
        (replace(LATE, remedies=("moon",)), "remedies", "Choose what may be given"),
        (replace(LATE, remedies=()), "remedies", "Choose what may be given"),
        (replace(LATE, when=When(topics=("stars",))), "topics", "no topic “stars”"),
        (replace(LATE, when=When(media=("fax",))), "media", "no channel “fax”"),
        (replace(LATE, when=When(countries=("Belgium",))), "countries", "two capital letters"),
        (replace(LATE, when=When(hours=(17, 9))), "hours_from", "turned round"),
        (replace(LATE, when=When(weekdays=(8,))), "weekdays", "days of the week"),
        (replace(LATE, when=When(order_days=-3)), "order_days", "number of days"),
        (replace(LATE, when=When(expression="amont > 3")), "expression", "undeclared reference to 'amont'"),
        (replace(LATE, when=When(expression="amount")), "expression", "no yes or no"),
        (replace(LATE, when=When(expression="__import__('os')")), "expression", "undeclared"),
        (replace(LATE, grants=(Grant("chief", 1),)), "who-0", "“chief” is no role"),
        (replace(LATE, grants=(Grant("agent", 1), Grant("agent", 2))), "who-0", "named twice"),
        (replace(LATE, ask=Ask(minutes=0)), "minutes", "minutes"),
        (replace(LATE, ask=Ask(members=(99,))), "ask", "not here any more"),
        (replace(LATE, ask=Ask(if_nobody="prays")), "if_nobody", "nobody answers"),
        (replace(LATE, shown=("passport",)), "shown", "from the list"),
        (replace(LATE, never=True), "never", "Take out one of the two"),
        (Rule("empty", ("refund",)), "who-0", "says nothing yet"),
    ],
)
def test_what_cannot_be_is_said_by_its_blank(rule: Rule, field: str, says: str) -> None:
    found = wrong(rule)
    assert [one for one in found if one[0] == field and says in one[1]], found


@pytest.mark.parametrize(
    "row",
    [
        None,
        "late",
        {},
        {"key": "a"},
        {"key": "a", "remedies": 4},
        {"key": "", "remedies": ["refund"], "grants": [{"who": "agent", "up_to": 1}]},
        {"key": "a", "remedies": ["refund"], "grants": [{"who": "agent", "up_to": "50"}]},
        {"key": "a", "remedies": ["refund"], "grants": [{"who": "agent", "up_to": 50.5}]},
        {"key": "a", "remedies": ["refund"], "grants": [{"who": "agent", "up_to": True}]},
        {"key": "a", "remedies": ["refund"], "grants": [{"who": 3, "up_to": 1}]},
        {"key": "a", "remedies": ["refund"], "cap": {"yearly": 3}},
        {"key": "a", "remedies": ["refund"], "when": {"hours": 9}},
    ],
)
def test_what_is_no_line_is_said_too(row: Any) -> None:
    rules, found = read_rules([row], HOUSE)
    assert not rules
    assert found[0].words == "This line cannot be read."


def test_two_lines_have_two_keys() -> None:
    assert ("form", "Two lines are called “late”.") in wrong(LATE, LATE)
    assert read_rules({"not": "a list"}, HOUSE)[1]
    assert read_rules([as_data(LATE)] * 501, HOUSE)[1]


def said(*rules: Rule) -> str:
    return " ".join(one.words for one in remarks(rules, HOUSE, "en"))


def test_a_never_that_covers_a_grant_is_a_conflict() -> None:
    never = Rule("never", ("refund",), currency="", never=True)
    assert "is given to nobody" in said(LATE, never)
    assert "is given to nobody" in said(LATE, replace(never, when=When(topics=("late_delivery", "damaged"))))
    assert "is given to nobody" not in said(LATE, replace(never, when=When(topics=("damaged",))))
    assert "is given to nobody" not in said(LATE, replace(never, when=When(order_days=3)))


def test_two_lines_for_the_same_that_ask_differently_are_a_conflict() -> None:
    other = replace(LATE, key="other", ask=Ask((1,), 60))
    assert "say different things of who is asked" in said(LATE, other)
    assert "say different things" not in said(LATE, replace(other, ask=LATE.ask))


def test_amounts_that_contradict_each_other_are_said() -> None:
    assert "leads have less than agents" in said(replace(LATE, grants=(Grant("agent", 900), Grant("lead", 100))))
    assert "the limit of €500 is never reached: €100 in all" in said(replace(LATE, cap=Cap(person=10000)))


def test_what_nobody_may_is_said() -> None:
    words = said(LATE)
    assert "No line says who may give part of the money back, give credit" in words
    assert "No line gives anything in GBP" in words
    assert "Only under conditions does a line say who may give money back" in words
    assert "Above these only an owner can say yes: Money back €500." in words


def test_an_ask_that_nobody_can_answer_is_a_conflict() -> None:
    assert "they ask Maartje, who may not decide more themselves" in said(replace(LATE, ask=Ask((3,))))
    assert "who may not decide more" not in said(replace(LATE, ask=Ask((2, 3))))


def test_a_training_that_nobody_passed_is_said() -> None:
    hard = replace(LATE, grants=(Grant("agent", 900), Grant("agent", 9900, training="Hard conversations")))
    assert "nobody here is among those who may up to €99 yet" in said(hard)
    assert "nobody here" not in said(replace(LATE, grants=(Grant("agent", 9900, training="Care"),)))


def test_an_owner_can_answer_every_ask() -> None:
    even = replace(LATE, grants=(Grant("agent", 50_000), Grant("lead", 50_000)), ask=Ask((1, 2)))
    assert "who may not decide more" not in said(even)
    assert "who may not decide more" in said(replace(even, ask=Ask((2,))))
