"""What an answer chooses: read where every word leaves it as it is, left to a member where one does not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cha.resolutions.offers.reading_choice import read_choice

CORPORA = Path(__file__).parents[1] / "corpora"
WAYS = ("All twelve again, in white", "White for the head table, half your money back", "All your money back")


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("2", "en", 2),
        ("2.", "en", 2),
        ("2 👍", "en", 2),
        ("One please", "en", 1),
        ("#2", "en", 2),
        ("2️⃣", "en", 2),
        ("Option 2 please", "en", 2),
        ("option two", "en", 2),
        ("No. 2 please", "en", 2),
        ("The second one, thank you!", "en", 2),
        ("2\n\nAdaeze", "en", 2),
        ("Hi Maartje,\n\nWe'd like number 2.\n\nKind regards,\nAdaeze Nwosu", "en", 2),
        ("2\n\nSent from my iPhone", "en", 2),
        ("all twelve again, in white", "en", 1),
        ("2, half the money back", "en", 2),
        ("Optie 2 graag", "nl", 2),
        ("doe maar de tweede", "nl", 2),
        ("Dag Maartje, nummer 3 alstublieft. Groeten, Jef", "nl", 3),
        ("nr 2", "nl", 2),
        ("La deuxième, s'il vous plaît", "fr", 2),
        ("Option n° 2, merci", "fr", 2),
        ("Die zweite bitte", "de", 2),
        ("Ich nehme Möglichkeit 2, danke", "de", 2),
        ("La segunda, por favor", "es", 2),
        ("Me quedo con la 2", "es", 2),
        ("٢", "ar", 2),
        ("الخيار رقم ٢ من فضلك", "ar", 2),
        ("أريد الخيار الثاني", "ar", 2),
        ("Option 2 please", "ar", 2),
        ("None of these", "en", "else"),
        ("None of these. A voucher would be nicer.", "en", "else"),
        ("Geen van deze, graag iets anders", "nl", "else"),
        ("Aucune de ces options", "fr", "else"),
        ("Keine davon, bitte", "de", "else"),
        ("Ninguna de estas", "es", "else"),
        ("شيئاً آخر", "ar", "else"),
        ("Please call me", "en", "person"),
        ("Can you call me today on 0470 12 34 56?", "en", "person"),
        ("Kunt u mij bellen?", "nl", "person"),
        ("Pouvez-vous me rappeler demain ?", "fr", "person"),
        ("Bitte rufen Sie mich an", "de", "person"),
        ("Quiero hablar con una persona", "es", "person"),
        ("الرجاء الاتصال بي", "ar", "person"),
    ],
)
def test_a_plain_answer_is_read(text: str, language: str, expected: object) -> None:
    assert read_choice(text, WAYS, language) == expected


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("", "en"),
        ("2?", "en"),
        ("1 or 2", "en"),
        ("Not 2", "en"),
        ("No 2 please", "es"),
        ("4", "en"),
        ("0", "en"),
        ("2291", "en"),
        ("2 bouquets", "en"),
        ("2 pm", "en"),
        ("2/3", "en"),
        ("2, if it comes before noon", "en"),
        ("2 but in pink", "en"),
        ("Maybe the second", "en"),
        ("2 was not what I asked for", "en"),
        ("2, all twelve again", "en"),
        ("2\n\nCancel", "en"),
        ("2\n\nNo", "en"),
        ("2\n\nWait", "en"),
        ("money back", "en"),
        ("Is the second still possible?", "en"),
        ("Please do not call me", "en"),
        ("Call me Ada", "en"),
        ("2 👎", "en"),
        ("2...", "en"),
        ("First, thank you", "en"),
        ("Primero, gracias", "es"),
        ("One second please", "en"),
        ("My order of 2 June", "en"),
        ("I have 2", "en"),
        ("a table for 2", "en"),
        ("Thank you", "en"),
        ("niet optie 2", "nl"),
        ("optie 2 of 3", "nl"),
        ("een van de twee", "nl"),
        ("pas la 2", "fr"),
        ("la 1 mais pas la 2", "fr"),
        ("nicht die zweite", "de"),
        ("no quiero la 2", "es"),
        ("لا أريد ٢", "ar"),
        ("none of your business", "en"),
        ("2 " * 40, "en"),
        ("2" + " please" * 100, "en"),
    ],
)
def test_whatever_is_in_doubt_is_left_to_a_member(text: str, language: str) -> None:
    assert read_choice(text, WAYS, language) is None


def test_what_a_button_says_is_its_option_whatever_the_words_are() -> None:
    ways = ("2 bouquets tomorrow?", "Not now, but maybe later", "1")

    assert [read_choice(words, ways, "en") for words in ways] == [1, 2, 3]
    assert read_choice("The same", ("The same", "the same!"), "en") is None


def test_the_corpus_is_read_without_a_wrong_choice() -> None:
    rows = [json.loads(line) for line in (CORPORA / "choices-a.jsonl").read_text(encoding="utf-8").splitlines()]
    read = [(row["expected"], read_choice(row["text"], row["options"], row["language"])) for row in rows]

    assert [(want, got) for want, got in read if got is not None and got != want] == []
    assert sum(want == got for want, got in read) >= len(rows) * 9 // 10


@given(text=st.text(max_size=60), language=st.sampled_from(["en", "nl", "fr", "de", "es", "ar", "xx", ""]))
def test_whatever_is_written_is_a_choice_there_is_or_none(text: str, language: str) -> None:
    assert read_choice(text, WAYS, language) in (1, 2, 3, "else", "person", None)


def test_an_article_is_no_number() -> None:
    ways = ("Un nouveau bouquet demain", "Un nouveau bouquet vendredi", "Un bon d’achat de 20 €")

    assert read_choice("un nouveau bouquet", ways, "fr") is None
    assert read_choice("un bon d'achat", ways, "fr") == 3
    assert read_choice("un nouveau bouquet vendredi", ways, "fr") == 2
