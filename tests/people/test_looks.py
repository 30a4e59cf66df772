"""How a fact looks, as the business writes it down."""

from __future__ import annotations

import pytest

from cha.core.errors import Invalid
from cha.people.looks import LONGEST_TEXT, Look, find, must_work


def values(how: str, text: str, message: str) -> list[str]:
    return [hit.value for hit in find(Look(how, text), message)]


@pytest.mark.parametrize(
    ("how", "text", "message", "found"),
    [
        ("looks", "JL-####", "order jl-2291 please", ["jl-2291"]),
        ("looks", "JL-####", "JL-22910 and XJL-2291", []),
        ("looks", "JL-####[-#+]", "JL-2291-33 or JL-2292", ["JL-2291-33", "JL-2292"]),
        ("looks", "@@ ##", "it is ab 12", ["ab 12"]),
        ("looks", "JL-####", "JL-٢٢٩١", ["JL-2291"]),
        ("looks", "a(b)*.c", "a(b)*.c", ["a(b)*.c"]),
        ("words", "XL\nlily of the valley", "Größe XL, with lily  of the valley", ["XL", "lily of the valley"]),
        ("words", "rose", "roses", []),
        ("after", "allergic to", "I am allergic to lilies and nuts. Bye.", ["lilies and nuts"]),
        ("after", "size", "Size: M, please", ["M"]),
        ("expression", r"box (?P<value>\d+)", "in box 12", ["12"]),
        ("expression", r"row ([A-Z]\d)\nseat ([0-9]+)", "row B7", []),
        ("expression", r"\d{3}", "it is 123", ["123"]),
    ],
)
def test_what_looks_so_is_found(how: str, text: str, message: str, found: list[str]) -> None:
    assert values(how, text, message) == found


@pytest.mark.parametrize(
    ("how", "text"),
    [
        ("looks", ""),
        ("words", "\n \n"),
        ("expression", "(a"),
        ("expression", "a*"),
        ("expression", "(?=a)b"),
        ("expression", r"(a)\1"),
        ("expression", "((((a{99}){99}){99}){99})"),
        ("looks", "x\n" * 61),
        ("guess", "x"),
    ],
)
def test_a_pattern_that_cannot_run_is_refused_in_words(how: str, text: str) -> None:
    with pytest.raises(Invalid) as refused:
        must_work(Look(how, text))

    assert refused.value.details["field"] in ("text", "how")


def test_no_pattern_makes_reading_slow() -> None:
    """Patterns that take ages in an engine that goes back: here they end, whatever the machine does meanwhile."""
    for text in ("(a+)+$", "(a|aa)+b", "(.*)*x", "(x+x+)+y"):
        list(find(Look("expression", text), "a" * LONGEST_TEXT))


def test_only_the_beginning_of_a_long_message_is_read() -> None:
    assert values("words", "here", "x " * LONGEST_TEXT + "here") == []
