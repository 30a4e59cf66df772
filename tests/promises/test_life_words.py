"""What is said of a promise that slips, in six languages and two registers: short, warm, plain, and nothing missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from cha.promises.acknowledgement.heads_up import Slipping, slipping_words

NOW = datetime(2026, 6, 4, 12, tzinfo=UTC)
SAID = Slipping(
    by=NOW + timedelta(hours=2),
    new_by=NOW + timedelta(days=1, hours=1),
    now=NOW,
    zone="Europe/Brussels",
    language="en",
    name="Adaeze",
)
BEFORE = {
    "en": "We promised you an answer today before 16:00. It takes longer than that, and we would rather tell you now.",
    "nl": "We hebben u een antwoord beloofd: vandaag vóór 16:00. Het duurt langer, en dat zeggen we u liever nu.",
    "fr": "Nous vous avons promis une réponse aujourd’hui avant 16:00. Il nous faut plus de temps, et nous préférons "
    "vous le dire maintenant.",
    "de": "Wir haben Ihnen eine Antwort versprochen, heute bis 16:00 Uhr. Es dauert länger, und das sagen wir Ihnen "
    "lieber jetzt.",
    "es": "Le prometimos una respuesta hoy antes de las 16:00. Necesitamos más tiempo, y preferimos decírselo ahora.",
    "ar": "وعدناك بالرد اليوم قبل 16:00. يحتاج الأمر إلى وقت أطول، ونفضّل أن نخبرك بذلك الآن.",
}
AFTER = {
    "en": "We promised you: I ring you, today before 16:00. We did not keep that, and we are sorry.",
    "nl": "We hebben u beloofd: I ring you, vandaag vóór 16:00. Dat is ons niet gelukt, en dat spijt ons.",
    "fr": "Nous vous avions promis : I ring you, aujourd’hui avant 16:00. Nous n’avons pas tenu parole, et nous en "
    "sommes désolés.",
    "de": "Wir haben Ihnen versprochen: I ring you, heute bis 16:00 Uhr. Das haben wir nicht gehalten, und das tut uns "
    "leid.",
    "es": "Le prometimos: I ring you, hoy antes de las 16:00. No lo hemos cumplido, y lo sentimos.",
    "ar": "وعدناك: I ring you، اليوم قبل 16:00. لم نفِ بذلك، ونعتذر منك.",
}
NEW = {
    "en": "You will have our answer tomorrow before 15:00.",
    "nl": "U hebt ons antwoord morgen vóór 15:00.",
    "fr": "Vous aurez notre réponse demain avant 15:00.",
    "de": "Sie haben unsere Antwort morgen bis 15:00 Uhr.",
    "es": "Tendrá nuestra respuesta mañana antes de las 15:00.",
    "ar": "سيصلك ردّنا غدًا قبل 15:00.",
}
FAMILIAR = {"nl": "je een antwoord", "fr": "t’avons", "de": "dir eine Antwort", "es": "Te prometimos"}
# What only who is spoken to formally, or familiarly, reads.
FORMAL = {"nl": " u ", "fr": "vous", "de": "Ihnen", "es": "Le "}
GREETING = {
    "en": "Hello Adaeze,",
    "nl": "Dag Adaeze,",
    "fr": "Bonjour Adaeze,",
    "de": "Guten Tag Adaeze!",
    "es": "Hola, Adaeze:",
    "ar": "مرحبًا Adaeze،",
}


@pytest.mark.parametrize("language", BEFORE)
def test_before_its_time(language: str) -> None:
    words = slipping_words(replace(SAID, language=language)).split("\n\n")
    assert words[:3] == [GREETING[language], BEFORE[language], NEW[language]]
    assert len(words) == 4


@pytest.mark.parametrize("language", AFTER)
def test_after_its_time(language: str) -> None:
    words = slipping_words(replace(SAID, language=language, what="I ring you", over=True)).split("\n\n")
    assert words[1] == AFTER[language]


@pytest.mark.parametrize("language", BEFORE)
@pytest.mark.parametrize("over", [False, True])
@pytest.mark.parametrize("what", ["", "I ring you"])
@pytest.mark.parametrize("familiar", [False, True])
def test_no_word_is_left_in_english_or_empty(language: str, over: bool, what: str, familiar: bool) -> None:
    said = replace(SAID, language=language, over=over, what=what, familiar=familiar)
    words = slipping_words(said)
    assert "%" not in words
    english = set(slipping_words(replace(said, language="en")).split("\n\n"))
    assert language == "en" or not english & set(words.split("\n\n"))
    assert len(words) < 420


@pytest.mark.parametrize("language", FAMILIAR)
def test_who_asked_for_it_is_spoken_to_familiarly(language: str) -> None:
    formal = slipping_words(replace(SAID, language=language))
    familiar = slipping_words(replace(SAID, language=language, familiar=True))
    assert FAMILIAR[language] in familiar
    assert FORMAL[language] in formal
    assert FORMAL[language] not in familiar


def test_what_is_known_and_what_is_offered_stand_around_the_new_time() -> None:
    said = replace(SAID, known="The grower has none today.", gesture="The delivery is on us.")
    assert slipping_words(said).split("\n\n")[2:5] == [
        "The grower has none today.",
        NEW["en"],
        "The delivery is on us.",
    ]


def test_in_a_chat_it_comes_without_a_greeting_in_a_few_lines() -> None:
    words = slipping_words(replace(SAID, letter=False))
    assert words.startswith("We promised you an answer")
    assert "\n\n" not in words


def test_a_name_cannot_turn_the_sentence_round() -> None:
    words = slipping_words(replace(SAID, name="Ada\u202eeze\n%(when)s"))
    assert "\u202e" not in words
    assert words.startswith("Hello Ada eze %(when)s,")


def test_a_language_without_a_catalogue_is_english_throughout() -> None:
    assert slipping_words(replace(SAID, language="sv")) == slipping_words(SAID)
