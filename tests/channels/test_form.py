"""Contact forms as values: what is asked, what is doubted, what is read out of whatever was sent."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cha.channels.counter.reading import read_jot
from cha.channels.form.asking import shape_of
from cha.channels.form.doubting import Signs, doubt, proves, too_late, too_soon
from cha.channels.form.reading import read_submission

LINKS = "https://a.example http://b.example www.c.example"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("signs", "expected"),
    [
        (Signs("", proven=False, words="The ribbon is wrong."), ""),
        (Signs("https://pills.example", proven=True, words="The ribbon is wrong."), "trap"),
        (Signs("  ", proven=True, words="The ribbon is wrong."), ""),
        (Signs("", proven=False, words=LINKS), "links"),
        (Signs("", proven=True, words=LINKS), ""),
        (Signs("", proven=False, words="Buy", same=2), ""),
        (Signs("", proven=False, words="Buy", same=3), "again"),
        (Signs("", proven=True, words="Buy", same=3), ""),
    ],
)
def test_who_is_doubted_and_why(signs: Signs, expected: str) -> None:
    assert doubt(signs) == expected


def test_the_sum_is_right_or_not() -> None:
    number = next(one for one in range(10**6) if proves("seal", str(one)))
    assert not proves("another seal", str(number)) or not proves("a third", str(number))
    for nonsense in ("", "-1", "1e3", "٣", " 1", "9" * 13):
        assert not proves("seal", nonsense)
    assert not proves("", str(number))


def test_time_tells() -> None:
    assert too_soon(timedelta(seconds=1))
    assert not too_soon(timedelta(seconds=3))
    assert too_late(timedelta(days=1, seconds=1))
    assert not too_late(timedelta(hours=23))


def test_a_form_of_which_nothing_was_chosen_is_the_usual_one() -> None:
    shape = shape_of({}, [])
    assert [topic.topic for topic in shape.topics] == ["wrong_item", "late_delivery", "payment", "question_product"]
    assert shape.numbers("order") == (1, 2, 3)
    assert shape.topic("nonsense") is None


def test_what_is_no_question_and_no_site_is_left_out() -> None:
    topics = [{"topic": "wedding", "words": "A wedding", "asks": ["tables", "gone", "files", "tables"]}]
    origins = ["https://shop.example/", "shop.example", "https://x; script-src *", "http://localhost:8000"]
    shape = shape_of({"topics": topics, "origins": origins}, ["tables"])
    assert shape.asks == ("tables", "files")
    assert shape.sites == ("https://shop.example", "http://localhost:8000")


def test_answers_stand_below_the_words_each_under_its_question() -> None:
    said = {
        "form": 1,
        "channel": 7,
        "once": "a",
        "words": "It says Pieter.",
        "email": "piet@claes.example",
        "phone": "+32470000041",
        "asked": [["order", "Order number", "40218"], ["tables", "Tables", "12"]],
        "custom": [["tables", "12"]],
        "ring": "Please ring me: +32470000041",
        "doubt": "trap",
    }
    read = read_submission(json.dumps(said).encode())
    assert read.text == "It says Pieter.\n\nOrder number: 40218\nTables: 12\nPlease ring me: +32470000041"
    assert (read.point_kind, read.address, read.also) == ("email", "piet@claes.example", (("phone", "+32470000041"),))
    assert (read.facts, read.filled, read.channel) == ((("order", "40218"),), (("tables", "12"),), 7)
    assert read.spam
    assert read.external_id == "form:a"


@given(st.binary(max_size=200) | JSON.map(lambda value: json.dumps(value).encode()))
def test_what_is_no_form_is_refused_in_words(raw: bytes) -> None:
    for read in (read_submission, read_jot):
        with pytest.raises(ValueError, match="of ours"):
            read(raw)


@given(st.dictionaries(st.sampled_from(["asked", "custom", "files", "channel", "name", "doubt", "topic"]), JSON))
def test_a_form_with_junk_in_it_is_read_or_refused(junk: dict[str, object]) -> None:
    raw = json.dumps({"form": 1, "once": "a", "words": "b", "email": "c@d.example", **junk}).encode()
    with suppress(ValueError):
        assert read_submission(raw).address == "c@d.example"
