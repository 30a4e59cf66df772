"""What an answer by mail says, by table."""

from __future__ import annotations

import pytest

from cha.resolutions.approvals.reading import read_answer


@pytest.mark.parametrize(
    "text",
    [
        "yes",
        "Yes.",
        "YES!",
        "ja",
        "Oui",
        "Sí",
        "نعم",
        "yes\n\nTomasz",
        "Yes\n-- \nTomasz Bakker",
        "yes\nSent from my phone",
    ],
)
def test_a_yes_alone_is_a_yes(text: str) -> None:
    assert read_answer(text, "Tomasz Bakker").answer == "yes"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("No, because it is too much.", "because it is too much."),
        ("no because we make it again", "because we make it again"),
        ("Nee, te veel.", "te veel."),
        ("No.\nMake it again first.\n\nTomasz", "Make it again first."),
        ("Nein: erst neu machen", "erst neu machen"),
    ],
)
def test_a_no_comes_with_its_reason(text: str, reason: str) -> None:
    read = read_answer(text, "Tomasz Bakker")
    assert (read.answer, read.words.rstrip(".")) == ("no", reason.rstrip("."))


@pytest.mark.parametrize(
    "text",
    [
        "yes, but only half of it",
        "yes\nif she sends a photo",
        "No",
        "No problem",
        "nobody knows",
        "ok",
        "Which order?",
        "",
    ],
)
def test_anything_else_is_a_word_to_the_asker(text: str) -> None:
    assert read_answer(text, "Tomasz Bakker").answer == ""
