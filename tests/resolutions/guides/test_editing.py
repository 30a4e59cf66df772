"""The editor's small changes: each gives a guide that can still be written and read."""

from __future__ import annotations

import pytest

from cha.core.errors import Invalid, NotFound
from cha.resolutions.guides import editing
from tests.resolutions.guides.written import flow


def test_a_step_is_added_changed_moved_and_dropped() -> None:
    found, key = editing.add_step(flow(), "call", "Ring the family.")
    assert (key, found.steps[-1].kind) == ("6", "call")
    found = editing.change_step(found, key, kind="do", words="Ring  them.", known="")
    assert found.step(key).words == "Ring them."  # type: ignore[union-attr]
    found = editing.add_turn(found, "left", "Nobody knows", key)
    assert found.number(key) == 6
    found = editing.move_step(found, key, -1)
    assert found.number(key) == 5
    found = editing.drop_step(found, key)
    assert found.step("left").turns[-1].to == ""  # type: ignore[union-attr]


def test_an_answer_leads_elsewhere_and_goes() -> None:
    found = editing.add_turn(flow(), "left", "No", "end:handed")
    assert found.step("left").turns[1].end == "handed"  # type: ignore[union-attr]
    found = editing.drop_turn(found, "left", "No")
    assert [turn.label for turn in found.steps[0].turns] == ["Yes"]


def test_words_in_another_language_are_kept_and_taken_out() -> None:
    found = editing.say_in(flow(), "time", "fr", "Il arrive à {time}.")
    assert found.step("time").said_in("fr-BE") == "Il arrive à {time}."  # type: ignore[union-attr]
    assert editing.say_in(found, "time", "fr", " ") == flow()


@pytest.mark.parametrize("label", ["Yes -> no", "Yes (maybe)"])
def test_what_the_text_cannot_carry_is_refused(label: str) -> None:
    with pytest.raises(Invalid, match="arrows"):
        editing.add_turn(flow(), "left", label, "time")


def test_what_is_not_there_is_not_found() -> None:
    with pytest.raises(NotFound):
        editing.drop_step(flow(), "nowhere")
    with pytest.raises(Invalid, match="where it leads"):
        editing.add_turn(flow(), "left", "Maybe", "nowhere")
    with pytest.raises(Invalid, match="no words"):
        editing.add_step(flow(), "ask", " ")
