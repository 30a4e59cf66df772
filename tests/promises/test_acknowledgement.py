"""The words of our mails."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any

import pytest

from cha.promises.acknowledgement import (
    CHA,
    JUNIPER,
    Acknowledgement,
    Business,
    NewLink,
    Promised,
    PutRight,
    Quoted,
    Reply,
    Words,
    brand_of,
    render,
    render_link,
    render_put_right,
    render_reply,
)
from cha.promises.acknowledgement.palette import contrast
from cha.promises.acknowledgement.reply import shortened
from cha.promises.pathway import PathwayInput, steps
from cha.promises.understanding import Understood, UnderstoodFact

LANGUAGES = ("en", "nl", "fr", "de", "es", "ar")
NOW = datetime(2026, 6, 12, 7, 59, tzinfo=UTC)
BY = NOW + timedelta(hours=4)
LINK = "https://juniperlane.example/w/k7f3-ad"
SHOP = Business(
    "Juniper Lane Flowers",
    "09 000 00 00",
    "Korenmarkt, Ghent",
    "until 18:30",
    JUNIPER,
    "Europe/Brussels",
    "https://juniperlane.example/keeps",
)
UNDERSTOOD = Understood(
    "late_delivery",
    (
        UnderstoodFact("order", "JL-2291", (6, 13)),
        UnderstoodFact("quantity", "12 roses", (20, 28)),
        UnderstoodFact("amount", "€38.50", (30, 36)),
    ),
)
HOSTILE = "Ada<script>alert(1)</script>\r\nBcc: all@example.org\u202e&\"'"


def acknowledgement(**changes: Any) -> Acknowledgement:
    given = Acknowledgement(
        language="en",
        zone="Europe/Brussels",
        business=SHOP,
        understood=UNDERSTOOD,
        promised_by=BY,
        now=NOW,
        link=LINK,
        link_until=date(2026, 7, 11),
        steps=steps(PathwayInput(NOW, "email", NOW, promised_by=BY, keeper_name="Maartje"), NOW),
        proven=True,
        person_first_name="Adaeze",
        subject="White tables",
        looks_next="Maartje",
    )
    return replace(given, **changes)


def reply(**changes: Any) -> Reply:
    given = Reply(
        language="en",
        zone="Europe/Brussels",
        business=SHOP,
        member_name="Maartje de Wit",
        member_first_name="Maartje",
        body_text="Adaeze, it is me.\n\nYou get a photo\nby 11:00.",
        now=NOW,
        link=LINK,
        promises=(
            Promised("A call", NOW, NOW - timedelta(hours=1)),
            Promised("A photo of all twelve", NOW + timedelta(days=1)),
            Promised("White, in the hall", NOW + timedelta(days=3)),
        ),
        quoted=Quoted("It has to be white.", NOW - timedelta(hours=2), "Instagram"),
        subject="White tables",
    )
    return replace(given, **changes)


def html_of(words: Words) -> str:
    assert words.html is not None
    return words.html


def pieces(html: str) -> list[str]:
    """What stands between two tags that part words: each must be in the text as well."""
    body = html.split("</head>")[1]
    body = re.sub(r'<div style="display:none.*?</div>', "", body, flags=re.DOTALL)
    body = re.sub(r'<span[^>]*aria-hidden="true"[^>]*>.*?</span>', "\n", body)
    body = re.sub(r"</?(?:b|bdi)\b[^>]*>", "", body)
    found = [" ".join(unescape(piece).split()) for piece in re.split(r"<[^>]*>", body)]
    return [piece for piece in found if piece]


def bare(text: str) -> str:
    """A text on one line without isolates and full stops, for comparison."""
    return " ".join(re.sub("[\u2066-\u2069.]|^> ?", "", text, flags=re.MULTILINE).split()).casefold()


def mails(language: str) -> list[Words]:
    return [
        render(acknowledgement(language=language, closed_until=NOW + timedelta(days=1))),
        render_reply(reply(language=language)),
        render_link(NewLink(language, SHOP, LINK, 30, "Adaeze")),
        render_put_right(PutRight(language, SHOP, "Maartje", LINK, "Adaeze", "White tables")),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_version_says_all_that_the_html_says(language: str) -> None:
    for words in mails(language):
        text = bare(words.text)
        for piece in pieces(html_of(words)):
            assert bare(piece) in text, piece
        for href in re.findall(r'href="([^"]+)"', html_of(words)):
            assert href in words.text.splitlines()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_mail_is_one_column_in_its_language_and_direction(language: str) -> None:
    direction, start = ("rtl", "right") if language == "ar" else ("ltr", "left")
    other = "left" if language == "ar" else "right"
    for words in mails(language):
        html = html_of(words)
        assert f'<div class="m-ground" lang="{language}" dir="{direction}"' in html
        assert f"text-align:{start}" in html
        assert f"padding-{other}" not in html
        assert "max-width:600px" in html
        assert not re.search(r"<(?:table|img|script|link|iframe|form)\b|url\(|var\(|oklch", html)


def test_the_preview_carries_the_promise() -> None:
    assert render(acknowledgement()).preview == "Maartje answers you today before 13:59."
    assert render(acknowledgement(looks_next=None)).preview == "You have our answer today before 13:59."
    assert render_reply(reply()).preview == "A photo of all twelve: tomorrow before 09:59"


def test_an_acknowledgement_says_understood_who_by_when_the_way_the_link_and_a_person() -> None:
    text = render(acknowledgement()).text

    order = [
        "Adaeze, we heard you.",
        "Maartje looks at this next.",
        "OUR PROMISE",
        "today before 13:59, your time",
        "- It is about a delivery that is late.",
        "- Order JL-2291",
        "[done] You wrote, we heard you",
        "[now] Maartje reads it",
        "[next] Maartje answers you",
        LINK,
        "works until 11 July",
        "09 000 00 00, until 18:30",
    ]
    places = [text.index(words) for words in order]
    assert places == sorted(places)


def test_sorry_is_said_once_and_only_where_we_may_have_been_wrong() -> None:
    assert render(acknowledgement()).text.count("we are sorry") == 1
    assert "sorry" not in render(acknowledgement(understood=Understood("opening_hours"))).text


def test_an_unproven_sender_gets_text_alone_and_nothing_of_theirs() -> None:
    words = render(
        acknowledgement(proven=False, person_first_name="Adaeze", subject="White tables", looks_next="Maartje")
    )

    assert words.html is None
    said = f"{words.subject} {words.preview} {words.text}"
    assert not [word for word in ("Adaeze", "White tables", "Maartje", "12 roses", "38.50") if word in said]
    assert "- Order JL-2291" in words.text
    assert re.findall(r"https?://\S+", words.text) == [LINK]


def test_an_unproven_sender_sees_no_words_smuggled_in_as_an_order_number() -> None:
    smuggled = Understood(None, (UnderstoodFact("order", "BUY AT EVIL.EXAMPLE 1", (0, 21)),))

    assert "EVIL" not in render(acknowledgement(proven=False, understood=smuggled)).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unproven_sender_is_answered_in_every_language(language: str) -> None:
    words = render(acknowledgement(language=language, proven=False))

    assert LINK in words.text.splitlines()
    assert "JL-2291" in words.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_header_can_be_smuggled_into_a_subject(language: str) -> None:
    subject = "Hi\r\nBcc: all@example.org\x00\x85\u2028X-Evil: 1\u202e\t" + "x" * 500
    for words in (
        render(acknowledgement(language=language, subject=subject, person_first_name=HOSTILE, looks_next=HOSTILE)),
        render_reply(reply(language=language, subject=subject, member_first_name=HOSTILE)),
        render_reply(reply(language=language, subject=None, member_first_name=HOSTILE)),
        render_put_right(PutRight(language, SHOP, HOSTILE, LINK, HOSTILE, subject)),
    ):
        for header in (words.subject, words.preview):
            assert header == " ".join(header.split())
            assert not re.search("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e]", header)
            assert len(header) <= 125
            assert len(re.findall("[\u2066-\u2068]", header)) == header.count("\u2069")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_hostile_name_stays_words(language: str) -> None:
    words = render(acknowledgement(language=language, person_first_name=HOSTILE, subject=HOSTILE, looks_next=HOSTILE))

    assert "<script" not in html_of(words)
    assert "&lt;script&gt;" in html_of(words)
    assert "\u202e" not in html_of(words) + words.text
    assert "\nBcc:" not in words.text


def test_a_hostile_reply_stays_words() -> None:
    words = render_reply(
        reply(body_text=HOSTILE, promises=(Promised(HOSTILE, BY),), quoted=Quoted(HOSTILE, NOW, HOSTILE))
    )

    assert "<script" not in html_of(words)
    assert "\u202e" not in html_of(words) + words.text


def test_a_percent_sign_in_somebodys_words_is_a_percent_sign() -> None:
    words = render(acknowledgement(subject="100% white %(name)s", understood=Understood()))

    assert words.subject == "We heard you: 100% white %(name)s"
    assert "100% white %(name)s" in html_of(words)


def test_arabic_text_sets_names_codes_and_telephone_numbers_apart() -> None:
    words = render(acknowledgement(language="ar"))

    assert "\u2068Maartje\u2069" in words.text
    assert "\u2068JL-2291\u2069" in words.text
    assert "\u206609 000 00 00\u2069" in words.text
    assert '<bdi dir="ltr">09 000 00 00</bdi>' in html_of(words)


def test_left_to_right_text_has_no_isolates() -> None:
    assert not re.search("[\u2066-\u2069]", render(acknowledgement()).text)


def test_the_persons_clock_comes_first_and_ours_only_where_it_differs() -> None:
    abroad = render(acknowledgement(zone="Asia/Dubai")).text

    assert "today before 3:59 pm, your time" in abroad
    assert "Our clock says 13:59 then." in " ".join(abroad.split())
    assert "Our clock" not in render(acknowledgement()).text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "We are closed now and back tomorrow at 09:59."),
        ("nl", "Wij zijn nu gesloten en zijn morgen om 09:59 weer open."),
        ("de", "Wir haben gerade geschlossen und sind morgen um 09:59 Uhr wieder da."),
        ("fr", "Nous sommes fermés et de retour demain à 09:59."),
        ("es", "Ahora tenemos cerrado y volvemos mañana a las 09:59."),
        ("ar", "نحن مغلقون الآن ونعود غدًا الساعة 09:59."),
    ],
)
@pytest.mark.parametrize("proven", [True, False])
def test_closed_hours_are_said_with_the_day_and_hour(language: str, words: str, proven: bool) -> None:
    ack = acknowledgement(language=language, closed_until=NOW + timedelta(days=1), proven=proven)

    assert words in " ".join(render(ack).text.replace("\u2068", "").replace("\u2069", "").split())


def test_a_subject_loses_its_re_and_fwd() -> None:
    assert render(acknowledgement(subject="Re: FW: AW: White tables")).subject == "We heard you: White tables"
    assert render_reply(reply(subject="RE: White tables")).subject == "Re: White tables"


def test_without_anything_understood_a_proven_sender_sees_the_subject() -> None:
    assert "You wrote about “White tables”." in render(acknowledgement(understood=Understood())).text


def test_a_language_without_a_catalogue_is_answered_in_english_and_says_so() -> None:
    words = render(acknowledgement(language="pt-BR"))

    assert "Adaeze, we heard you." in words.text
    assert '<html lang="en" dir="ltr">' in html_of(words)


def test_a_regional_language_uses_its_catalogue() -> None:
    assert "we hebben u gehoord" in render(acknowledgement(language="nl-BE")).text


def test_a_reply_is_a_letter_with_promises_and_their_last_words() -> None:
    text = render_reply(reply()).text

    assert text.startswith("Adaeze, it is me.\n\nYou get a photo\nby 11:00.\n\nMaartje de Wit\n")
    assert "[kept] A call\n       kept today 08:59" in text
    assert "[now] A photo of all twelve\n" in text
    assert "[next] White, in the hall\n" in text
    assert "> You wrote on Instagram, today 07:59: It has to be white." in text


def test_a_reply_without_promises_or_quote_has_neither() -> None:
    text = render_reply(reply(promises=(), quoted=None)).text

    assert "WHAT I PROMISED YOU" not in text
    assert "\n>" not in text
    assert LINK in text.splitlines()


def test_their_last_words_are_cut_at_sixty() -> None:
    assert shortened("word " * 80) == " ".join(["word"] * 60) + " …"
    assert shortened("Only\nthis.") == "Only this."
    assert len(shortened("x" * 100_000)) < 700


def test_asking_whether_it_is_put_right_has_one_link_and_decides_nothing() -> None:
    words = render_put_right(PutRight("en", replace(SHOP, keeps_link=""), "Maartje", LINK, "Adaeze", "White tables"))

    assert re.findall(r'href="([^"]+)"', html_of(words)) == [LINK]
    assert "Opening it decides nothing." in " ".join(words.text.split())


def test_the_dark_palette_repeats_every_class() -> None:
    html = html_of(render_reply(reply()))
    head, body = html.split("</head>")

    for name in set(re.findall(r'class="(m-\w+)"', body)):
        assert f".{name}{{" in head
        assert f"[data-ogsc] .{name}{{" in head
    assert JUNIPER.dark.brand in head


@pytest.mark.parametrize(
    "colour", ["#7b2c54", "#ffff00", "#000000", "#ffffff", "#ff0000", "#10674e", "#1f6b53", "#888888"]
)
def test_a_brand_of_any_colour_can_be_read(colour: str) -> None:
    brand = brand_of(colour)

    for palette in (brand.light, brand.dark):
        assert contrast(palette.on, palette.brand) >= 4.5
        assert contrast(palette.bink, palette.ground) >= 4.5
        assert contrast(palette.brand, palette.sheet) >= 4.5
        assert contrast(palette.ink2, palette.sheet) >= 4.5


def test_a_colour_that_is_none_gives_our_own() -> None:
    assert brand_of("red; background:url(x)") == CHA
