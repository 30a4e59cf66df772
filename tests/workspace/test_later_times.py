"""Moments to choose from when a conversation is put off."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from cha.workspace.now.rows import Moment
from cha.workspace.now.times import AT_THE_LATEST, later_times

NOON = datetime(2026, 6, 4, 12, 0, tzinfo=UTC)


def test_until_they_answer_ends_by_itself_as_well() -> None:
    last = later_times(Moment(NOON, "Europe/Brussels", "en"), None)[-1]
    assert (last.words, last.clash) == ("When they answer", False)
    assert last.more == "at the latest 18 June"
    assert timedelta() < datetime.fromisoformat(last.value) - NOON < timedelta(days=AT_THE_LATEST)


def test_while_something_is_promised_it_is_after_the_promise() -> None:
    choices = later_times(Moment(NOON, "Europe/Brussels", "en"), NOON + timedelta(hours=2))
    assert choices[0].words == "Half an hour before the promise"
    assert choices[-1].clash
