"""The filter language: words to clauses and back, and the conversations that clauses mean."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from cha.conversations.filters import Clause, Filter, condition, know, parse, said
from cha.conversations.filters.spans import span
from cha.conversations.models import Conversation, assign, note, put_right, snooze, tag
from cha.core import worker
from cha.core.clock import now
from tests.shop import Shop

MONDAY = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "words", "clauses"),
    [
        ("blue tulips", "blue tulips", []),
        ("from:huda tulips", "tulips", [Clause("from", ("huda",))]),
        ('tulips from:"Huda Al-Mansoori"', "tulips", [Clause("from", ("Huda Al-Mansoori",))]),
        ("tag:wet,late", "", [Clause("tag", ("wet", "late"))]),
        ('-tag:"wet box",late', "", [Clause("tag", ("wet box", "late"), negated=True)]),
        ("state:SPAM", "", [Clause("is", ("aside",))]),
        ("from：陈美 玫瑰", "玫瑰", [Clause("from", ("陈美",))]),
        ("tag:a tag:b tag:a", "", [Clause("tag", ("a",)), Clause("tag", ("b",))]),
        ("field.plate:1-ABC", "", [Clause("field.plate", ("1-ABC",))]),
        ("“blue tulips” -red", '"blue tulips" -red', []),
        ('"blue tul', "blue tul", []),
        ("at 10:30 https://a.example/x", "at 10:30 https://a.example/x", []),
        ("is:nonsense", "is:nonsense", []),
        ("before:nonsense", "before:nonsense", []),
        ('during:"last week"', "", [Clause("during", ("last week",))]),
        ("waits:>20m promised:late", "", [Clause("waits", (">20m",)), Clause("promised", ("late",))]),
        ("flo ", "flo ", []),
        ("from:", "from:", []),
        ("", "", []),
    ],
)
def test_words_become_clauses(text: str, words: str, clauses: list[Clause]) -> None:
    assert parse(text) == Filter(words, tuple(clauses))


def test_what_is_no_field_says_what_may_have_been_meant() -> None:
    assert [(doubt.kind, doubt.near) for doubt in parse("chanel:info").doubts] == [("field", "channel")]
    assert [(doubt.kind, doubt.near) for doubt in parse("is:waitin").doubts] == [("value", "waiting")]
    assert parse("https://a.example").doubts == ()


@given(some.text(max_size=120))
def test_any_text_is_a_filter_that_can_be_said_and_read_again(text: str) -> None:
    assert parse(said(parse(text))) == parse(text)


@given(
    some.lists(some.sampled_from(['"', "from:", "is:waiting", "-", ",", " ", "tag:", "a b", "早", "x:", "before:7d"]))
)
def test_pieces_of_clauses_in_any_order_can_be_said_and_read_again(pieces: list[str]) -> None:
    read = parse("".join(pieces))
    assert parse(said(read)) == read
    assert Filter.from_data(read.to_data()) == read


def test_a_filter_of_another_version_is_refused() -> None:
    with pytest.raises(ValueError, match="version"):
        Filter.from_data({"version": 99, "words": "", "clauses": []})


@pytest.mark.parametrize(
    ("words", "first", "end"),
    [
        ("2026-11-03", "2026-11-03", "2026-11-04"),
        ("2026-12", "2026-12-01", "2027-01-01"),
        ("2025", "2025-01-01", "2026-01-01"),
        ("today", "2026-11-23", "2026-11-24"),
        ("yesterday", "2026-11-22", "2026-11-23"),
        ("last week", "2026-11-16", "2026-11-23"),
        ("last-month", "2026-10-01", "2026-11-01"),
        ("june", "2026-06-01", "2026-07-01"),
        ("december", "2025-12-01", "2026-01-01"),
        ("friday", "2026-11-20", "2026-11-21"),
        ("mon", "2026-11-23", "2026-11-24"),
    ],
)
def test_times_in_words(words: str, first: str, end: str) -> None:
    found = [f"{moment:%Y-%m-%d}" for moment in span(words, MONDAY)]
    assert found == [first, end]


def means(text: str, shop: Shop, **channels: list[int]) -> set[int]:
    filter = parse(text)
    assert not filter.words, filter
    known = know(filter, by=shop.maartje, channels=channels)
    wanted = condition(filter, by=shop.maartje, at=now(), known=known)
    return set(Conversation.objects.filter(wanted).values_list("pk", flat=True))


@pytest.mark.django_db(transaction=True)
def test_clauses_mean_conversations(shop: Shop) -> None:
    mine = shop.adaeze_writes("My order 2291 came in peach.")
    other = shop.adaeze_writes("Wann kommt es?", sender="Jürgen Weiß <jw@weiss.example>", subject="Frage")
    assign(mine, by=shop.priya, member=shop.maartje)
    tag(mine, ["wet box"], by=shop.maartje)
    note(other, "Rings at noon.", by=shop.maartje)
    snooze(other, now() + timedelta(minutes=1), by=shop.maartje)
    Conversation.objects.filter(pk=mine.pk).update(custom={"plate": "1-ABC", "boxes": 12})
    worker.run_all()
    both, one, two = {mine.pk, other.pk}, {mine.pk}, {other.pk}
    for text, wanted in {
        "from:adaeze": one, "from:nwosu.example": one, "from:jurgen": two, "from:juergen,adaeze": both,
        "-from:adaeze": two, "from:unheard": set(), "with:me": one, "with:maartje": one, "with:nobody": two,
        "-with:me": two, "is:mine": one, "channel:info": one | two, "channel:none": set(), "medium:mail": both,
        'tag:"wet box"': one, '-tag:"Wet Box"': two, "is:waiting": one, "is:later": two, "is:open": both,
        "is:right": set(), "is:unassigned": two, "has:note": two, "-has:note": one, "has:file": set(),
        "before:today": set(), "after:today": both, "during:1h": both, "waits:>1d": set(), "waits:<1d": both,
        "field.plate:1-abc": one, "-field.plate:1-abc": two, "field.boxes:12": one, "team:mine": set(),
        "is:trash": set(), "is:waiting from:adaeze -tag:other": one,
    }.items():  # fmt: skip
        assert means(text, shop, info=[shop.channel.pk]) == wanted, text


@pytest.mark.django_db(transaction=True)
def test_what_was_put_right_is_right(shop: Shop) -> None:
    conversation = shop.adaeze_writes()
    put_right(conversation, by=shop.maartje)
    assert means("is:right", shop) == {conversation.pk}
    assert means("is:open", shop) == set()
