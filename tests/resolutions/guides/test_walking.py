"""A walk: answers and what is known lead from step to step; answers can be changed, and what came later falls away."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cha.core.errors import Conflict, Invalid
from cha.resolutions.guides.knowing import Known, fits
from cha.resolutions.guides.walking import Given, answered, back_to, go_on, standing, step_back
from tests.resolutions.guides.written import LATE, flow

ON_ITS_WAY = {"order status": Known("Shipped", "Shipped 11:40", "the courier")}


def walked(*answers: tuple[str, str], knowledge: dict[str, Known] | None = None) -> tuple[Given, ...]:
    """The answers of a walk."""
    found = go_on(flow(), (), knowledge or {})
    for key, label in answers:
        found = answered(flow(), found, key, label, knowledge or {})
    return found


def test_what_is_known_answers_by_itself_and_says_who_says_so() -> None:
    found = walked(knowledge=ON_ITS_WAY)
    here = standing(flow(), found)
    assert here.at
    assert here.at.key == "moment"
    assert (found[0].by, found[0].said, found[0].source) == ("known", "Shipped 11:40", "the courier")
    assert here.left == 2


def test_it_asks_where_nothing_fits_or_two_answers_do() -> None:
    for value in ("lost", "on its way and being made"):
        here = standing(flow(), go_on(flow(), (), {"order status": Known(value)}))
        assert here.at
        assert here.at.key == "left"


def test_answers_lead_to_an_end() -> None:
    here = standing(flow(), walked(("left", "No"), ("workshop", ""), ("moment", "No, same day"), ("ways", "")))
    assert (here.at, here.end) == (None, "choice")
    assert here.last_offer
    assert here.last_offer.key == "ways"


def test_the_same_answer_twice_is_one() -> None:
    once = walked(("left", "No"))
    assert answered(flow(), once, "left", "No", {}) == once


def test_another_answer_lets_what_came_later_fall_away() -> None:
    changed = walked(("left", "No"), ("workshop", ""), ("moment", "Yes"), ("left", "Yes"))
    assert [(one.step, one.answer) for one in changed] == [("left", "Yes")]


def test_what_is_known_can_be_answered_otherwise_and_that_is_kept() -> None:
    found = answered(flow(), walked(knowledge=ON_ITS_WAY), "left", "No", ON_ITS_WAY)
    assert [(one.step, one.by, one.instead) for one in found] == [("left", "member", True)]


def test_a_step_that_is_gone_back_to_waits_again_even_where_it_was_known() -> None:
    found = walked(("moment", "Yes"), knowledge=ON_ITS_WAY)
    assert step_back(flow(), found) == "moment"
    assert back_to(flow(), found, "left") == ()
    here = standing(flow(), back_to(flow(), found, "moment"))
    assert here.at
    assert here.at.key == "moment"


def test_round_and_round_comes_to_rest() -> None:
    text = LATE.replace("  → moment", "  → left").replace("- No (being made)", "- No (shipped, being made)")
    looping = flow(text.replace("- Yes (on its way, shipped)", "- Yes (on its way)"))
    found = go_on(looping, (), ON_ITS_WAY)
    found = answered(looping, found, "workshop", "", ON_ITS_WAY)
    here = standing(looping, found)
    assert here.at
    assert here.at.key == "left"


def test_what_is_no_answer_and_no_step_is_refused() -> None:
    with pytest.raises(Invalid, match="one of the answers"):
        walked(("left", "Perhaps"))
    for key in ("nowhere", "time"):
        with pytest.raises(Conflict, match="gone on"):
            walked((key, ""))


@given(st.lists(st.tuples(st.sampled_from([step.key for step in flow().steps]), st.integers(0, 2)), max_size=30))
def test_wherever_one_goes_the_answers_always_lead_to_where_one_is(presses: list[tuple[str, int]]) -> None:
    given: tuple[Given, ...] = go_on(flow(), (), ON_ITS_WAY)
    for key, number in presses:
        step = flow().step(key)
        assert step is not None
        try:
            given = answered(flow(), given, key, step.turns[number % len(step.turns)].label, ON_ITS_WAY)
        except Conflict:
            continue
        here = standing(flow(), given)
        assert len(here.done) == len(given)
        assert bool(here.end) != bool(here.at)


@pytest.mark.parametrize(
    ("pattern", "known", "fit"),
    [
        ("on its way", Known("Order on its way now"), True),
        ("way", Known("Highways"), False),
        ("ON", Known("on"), True),
        ("known", Known("x"), True),
        ("up to 7 days", Known("", days=7), True),
        ("up to 7 days", Known("", days=8), False),
        ("over 7 days", Known("", days=8), True),
        ("over 7 days", Known("8"), False),
        ("today", Known("", days=0), True),
        ("to come", Known("", days=-1), True),
        ("past", Known("", days=-1), False),
    ],
)
def test_what_is_known_fits_an_answer(pattern: str, known: Known, fit: bool) -> None:
    assert fits(pattern, known) is fit
