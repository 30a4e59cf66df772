"""What holds of every policy and every case."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cha.core.money import Money
from cha.resolutions.policy.case import Asker, Case, Given
from cha.resolutions.policy.deciding import compiled, decide
from cha.resolutions.policy.rules import RANKS, Ask, Cap, Grant, Rule, When

AT = datetime(2026, 5, 12, 10, 30, tzinfo=UTC)
KINDS = ("refund", "voucher", "card")
NAMES = ("a", "b")
RISE = {"no": 0, "show": 1, "ask": 2, "may": 3}
amounts = st.integers(0, 20_000)
some = st.none() | amounts
names = st.sets(st.sampled_from(NAMES)).map(frozenset)
kinds = st.lists(st.sampled_from(KINDS), min_size=1, max_size=3, unique=True).map(tuple)
currencies = st.sampled_from(("EUR", "GBP"))
whens = st.builds(
    When,
    topics=st.lists(st.sampled_from(("late", "damaged")), max_size=1).map(tuple),
    media=st.lists(st.sampled_from(("email", "chat")), max_size=1).map(tuple),
    order_days=st.none() | st.integers(0, 30),
    given_at_most=st.none() | st.integers(0, 2),
    expression=st.sampled_from(("", "amount > 500", "has_order", "1 / given_times > 0")),
)
grants = st.builds(
    Grant, who=st.sampled_from((*RANKS, "bot", "rule")), up_to=amounts, skill=st.sampled_from(("", *NAMES)),
    training=st.sampled_from(("", *NAMES)),
)  # fmt: skip
caps = st.builds(
    Cap, person=some, times=st.none() | st.integers(0, 3), member_day=some, team_month=some, conversation=some
)
asks = st.builds(
    Ask, members=st.lists(st.integers(1, 3), max_size=2).map(tuple), minutes=st.integers(1, 60),
    if_nobody=st.sampled_from(("waits", "stand_in", "decides")),
)  # fmt: skip
rules = st.builds(
    Rule,
    key=st.sampled_from("abcdef"),
    remedies=kinds,
    currency=currencies,
    when=whens,
    grants=st.lists(grants, max_size=3).map(tuple),
    cap=caps,
    ask=asks,
    shown=st.lists(st.sampled_from(("photo", "receipt")), max_size=1).map(tuple),
    never=st.sampled_from((False, False, False, True)),
)
sets = st.lists(rules, max_size=6)
gifts = st.lists(
    st.builds(
        Given, st.sampled_from(KINDS), amounts, currencies, st.integers(0, 400).map(lambda d: AT - timedelta(days=d))
    ),
    max_size=4,
).map(tuple)
cases = st.builds(
    Case,
    kind=st.sampled_from(KINDS),
    worth=st.builds(Money, amounts, currencies),
    asker=st.builds(Asker, st.sampled_from((*RANKS, "bot", "rule")), names, names),
    at=st.just(AT),
    topic=st.sampled_from(("", "late", "damaged")),
    medium=st.sampled_from(("email", "chat")),
    order_days=st.none() | st.integers(0, 30),
    given=gifts,
    by_member=gifts,
    by_team=gifts,
    shown=st.sets(st.sampled_from(("photo", "receipt"))).map(frozenset),
)


@given(sets, cases, st.randoms())
def test_the_order_of_rules_never_changes_the_answer(found: list[Rule], case: Case, chance: random.Random) -> None:
    turned = list(found)
    chance.shuffle(turned)
    assert decide(turned, case) == decide(found, case) == compiled(found).decide(case)


@given(sets, cases, st.integers(0, 4), names, names)
def test_more_authority_never_yields_less(
    found: list[Rule], case: Case, steps: int, skills: frozenset[str], trainings: frozenset[str]
) -> None:
    asker = case.asker
    role = asker.role
    if role in RANKS:
        role = RANKS[min(RANKS.index(role) + steps, len(RANKS) - 1)]
    above = Asker(role, asker.skills | skills, asker.trainings | trainings)
    less, more = decide(found, case), decide(found, replace(case, asker=above))
    assert RISE[more.verdict] >= RISE[less.verdict]
    assert more.limit.minor >= less.limit.minor
    assert more.left.minor >= less.left.minor


@given(sets, cases, rules)
def test_one_grant_more_never_takes_anything_away(found: list[Rule], case: Case, another: Rule) -> None:
    giving = replace(another, key="z", cap=Cap(), shown=(), never=False)
    less, more = decide(found, case), decide([*found, giving], case)
    assert RISE[more.verdict] >= RISE[less.verdict]
    assert more.limit.minor >= less.limit.minor


@given(sets, cases)
def test_nothing_is_slipped_in_from_another_currency(found: list[Rule], case: Case) -> None:
    other = "GBP" if case.worth.currency == "EUR" else "EUR"
    own = [rule for rule in found if rule.currency != other]
    decision = decide(found, case)
    assert decision == decide(own, case)
    assert decision.limit.currency == decision.left.currency == case.worth.currency
    foreign = tuple(replace(one, worth=one.worth * 7) if one.currency == other else one for one in case.by_member)
    assert decide(found, replace(case, by_member=foreign)).left == decision.left


@given(sets, cases)
def test_a_decision_is_one_with_itself(found: list[Rule], case: Case) -> None:
    decision = decide(found, case)
    assert 0 <= decision.left.minor <= decision.limit.minor
    if decision.verdict == "may":
        assert case.worth <= decision.left
    if decision.verdict == "ask":
        assert decision.reasons


@given(sets, cases, amounts)
def test_less_money_is_never_harder(found: list[Rule], case: Case, minor: int) -> None:
    plain = [rule for rule in found if not rule.when.expression]
    small = replace(case, worth=Money(min(minor, case.worth.minor), case.worth.currency))
    assert RISE[decide(plain, small).verdict] >= RISE[decide(plain, case).verdict]
