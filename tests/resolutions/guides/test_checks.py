"""Before a guide goes out: no dead ends, no circles, nothing that the policy forbids, and words that can be read."""

from __future__ import annotations

from pathlib import Path

import pytest

import cha.resolutions.guides
from cha.resolutions.guides.checks import Check, check, errors
from tests.resolutions.guides.written import LATE, flow

READY = sorted((Path(cha.resolutions.guides.__path__[0]) / "ready").glob("*.txt"))


def found(text: str, code: str, **given: object) -> Check:
    """What one look says of a guide."""
    return next(one for one in check(flow(text), **given) if one.code == code)  # type: ignore[arg-type]


def test_a_good_guide_is_fine() -> None:
    assert {one.tone for one in check(flow(), languages=["en", "nl"])} == {"fine"}


@pytest.mark.parametrize("path", READY, ids=lambda path: path.stem)
def test_the_guides_that_come_along_are_fine(path: Path) -> None:
    assert [one for one in check(flow(path.read_text()), languages=["en", "nl"]) if one.tone != "fine"] == []


@pytest.mark.parametrize(
    ("old", "new", "code", "step", "words"),
    [
        ("  → end, with a promise", "", "end", "time", "Step 4 has no end."),
        ("- Yes → time", "- Yes →", "end", "moment", "Step 3 has no end."),
        ("- Yes → time", "- Yes → nowhere", "end", "moment", "Step 3 leads nowhere."),
        ("- No, same day → ways", "- yes → ways", "twice", "moment", "Step 3 has an answer twice."),
        ("Language: en\n", "Language: en\n\n[a] Do: Wait.\n  → b\n\n[b] Do: Wait.\n  → a\n", "loop", "a", "no way out"),
    ],
)
def test_an_error_keeps_it_back(old: str, new: str, code: str, step: str, words: str) -> None:
    one = found(LATE.replace(old, new), code)
    assert (one.tone, one.step) == ("error", step)
    assert words in one.title


def test_a_circle_that_can_be_left_is_none() -> None:
    text = LATE.replace(
        "[workshop] Do: Ask the workshop, then promise a time.\n  → moment", "[workshop] Do: x\n  → left"
    )
    assert not errors(check(flow(text)))


@pytest.mark.parametrize(
    ("old", "new", "code", "words"),
    [
        ("- No (being made) → workshop", "- No (being made) → moment", "fine", ""),
        ("- Ring first → workshop", "- Ring first → time", "fine", ""),
        ("Which would you like?", "What is your order number?", "asked", "asks for the order number"),
        ("It is on its way", "It is on its way " + "and on " * 12, "long", "a sentence of"),
        ("  nl: Het is onderweg, {first_name}, en er om {time}.\n", "", "tongue", "has no words in: nl"),
    ],
)
def test_advice_does_not(old: str, new: str, code: str, words: str) -> None:
    text = LATE.replace(old, new)
    assert not errors(check(flow(text), languages=["nl"]))
    if words:
        one = found(text, code, languages=["nl"])
        assert one.tone == "advice"
        assert words in one.title


def test_a_step_that_nothing_leads_to_is_told() -> None:
    one = found(LATE.replace("→ workshop", "→ moment"), "reach")
    assert (one.tone, one.step) == ("advice", "workshop")


def test_what_the_policy_never_gives_keeps_it_back() -> None:
    assert found(LATE, "policy", judge=lambda way: "no" if way.kind == "part" else "may").tone == "error"
    assert found(LATE, "policy", judge=lambda way: "ask").tone == "advice"


def test_a_guide_without_a_step_stays_here() -> None:
    assert errors(check(flow("Guide: Nothing\n")))
