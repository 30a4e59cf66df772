"""What a message says, read by patterns."""

from __future__ import annotations

from itertools import pairwise

import pytest

from cha.promises.understanding import MOODS, ORDER_PATTERNS, TOPICS, facts, mood, topic, understand
from cha.promises.understanding.lexicon import LANGUAGES, lexicon


def order(text: str, language: str = "en") -> str | None:
    return understand("", text, language=language).first("order")


@pytest.mark.parametrize(
    ("text", "language", "number"),
    [
        ("my order 2291 is late", "en", "2291"),
        ("Order number: JL-2291.", "en", "JL-2291"),
        ("order #77", "en", "77"),
        ("about #2291, please", "en", "2291"),
        ("I mean jl-2291", "en", "JL-2291"),
        ("bestelling nr. JL-2291", "nl", "JL-2291"),
        ("commande n° 2291", "fr", "2291"),
        ("Bestellung Nr. 2291", "de", "2291"),
        ("pedido núm. 2291", "es", "2291"),
        ("طلب رقم ٢٢٩١", "ar", "2291"),
        ("W-71234 was delivered", "en", "W-71234"),
    ],
)
def test_an_order_number_is_read_as_people_write_it(text: str, language: str, number: str) -> None:
    assert order(text, language) == number


@pytest.mark.parametrize(
    "text", ["I want to order 12 roses", "order 3 bouquets", "page 2291", "on 12-06-2026", "order"]
)
def test_a_number_that_is_no_order_is_left_alone(text: str) -> None:
    assert order(text) is None


def test_a_shop_brings_its_own_pattern_for_order_numbers() -> None:
    patterns = (r"\bLINE (?P<number>\d{2}[A-Z]{3})\b", *ORDER_PATTERNS)

    found = understand("", "it is line 42abc", language="en", order_patterns=patterns)

    assert found.first("order") == "42ABC"


@pytest.mark.parametrize(
    ("text", "language", "kind", "value"),
    [
        ("on Friday 12 June, please", "en", "date", "Friday 12 June"),
        ("op vrijdag 12 juni", "nl", "date", "vrijdag 12 juni"),
        ("le 12/06/2026", "fr", "date", "12/06/2026"),
        ("am 12. Juni", "de", "date", "12. Juni"),
        ("el viernes", "es", "date", "viernes"),
        ("غدًا", "ar", "date", "غدًا"),
        ("I paid €38.50", "en", "amount", "€38.50"),
        ("38,50 € payés", "fr", "amount", "38,50 €"),
        ("1.250 euro", "nl", "amount", "1.250 euro"),
        ("call +32 9 223 45 67", "en", "phone", "+32 9 223 45 67"),
        ("bel 09 223 45 67", "nl", "phone", "09 223 45 67"),
        ("12 white roses", "en", "quantity", "12 white roses"),
        ("12 tafels", "nl", "quantity", "12 tafels"),
    ],
)
def test_a_fact_is_recognised_with_its_kind(text: str, language: str, kind: str, value: str) -> None:
    found = facts(text, language=language)

    assert [(fact.kind, fact.value) for fact in found] == [(kind, value)]
    start, end = found[0].span
    assert " ".join(text[start:end].split()) == value


def test_no_words_are_claimed_twice() -> None:
    found = facts("order 20260612, paid €38.50 on 2026-06-12, call 09 223 45 67, 12 roses", language="en")

    spans = [fact.span for fact in found]
    assert spans == sorted(spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert {fact.kind for fact in found} == {"order", "amount", "date", "phone", "quantity"}


def test_at_most_three_facts_of_a_kind_are_kept() -> None:
    assert len(facts(" ".join(f"#{n}" for n in range(1000, 1100)), language="en")) == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_words_for_every_topic_and_mood(language: str) -> None:
    assert {phrase.key for phrases in lexicon(language, "topics").by_start.values() for phrase in phrases} == set(
        TOPICS
    )
    assert {phrase.key for phrases in lexicon(language, "moods").by_start.values() for phrase in phrases} == set(MOODS)


def test_a_message_that_says_too_little_has_no_topic() -> None:
    assert topic("Hello", "It is me.", language="en") is None
    assert understand("", "", language="en").facts == ()


def test_a_message_taken_for_another_language_is_still_understood() -> None:
    assert topic("Terugbetaling", "Ik wil mijn geld terug, graag een terugbetaling.", language="en") == "refund"


def test_praise_beside_another_topic_is_not_the_point() -> None:
    assert topic("Refund", "Thank you, lovely shop. Could I have a refund?", language="en") == "refund"


def test_a_mood_names_the_words_it_was_read_from() -> None:
    guess = mood("I am really disappointed.", "en")

    assert guess is not None
    assert guess.kind == "upset"
    assert guess.words == ("disappointed",)


@pytest.mark.parametrize(
    ("text", "language", "kind"),
    [
        ("I am not happy", "en", "upset"),
        ("I am not worried", "en", None),
        ("No hurry", "en", "calm"),
        ("Geen haast", "nl", "calm"),
        ("Mon père est décédé", "fr", "grieving"),
        ("Ihr seid doch Idioten", "de", "hostile"),
        ("Estoy muy preocupada", "es", "worried"),
        ("أنا قلقة", "ar", "worried"),
        ("Order 2291.", "en", None),
    ],
)
def test_a_mood_is_guessed_only_from_words(text: str, language: str, kind: str | None) -> None:
    guess = mood(text, language)

    assert (guess.kind if guess else None) == kind


@pytest.mark.parametrize(
    "text",
    [
        "order " * 200_000,
        "1" * 1_000_000,
        "+3" * 500_000,
        "a" * 1_000_000,
        "#-#-" * 250_000,
        "\x00\u202e" * 500_000,
        "1 " * 500_000,
    ],
)
def test_a_hostile_text_costs_no_more_than_its_first_page(text: str) -> None:
    """Bounded by what is read: a million characters give what their first six thousand give."""
    found, guess = understand(text, text, language="en"), mood(text, "en")

    assert found == understand(text[:6_000], text[:6_000], language="en")
    assert guess == mood(text[:6_000], "en")
