"""The text of a guide: what is written is read as it was, and what cannot be read is told by its line."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cha.resolutions.guides
from cha.resolutions.guides.flow import ENDS, KINDS, SOURCES, Flow, Step, Suggestion, Turn, Worth
from cha.resolutions.guides.reading import read, read_all
from cha.resolutions.guides.writing import write, write_all
from cha.resolutions.kinds import RemedyKind
from tests.resolutions.guides.written import LATE, flow

READY = sorted((Path(cha.resolutions.guides.__path__[0]) / "ready").glob("*.txt"))

words = st.text(st.characters(categories=["L", "N"], include_characters=" ,.!?{}'"), min_size=1, max_size=40).map(
    lambda text: " ".join(text.split())
)
said = words.filter(bool)
label = said.filter(lambda text: not text.startswith("#"))
keys = st.from_regex(r"[a-z0-9](-?[a-z0-9]){0,8}", fullmatch=True)
pattern = st.text("abc xyz0", min_size=1, max_size=12).map(str.strip).filter(bool)
targets = st.one_of(st.just(""), keys, st.sampled_from(list(ENDS)).map(lambda end: f"end:{end}"))
turns = st.builds(Turn, st.one_of(st.just(""), label), targets, st.just(())) | st.builds(
    Turn, label, targets, st.lists(pattern, max_size=3).map(tuple)
)
worths = st.builds(Worth, st.integers(0, 10**6), st.sampled_from(["EUR", "GBP", "JPY"])) | st.builds(
    lambda percent: Worth(percent=percent), st.integers(1, 100)
)
spans = st.sampled_from([timedelta(minutes=20), timedelta(hours=4), timedelta(days=3), timedelta(days=1)])
ways = st.builds(
    Suggestion,
    st.sampled_from(RemedyKind.values),
    said,
    words,
    st.just(Worth()) | worths,
    st.none() | worths,
    st.none() | spans,
    st.lists(st.tuples(st.sampled_from(["nl", "ar"]), said, words), max_size=2, unique_by=lambda one: one[0]).map(
        tuple
    ),
)
steps = st.builds(
    Step,
    keys,
    st.sampled_from(KINDS),
    said,
    st.lists(turns, max_size=4).map(tuple),
    st.lists(st.tuples(st.sampled_from(["nl", "fr", "ar"]), said), max_size=3, unique_by=lambda one: one[0]).map(tuple),
    st.sampled_from(["", *SOURCES, "fact order"]),
    words,
    st.lists(ways, max_size=3).map(tuple),
    words,
    words,
    words,
)
flows = st.builds(
    Flow,
    said,
    words,
    st.lists(st.sampled_from(["damaged", "late_delivery"]), max_size=2, unique=True).map(tuple),
    st.sampled_from(["en", "nl"]),
    st.lists(steps, max_size=5, unique_by=lambda step: step.key).map(tuple),
)


@given(flows)
def test_what_is_written_is_read_as_it_was(written: Flow) -> None:
    reading = read(write(written))
    assert reading.wrong == ()
    assert reading.flow == written
    assert write(reading.flow) == write(written)


@given(st.text(max_size=400))
def test_whatever_is_written_is_read_or_told_by_its_line(text: str) -> None:
    reading = read(text)
    assert all(1 <= one.line <= len(text.splitlines()) + 1 and one.words for one in reading.wrong)
    read("Guide: x\n[a] Ask: b\n" + text)


def test_it_is_written_as_people_write_it() -> None:
    assert write(flow()) == LATE
    assert read(LATE.replace("→", "->").replace("  -", "-")).flow == flow()


@pytest.mark.parametrize("path", READY, ids=lambda path: path.stem)
def test_the_guides_that_come_along_are_written_as_they_are_kept(path: Path) -> None:
    text = path.read_text()
    assert write(flow(text)) == text


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("[Left] Ask: Has it?", "cannot be a key"),
        ("[left] Ask: Has it?", "two steps [left]"),
        ("[b] Ponder: Has it?", "no kind of step"),
        ("[b] Ask:", "has no words"),
        ("[b Ask: Has it?", "begins with its key"),
        ("  - Yes → end, somehow", "no step and no end"),
        ("  -  → left", "words before its arrow"),
        ("  Known from: the stars", "Nothing is known from"),
        ("  Colour: red", "has no “Colour”"),
        ("  nl: nog eens", "stands here twice"),
        ("  Way: kiss: On the cheek", "is no remedy"),
        ("  Way: part 9.505 EUR: Some", "is no amount"),
        ("  Way: part 9 XXZ: Some", "is no currency"),
        ("  Way: part 140%: Some", "At most 100%"),
        ("  Way: part: ", "A way is written"),
        ("  Way in nl: Eerst", "stands once below its way"),
        ("  something", "A line of a step is"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(line: str, words: str) -> None:
    text = LATE + line + "\n"
    (wrong,) = read(text).wrong
    assert words in wrong.words
    assert wrong.line == len(text.splitlines())


def test_all_that_is_wrong_is_told_at_once() -> None:
    reading = read("About: x\nTopics: a\nTopics: b\nLanguage: Dutch\nHello\n[a] Ask: b\n  ?\n")
    assert [one.line for one in reading.wrong] == [1, 3, 4, 5, 7]


def test_several_guides_are_one_file() -> None:
    text = write_all([("late", LATE), ("other", "Guide: Other\nLanguage: en\n")])
    assert [(slug, body) for slug, body, _line in read_all(text)] == [
        ("late", LATE),
        ("other", "Guide: Other\nLanguage: en\n"),
    ]
    assert read_all(LATE) == [("", LATE, 1)]
    assert read_all("\n") == []
