"""The steps a person sees, for each state a conversation can be in."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cha.promises.pathway import PathwayInput, steps

TEN = datetime(2026, 6, 4, 10, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
NEW = PathwayInput(received_at=TEN, medium="email", promised_by=TEN + 2 * HOUR)
READ = replace(NEW, read_at=TEN + HOUR, keeper_name="Maartje")
ANSWERED = replace(READ, first_answer_at=TEN + HOUR, promised_by=None)


@pytest.mark.parametrize(
    ("given_", "now", "states"),
    [
        (NEW, TEN, "done now next next next"),
        (NEW, TEN + 3 * HOUR, "done late next next next"),
        (READ, TEN + HOUR, "done done now next next"),
        (READ, TEN + 3 * HOUR, "done done late next next"),
        (ANSWERED, TEN + 3 * HOUR, "done done done now next"),
        (replace(ANSWERED, promised_by=TEN + 2 * HOUR), TEN + 3 * HOUR, "done done done late next"),
        (replace(ANSWERED, promised_by=TEN + 2 * HOUR, waiting_on="them"), TEN + 3 * HOUR, "done done done now next"),
        (replace(ANSWERED, put_right_at=TEN + 4 * HOUR), TEN + 9 * HOUR, "done done done done now"),
        (replace(ANSWERED, put_right_at=TEN, confirmed_at=TEN), TEN, "done done done done done"),
        (replace(NEW, put_right_at=TEN + HOUR), TEN + 3 * HOUR, "done done done done now"),
    ],
)
def test_each_state_has_its_steps(given_: PathwayInput, now: datetime, states: str) -> None:
    assert " ".join(step.state for step in steps(given_, now)) == states


def test_an_open_promise_stands_on_the_step_it_is_for() -> None:
    assert [step.by for step in steps(NEW, TEN)] == [None, NEW.promised_by, NEW.promised_by, None, None]
    later = replace(ANSWERED, promised_by=TEN + 5 * HOUR)
    assert [step.by for step in steps(later, TEN)] == [None, None, None, later.promised_by, None]


def test_the_keeper_is_named_where_it_is_our_turn() -> None:
    assert [step.who for step in steps(READ, TEN)] == ["", "Maartje", "Maartje", "Maartje", ""]
    theirs = steps(replace(ANSWERED, waiting_on="them"), TEN)
    assert [(step.who, step.side) for step in theirs[3:]] == [("", "them"), ("", "them")]


moments = st.none() | st.datetimes(datetime(2026, 1, 1), datetime(2026, 3, 1), timezones=st.just(UTC))  # type: ignore[arg-type]
inputs = st.builds(
    PathwayInput,
    received_at=st.just(TEN),
    medium=st.just("email"),
    acknowledged_at=moments,
    read_at=moments,
    first_answer_at=moments,
    promised_by=moments,
    waiting_on=st.sampled_from(["us", "them"]),
    put_right_at=moments,
    confirmed_at=moments,
)


@given(inputs)
def test_things_stand_at_one_step_with_all_before_done_and_all_after_next(given_: PathwayInput) -> None:
    found = [step.state for step in steps(given_, TEN)]
    standing = [n for n, state in enumerate(found) if state in {"now", "late"}]
    assert len(standing) == (found[-1] != "done")
    reached = standing[0] if standing else len(found)
    assert found[:reached] == ["done"] * reached
    assert found[reached + 1 :] == ["next"] * (len(found) - reached - 1)


@given(inputs)
def test_what_waits_for_them_is_never_late(given_: PathwayInput) -> None:
    assert all(step.state != "late" for step in steps(given_, TEN) if step.side == "them")
