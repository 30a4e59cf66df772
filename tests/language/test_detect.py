"""Which language a text is in: rows for what is odd; the corpus is measured in test_corpora.py."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cha.language.detect import Detected, detect, direction

OURS = ("en", "nl", "fr", "de", "es", "ar")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Hi, where is my order JL-2041? It should have come on Tuesday.", "en"),
        ("Waar blijft mijn bestelling? De bloemen zouden er vandaag zijn.", "nl"),
        ("Bonjour, les fleurs sont arrivées fanées, que faire ?", "fr"),
        ("Guten Tag, die Blumen sind leider verwelkt angekommen.", "de"),
        ("Hola, las flores llegaron marchitas y la boda es el sábado.", "es"),
        ("مرحبا، وصلت الزهور متأخرة والحفل الليلة", "ar"),
        ("Bom dia, onde está a minha encomenda? Ainda não chegou.", "pt"),
        ("Dzień dobry, gdzie są moje kwiaty?", "pl"),
        ("花束はいつ届きますか", "ja"),
        ("我的花还没有到", "zh"),
        ("꽃이 아직 안 왔어요", "ko"),
        ("Здравствуйте, где мой заказ? Цветы ещё не привезли.", "ru"),
        ("Доброго дня, де моє замовлення? Квіти ще не привезли.", "uk"),
        ("שלום, איפה ההזמנה שלי?", "he"),
        ("WHERE ARE MY FLOWERS? I HAVE WAITED ALL DAY!", "en"),
    ],
)
def test_a_sentence_tells_its_language_for_sure(text: str, code: str) -> None:
    assert detect(text) == Detected(code, sure=True)


@pytest.mark.parametrize(
    ("text", "code"),
    [("Merci", "fr"), ("Danke!", "de"), ("Gracias", "es"), ("Bedankt", "nl"), ("Thanks", "en"), ("مرحبا", "ar")],
)
def test_one_telling_word_is_enough_to_guess_but_not_to_be_sure(text: str, code: str) -> None:
    assert detect(text) == Detected(code, sure=False)


@pytest.mark.parametrize(
    ("text", "hint", "code"),
    [
        ("Hallo", "nl-BE", "nl"),
        ("Hallo", "de", "de"),
        ("ok", "fr", "fr"),
        ("👍", "es", "es"),
        ("", "nl", "nl"),
        ("", None, "en"),
    ],
)
def test_the_hint_decides_where_the_text_does_not(text: str, hint: str | None, code: str) -> None:
    assert detect(text, hint=hint) == Detected(code, sure=False)


def test_the_hint_does_not_overrule_a_clear_text() -> None:
    assert detect("Waar blijft mijn bestelling? De bloemen zijn er nog niet.", hint="fr").code == "nl"


@pytest.mark.parametrize(
    "text",
    [
        "Dank je wel, tot morgen dan!\n\nOp di 12 juni schreef Jan:\n> The flowers will be with you tomorrow.",
        "Dank je wel, tot morgen dan!\n-- \nAdaeze Nwosu, Head of International Business Development and Sales",
        "Kijk eens op https://example.com/the/order/page-for-you?lang=en, daar staat het niet",
    ],
)
def test_what_is_not_their_own_words_does_not_count(text: str) -> None:
    assert detect(text).code == "nl"


def test_the_answer_is_one_that_is_supported() -> None:
    assert detect("Bom dia, onde está a minha encomenda?", supported=OURS).code in OURS
    assert detect("我的花还没有到", hint="nl", supported=OURS) == Detected("nl", sure=False)
    assert detect("我的花还没有到", supported=("fr",)) == Detected("fr", sure=False)


@pytest.mark.parametrize(
    ("code", "way"), [("ar", "rtl"), ("he-IL", "rtl"), ("fa_IR", "rtl"), ("en", "ltr"), ("zh", "ltr")]
)
def test_direction(code: str, way: str) -> None:
    assert direction(code) == way


@given(st.text(), st.none() | st.sampled_from(["nl", "pt-BR"]), st.none() | st.just(OURS))
def test_any_text_has_an_answer(text: str, hint: str | None, supported: tuple[str, ...] | None) -> None:
    found = detect(text, hint=hint, supported=supported)
    assert found.code
    assert supported is None or found.code in supported


def test_the_model_waits_for_its_first_text_and_brings_no_downloader() -> None:
    script = (
        "import sys, cha.language.detect as d; assert 'fasttext' not in sys.modules; d.detect('Waar blijft het toch?');"
        "assert 'fasttext' in sys.modules and 'requests' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
