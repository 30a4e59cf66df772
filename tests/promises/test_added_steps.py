"""Steps that stand on the way only in one story."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cha.promises.added_steps import AddedStep, woven
from cha.promises.pathway import OwnStep, PathwayInput, steps

TEN = datetime(2026, 6, 4, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)
ANSWERED = PathwayInput(TEN, "email", first_answer_at=TEN, promised_by=TEN + 5 * HOUR, waiting_on="them")
CHOOSE = AddedStep("offer:1", "You choose", "them", TEN + 4 * HOUR)
CHOSEN = AddedStep("option:1", "All twelve again", "us", TEN + 5 * HOUR)


def states(*added: AddedStep, right: datetime | None = None, now: datetime = TEN) -> list[str]:
    given_ = replace(ANSWERED, put_right_at=right)
    return [f"{step.words or step.code}:{step.state}" for step in woven(steps(given_, now), added, right, now)]


def test_they_stand_where_things_stand() -> None:
    begun = ["received:done", "read:done", "answered:done"]
    assert states(CHOOSE) == [*begun, "You choose:now", "put_right:next", "confirmed:next"]
    chosen = replace(CHOOSE, at=TEN)
    assert states(chosen, CHOSEN)[3:5] == ["You choose:done", "All twelve again:now"]


def test_theirs_is_never_late_and_ours_is() -> None:
    later = TEN + 9 * HOUR
    assert states(CHOOSE, now=later)[3] == "You choose:now"
    assert states(replace(CHOOSE, at=TEN), CHOSEN, now=later)[4] == "All twelve again:late"


def test_what_is_put_right_leaves_none_of_them_open() -> None:
    assert states(CHOOSE, CHOSEN, right=TEN + HOUR)[3:] == [
        "put_right:done", "You choose:done", "All twelve again:done", "confirmed:now",
    ]  # fmt: skip


def test_the_promise_is_said_once() -> None:
    way = woven(steps(ANSWERED, TEN), [replace(CHOOSE, at=TEN), CHOSEN], None, TEN)
    assert [step.by for step in way if step.by] == [CHOSEN.by]


OWN = (
    OwnStep("find", "The right flowers are found", "hand"),
    OwnStep("pick", "You choose", "hand", "them"),
    OwnStep("there", "They stand where they should", "put_right"),
)


def own_states(*added: AddedStep, found: datetime | None = TEN) -> list[str]:
    own = replace(ANSWERED, own=(replace(OWN[0], at=found), *OWN[1:]))
    return [f"{step.words or step.code}:{step.state}" for step in woven(steps(own, TEN), added, None, TEN)]


def test_what_the_houses_own_way_has_them_choose_is_said_once() -> None:
    found, there = "The right flowers are found", "They stand where they should"
    assert own_states() == ["received:done", f"{found}:done", "You choose:now", f"{there}:next", "confirmed:next"]
    assert own_states(CHOOSE) == own_states()
    assert own_states(CHOOSE, found=None) == [
        "received:done", "You choose:now", f"{found}:next", f"{there}:next", "confirmed:next",
    ]  # fmt: skip
    given_ = [replace(CHOOSE, words="You chose", at=TEN), replace(CHOSEN, at=TEN)]
    assert own_states(*given_)[2:] == [
        "You chose:done", "All twelve again:done", f"{there}:now", "confirmed:next",
    ]  # fmt: skip


moments = st.none() | st.datetimes(datetime(2026, 1, 1), datetime(2026, 9, 1), timezones=st.just(UTC))  # type: ignore[arg-type]
one_step = st.builds(AddedStep, st.just("k"), st.just("w"), st.sampled_from(["us", "them"]), moments, moments)


@given(st.lists(one_step, max_size=4), moments, moments, moments)
def test_there_is_one_place_where_things_stand(
    added: list[AddedStep], answered: datetime | None, right: datetime | None, confirmed: datetime | None
) -> None:
    given_ = replace(ANSWERED, first_answer_at=answered, put_right_at=right, confirmed_at=confirmed)
    way = woven(steps(given_, TEN), added, right, TEN)
    here = [step for step in way if step.state in ("now", "late")]
    assert len(here) == 1 or (not here and way[-1].state == "done")
    assert len(way) == 5 + len(added)
