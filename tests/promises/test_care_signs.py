"""What a message says that asks for more care; and what it does not say."""

from __future__ import annotations

from datetime import date

import pytest

from cha.promises.understanding import facts
from cha.promises.understanding.days import day_named
from cha.promises.understanding.lexicon import LANGUAGES
from cha.promises.understanding.signs import Sign, signs
from cha.promises.understanding.vocabulary import DAYS

THURSDAY = date(2026, 6, 4)


def read(text: str, language: str) -> dict[str, Sign]:
    dates = [fact for fact in facts(text, language=language) if fact.kind == "date"]
    return {sign.code: sign for sign in signs(text, language=language, today=THURSDAY, dates=dates)}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The vase broke and my daughter cut herself. Please call."),
        ("en", "My mother had an allergic reaction to the lilies."),
        ("en", "I cannot breathe since the flowers came."),
        ("nl", "De vaas brak en ik heb me gesneden."),
        ("nl", "Mijn zoon is gewond geraakt door het glas."),
        ("fr", "Le vase s'est cassé et ma fille s'est coupée."),
        ("fr", "Il a fait une réaction allergique."),
        ("de", "Die Vase ist zerbrochen und ich habe mich geschnitten."),
        ("de", "Mein Vater musste ins Krankenhaus."),
        ("es", "El jarrón se rompió y mi hija se cortó."),
        ("es", "Tuvo una reacción alérgica y fuimos a urgencias."),
        ("ar", "انكسرت المزهرية و جرحت يدي"),
        ("ar", "عندها صعوبة في التنفس"),
    ],
)
def test_harm_is_named(language: str, text: str) -> None:
    assert "harm" in read(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Luckily nobody got hurt."),
        ("en", "My daughter nearly cut herself on the vase."),
        ("en", "Could somebody have an allergic reaction to lilies?"),
        ("en", "Please deliver it to my mother in hospital, room 12."),
        ("en", "I cut the stems and put them in water."),
        ("en", "You hurt my feelings."),
        ("en", "If the vase had caught fire, I would have called."),
        ("en", "This price is killing me."),
        ("nl", "Gelukkig is niemand gewond geraakt."),
        ("nl", "Ik had me bijna gesneden, en bijna heb me verbrand."),
        ("nl", "Kan iemand een allergische reactie krijgen?"),
        ("fr", "Heureusement personne n'a été blessé."),
        ("fr", "Elle a failli se blesser, elle s'est presque coupée."),
        ("de", "Zum Glück wurde niemand verletzt."),
        ("de", "Fast hat sich mein Sohn geschnitten."),
        ("es", "Por suerte nadie resultó herido."),
        ("es", "¿Puede dar una reacción alérgica?"),
        ("ar", "لم يصب أحد و ما جرحت يدي"),
    ],
)
def test_a_wrong_harm_is_worse_than_a_missed_one(language: str, text: str) -> None:
    assert "harm" not in read(text, language)


@pytest.mark.parametrize(
    ("language", "text", "code"),
    [
        ("en", "I use a wheelchair and cannot come to the door.", "vulnerable"),
        ("en", "I use a wheelchair, so please ring twice.", "vulnerable"),
        ("en", "I am not disabled.", ""),
        ("en", "You charged me twice, please check.", "money"),
        ("en", "I need that money to pay the rent.", "money"),
        ("en", "I was not charged twice, my mistake.", ""),
        ("nl", "Mijn moeder heeft dementie.", "vulnerable"),
        ("nl", "Er is twee keer betaald.", "money"),
        ("fr", "Je suis malvoyante.", "vulnerable"),
        ("fr", "Vous avez débité deux fois ma carte.", "money"),
        ("de", "Ich bin schwerhörig.", "vulnerable"),
        ("de", "Der Betrag wurde doppelt abgebucht.", "money"),
        ("es", "Voy en silla de ruedas.", "vulnerable"),
        ("es", "Me han cobrado dos veces.", "money"),
        ("ar", "أنا أرملة وأعيش وحدي", "vulnerable"),
        ("ar", "دفعت مرتين", "money"),
    ],
)
def test_vulnerability_and_money_are_named(language: str, text: str, code: str) -> None:
    assert list(read(text, language)) == ([code] if code else [])


@pytest.mark.parametrize(
    ("language", "text", "what", "by"),
    [
        ("en", "The flowers are for a wedding on Saturday.", "wedding", "2026-06-06"),
        ("en", "Our wedding is on 12 June, and the tables are peach.", "wedding", "2026-06-12"),
        ("en", "The funeral is tomorrow.", "funeral", "2026-06-05"),
        ("nl", "Het is voor een bruiloft op zaterdag.", "wedding", "2026-06-06"),
        ("nl", "De uitvaart is morgen.", "funeral", "2026-06-05"),
        ("fr", "Le mariage est samedi.", "wedding", "2026-06-06"),
        ("fr", "C'est pour un anniversaire demain.", "birthday", "2026-06-05"),
        ("de", "Die Hochzeit ist am Samstag.", "wedding", "2026-06-06"),
        ("de", "Die Beerdigung ist übermorgen.", "funeral", "2026-06-06"),
        ("es", "La boda es el sábado.", "wedding", "2026-06-06"),
        ("es", "El funeral es mañana.", "funeral", "2026-06-05"),
        ("ar", "حفل زفاف يوم السبت", "wedding", "2026-06-06"),
        ("en", "The wedding was last Saturday.", "", ""),
        ("en", "The wedding is on 12 September.", "", ""),
        ("en", "We have no wedding on Saturday.", "", ""),
        ("en", "I love your wedding flowers. Are you open on Saturday?", "", ""),
        ("nl", "De bruiloft was zaterdag.", "", ""),
        ("de", "Die Hochzeit war am Samstag.", "", ""),
    ],
)
def test_a_dated_event_that_is_near_is_named(language: str, text: str, what: str, by: str) -> None:
    found = read(text, language).get("deadline")
    assert (found.what if found else "", found.by.isoformat() if found and found.by else "") == (what, by)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_weekday_has_its_number(language: str) -> None:
    found = {day_named(name, language, THURSDAY) for name in DAYS[language].split("|")}
    assert len(found) == 7


@pytest.mark.parametrize(
    ("said", "language", "day"),
    [
        ("Thursday", "en", "2026-06-04"),
        ("Wednesday", "en", "2026-06-10"),
        ("12 June", "en", "2026-06-12"),
        ("June 12th", "en", "2026-06-12"),
        ("Friday 12 June 2026", "en", "2026-06-12"),
        ("3 Sept", "en", "2026-09-03"),
        ("12/06", "nl", "2026-06-12"),
        ("06/24/2026", "en", "2026-06-24"),
        ("2026-06-12", "de", "2026-06-12"),
        ("3 Jänner", "de", "2026-01-03"),
        ("Sonnabend", "de", "2026-06-06"),
        ("12 de setiembre", "es", "2026-09-12"),
        ("1er août", "fr", "2026-08-01"),
        ("12 حزيران", "ar", "2026-06-12"),
        ("12 تشرين الثاني", "ar", "2026-11-12"),
        ("31 February", "en", None),
        ("next week", "en", None),
    ],
)
def test_a_day_is_read_as_people_write_it(said: str, language: str, day: str | None) -> None:
    found = day_named(said, language, THURSDAY)
    assert (found.isoformat() if found else None) == day


@pytest.mark.parametrize("text", ["", "??!!", "a" * 50_000, ". " * 20_000, "wedding on Saturday, " * 3_000])
def test_whatever_comes_is_read_in_bounds(text: str) -> None:
    assert len(signs(text, language="en", today=THURSDAY)) <= 5
