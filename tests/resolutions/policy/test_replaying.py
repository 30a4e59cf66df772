"""A policy tried on what was: what it would have allowed, held back, spared."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from cha.core.money import Money
from cha.resolutions.policy.deciding import compiled
from cha.resolutions.policy.replaying import Outcome, Past, Replay, replay
from cha.resolutions.policy.rules import Cap, Grant, Rule
from tests.resolutions.policy.test_deciding import AGENT, AT, LEAD

RULE = Rule("money", ("refund",), grants=(Grant("agent", 10_000), Grant("lead", 50_000)))
ALONE = Past(1, "refund", Money(4_000, "EUR"), AGENT, AT, member=1, team=1)
ASKED = replace(ALONE, person=2, worth=Money(9_000, "EUR"), asked=True, waited=50)
DECLINED = replace(ASKED, person=3, given=False)
LARGE = replace(ASKED, person=4, worth=Money(90_000, "EUR"), waited=10)


def test_what_was_asked_for_and_would_be_allowed_is_counted_and_summed() -> None:
    outcome = replay(compiled([RULE]), [ALONE, ASKED, DECLINED, LARGE])
    assert (outcome.cases, outcome.asked, outcome.freed, outcome.held) == (4, 3, 2, 0)
    assert outcome.freed_money == {"EUR": 18_000}
    assert outcome.alone == [1, 3]
    assert outcome.waited == [110, 10]
    assert outcome.given == {"EUR": [103_000, 112_000]}
    assert outcome.people == [2, 3]


def test_what_was_decided_alone_and_would_not_be_is_held() -> None:
    less = replace(RULE, grants=(Grant("lead", 50_000),))
    outcome = replay(compiled([less]), [ALONE, replace(ALONE, asker=LEAD)])
    assert (outcome.held, outcome.barred, outcome.alone) == (1, 0, [2, 1])


def test_what_would_never_be_given_costs_nothing_then() -> None:
    never = Rule("never", ("refund",), "", never=True)
    outcome = replay(compiled([never]), [ALONE, ASKED])
    assert (outcome.barred, outcome.held, outcome.given) == (2, 0, {"EUR": [13_000, 0]})


def test_caps_count_what_was_given_before_and_what_would_have_been() -> None:
    capped = compiled([replace(RULE, cap=Cap(times=1))])
    again = [replace(ALONE, at=AT + timedelta(days=day)) for day in range(3)]
    assert replay(capped, again).held == 2
    assert replay(capped, [DECLINED, replace(DECLINED, at=AT + timedelta(days=1))]).freed == 1
    walk = Replay(capped)
    walk.earlier(replace(ALONE, at=AT - timedelta(days=200)))
    assert walk.take(ALONE) == "ask"
    assert walk.outcome.cases == 1


def test_what_is_given_again_in_one_conversation_counts_together() -> None:
    walk = Replay(compiled([replace(RULE, cap=Cap(conversation=6_000))]))
    assert walk.take(replace(ALONE, conversation=7)) == "may"
    assert walk.take(replace(ALONE, conversation=7)) == "ask"
    assert walk.take(replace(ALONE, conversation=8)) == "may"
    assert walk.take(ALONE) == "may"


def test_a_day_of_a_member_and_a_month_of_a_team_begin_anew() -> None:
    day = compiled([replace(RULE, cap=Cap(member_day=5_000))])
    month = compiled([replace(RULE, cap=Cap(team_month=5_000))])
    for rules, later in ((day, 1), (month, 31)):
        walk = Replay(rules)
        assert walk.take(ALONE) == "may"
        assert walk.take(replace(ALONE, person=7)) == "ask"
        assert walk.take(replace(ALONE, member=2, team=2)) == "may"
        assert walk.take(replace(ALONE, at=AT + timedelta(days=later))) == "may"


def test_each_currency_is_summed_by_itself() -> None:
    outcome = replay(compiled([RULE]), [ASKED, replace(ASKED, worth=Money(1, "GBP"))])
    assert outcome.freed_money == {"EUR": 9_000}
    assert outcome.given == {"EUR": [9_000, 9_000], "GBP": [1, 1]}


def test_an_outcome_is_kept_as_data() -> None:
    outcome = replay(compiled([RULE]), [ALONE, ASKED])
    assert Outcome.from_data(outcome.to_data()) == outcome
