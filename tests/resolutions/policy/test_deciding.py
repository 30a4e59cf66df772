"""What a policy says of a case, by tables."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cha.core.money import Money
from cha.resolutions.policy.case import Asker, Case, Given
from cha.resolutions.policy.deciding import compiled, decide
from cha.resolutions.policy.rules import Ask, Cap, Grant, Rule, When

# A Tuesday, half past ten.
AT = datetime(2026, 5, 12, 10, 30, tzinfo=UTC)
AGENT, LEAD, OWNER = Asker("agent"), Asker("lead"), Asker("owner")
LATE = Rule(
    "late",
    ("refund",),
    when=When(topics=("late_delivery",)),
    grants=(Grant("agent", 5000), Grant("lead", 50000)),
    cap=Cap(times=3),
)


def case(minor: int = 1000, asker: Asker = AGENT, **more: Any) -> Case:
    """A late delivery, money back."""
    fields: dict[str, Any] = {"kind": "refund", "topic": "late_delivery", "at": AT, "currency": "EUR", **more}
    return Case(worth=Money(minor, fields.pop("currency")), asker=asker, **fields)


def given(
    minor: int, *, days: float = 1, kind: str = "refund", currency: str = "EUR", where: int | None = None
) -> Given:
    """Given so many days ago, in a conversation."""
    return Given(kind, minor, currency, AT - timedelta(days=days), where)


@pytest.mark.parametrize(
    ("minor", "asker", "verdict", "limit"),
    [
        (5000, AGENT, "may", 5000),
        (5001, AGENT, "ask", 5000),
        (50000, LEAD, "may", 50000),
        (50001, Asker("manager"), "ask", 50000),
        (50001, OWNER, "may", 50001),
        (0, Asker("light"), "ask", 0),
        (1, Asker("bot"), "ask", 0),
        (1, Asker("rule"), "ask", 0),
    ],
)
def test_the_role_says_up_to_what(minor: int, asker: Asker, verdict: str, limit: int) -> None:
    decision = decide([LATE], case(minor, asker))
    assert (decision.verdict, decision.limit.minor, decision.rules) == (verdict, limit, ("late",))


def test_a_bot_has_only_what_names_it() -> None:
    rule = replace(LATE, grants=(*LATE.grants, Grant("bot", 900)))
    assert decide([rule], case(900, Asker("bot"))).verdict == "may"
    assert decide([rule], case(901, Asker("bot"))).verdict == "ask"
    assert decide([rule], case(1, Asker("rule"))).verdict == "ask"


@pytest.mark.parametrize(
    ("when", "more", "speaks"),
    [
        (When(topics=("late_delivery",)), {"topic": "damaged"}, False),
        (When(topics=("late_delivery",)), {"topic": ""}, False),
        (When(media=("email",)), {"medium": "email"}, True),
        (When(media=("email",)), {"medium": "chat"}, False),
        (When(countries=("BE", "NL")), {"country": "NL"}, True),
        (When(countries=("BE", "NL")), {"country": ""}, False),
        (When(order_days=14), {"order_days": 14}, True),
        (When(order_days=14), {"order_days": 15}, False),
        (When(order_days=14), {}, False),
        (When(order_from=10000), {"order_amount": 10000}, True),
        (When(order_from=10000), {"order_amount": 9999}, False),
        (When(order_from=0), {}, False),
        (When(weekdays=(2,)), {}, True),
        (When(weekdays=(6, 7)), {}, False),
        (When(hours=(9, 17)), {}, True),
        (When(hours=(11, 17)), {}, False),
        (When(given_at_most=0), {}, True),
        (When(given_at_most=0), {"given": (given(1),)}, False),
        (When(given_at_most=0, given_days=30), {"given": (given(1, days=31),)}, True),
        (When(expression="amount < 2000 && 'photo' in shown"), {"shown": frozenset({"photo"})}, True),
        (When(expression="amount < 2000 && 'photo' in shown"), {}, False),
        (When(expression="has_order && order_days <= 14"), {"order_days": 3}, True),
        (When(expression="has_order && order_days <= 14"), {}, False),
    ],
)
def test_a_rule_speaks_only_under_its_conditions(when: When, more: dict[str, Any], speaks: bool) -> None:
    rule = Rule("r", ("refund",), when=when, grants=(Grant("agent", 5000),))
    decision = decide([rule], case(**more))
    assert decision.verdict == ("may" if speaks else "ask")
    assert bool(decision.rules) is speaks


@pytest.mark.parametrize(
    ("cap", "more", "left", "code"),
    [
        (Cap(times=3), {"given": (given(1), given(1))}, 5000, None),
        (Cap(times=3), {"given": (given(1), given(1), given(1, days=364))}, 0, "times"),
        (Cap(times=3), {"given": (given(1), given(1), given(1, days=366))}, 5000, None),
        (Cap(times=1), {"given": (given(1, kind="card"),)}, 5000, None),
        (Cap(times=1), {"given": (given(1, currency="GBP"),)}, 0, "times"),
        (Cap(person=8000, person_days=30), {"given": (given(6000),)}, 2000, "person"),
        (Cap(person=8000, person_days=30), {"given": (given(6000, days=31),)}, 5000, None),
        (Cap(person=8000, person_days=30), {"given": (given(6000, currency="GBP"),)}, 5000, None),
        (Cap(member_day=10000), {"by_member": (given(9500, days=0.1),)}, 500, "member_day"),
        (Cap(member_day=10000), {"by_member": (given(9500, days=1),)}, 5000, None),
        (Cap(team_month=10000), {"by_team": (given(12000, days=5),)}, 0, "team_month"),
        (Cap(team_month=10000), {"by_team": (given(12000, days=13),)}, 5000, None),
        (Cap(conversation=8000), {"given": (given(6000, where=7),), "conversation": 7}, 2000, "conversation"),
        (Cap(conversation=8000), {"given": (given(9000, where=7, days=999),), "conversation": 7}, 0, "conversation"),
        (Cap(conversation=8000), {"given": (given(6000, where=8),), "conversation": 7}, 5000, None),
        (Cap(conversation=8000), {"given": (given(6000, where=7, kind="card"),), "conversation": 7}, 5000, None),
        (Cap(conversation=8000), {"given": (given(6000, where=7, currency="GBP"),), "conversation": 7}, 5000, None),
        (Cap(conversation=8000), {"given": (given(6000),)}, 5000, None),
    ],
)
def test_a_cap_leaves_what_is_left(cap: Cap, more: dict[str, Any], left: int, code: str | None) -> None:
    rule = Rule("r", ("refund",), grants=(Grant("agent", 5000),), cap=cap)
    decision = decide([rule], case(1000, **more))
    assert decision.limit.minor == 5000
    assert decision.left.minor == left
    assert decision.verdict == ("may" if left >= 1000 else "ask")
    assert [reason.code for reason in decision.reasons] == ([code] if code else [])


def test_the_cap_of_another_line_counts_too() -> None:
    guard = Rule("guard", ("refund", "voucher"), cap=Cap(person=6000))
    decision = decide([LATE, guard], case(2000, given=(given(5000, kind="voucher"),)))
    assert (decision.verdict, decision.left.minor) == ("ask", 1000)


def test_what_is_never_given_is_given_by_nobody() -> None:
    never = Rule("cash", ("refund",), currency="", never=True, because="the law says so", instead="a voucher")
    for asker in (AGENT, LEAD, OWNER):
        decision = decide([LATE, never], case(1, asker))
        assert (decision.verdict, decision.instead, decision.limit.minor) == ("no", "a voucher", 0)
    assert decision.reasons[0].facts["because"] == "the law says so"
    assert decide([LATE, never], case(1, currency="GBP")).verdict == "no"


def test_what_must_be_shown_comes_first_for_everybody() -> None:
    photo = Rule("photo", ("refund",), shown=("photo",))
    assert decide([LATE, photo], case()).verdict == "show"
    assert decide([LATE, photo], case(1, OWNER)).verdict == "show"
    assert decide([LATE, photo], case(shown=frozenset({"photo"}))).verdict == "may"


def test_a_line_in_another_currency_says_nothing() -> None:
    decision = decide([LATE], case(1, currency="GBP"))
    assert (decision.verdict, decision.limit) == ("ask", Money(0, "GBP"))
    assert decision.reasons[0].code == "no_rule"


def test_where_nothing_is_said_an_owner_decides() -> None:
    assert decide([], case()).verdict == "ask"
    assert decide([], case(asker=Asker("manager"))).verdict == "ask"
    assert decide([], case(asker=OWNER)).verdict == "may"


def test_training_and_skill_unlock_and_are_named_when_they_are_missing() -> None:
    rule = Rule("r", ("refund",), grants=(Grant("agent", 1000), Grant("agent", 20000, training="Making it right")))
    decision = decide([rule], case(15000))
    assert decision.verdict == "ask"
    assert [(r.code, r.facts.get("name")) for r in decision.reasons][-1] == ("training", "Making it right")
    passed = Asker("agent", trainings=frozenset({"Making it right"}))
    assert decide([rule], case(15000, passed)).verdict == "may"


def test_several_lines_ask_all_they_name_and_wait_for_the_slowest() -> None:
    other = replace(LATE, key="other", ask=Ask((7,), 30, "waits"))
    decision = decide([replace(LATE, ask=Ask((3,), 10, "decides")), other], case(10**6))
    assert decision.ask == Ask((3, 7), 30, "waits")


def test_an_expression_that_cannot_be_worked_out_says_so_and_nothing_else() -> None:
    rule = Rule("odd", ("refund",), when=When(expression="100 / given_times > 1"), grants=(Grant("agent", 9999),))
    decision = decide([LATE, rule], case(6000))
    assert (decision.verdict, decision.limit.minor) == ("ask", 5000)
    assert [r.facts["rule"] for r in decision.reasons if r.code == "unread"] == ["odd"]


def test_what_forbids_forbids_although_its_expression_cannot_be_worked_out() -> None:
    never = Rule("odd", ("refund",), when=When(expression="100 / given_times > 1"), never=True, because="it is odd")
    decision = decide([LATE, never], case(100))
    assert decision.verdict == "no"
    assert [reason.code for reason in decision.reasons] == ["never", "unread"]


def test_a_compiled_set_decides_as_its_rules_do() -> None:
    rules = [LATE, Rule("any", ("refund", "voucher"), grants=(Grant("agent", 300),))]
    for topic in ("late_delivery", "damaged", ""):
        assert compiled(rules).decide(case(topic=topic)) == decide(rules, case(topic=topic))


def test_an_amount_below_nought_is_no_question() -> None:
    with pytest.raises(ValueError, match="nought"):
        decide([LATE], case(-1))
