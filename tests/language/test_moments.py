"""Times in words: which moment is meant, and what is doubtful. The clock stands on Tuesday 16 June 2026, 10:00."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cha.language.moments import Clock, Moment, moment_of, pieces_in, tokens

ZONE = "Europe/Brussels"
NOW = datetime(2026, 6, 16, 10, 0, tzinfo=ZoneInfo(ZONE))


def read(text: str, language: str) -> Moment | None:
    pieces = pieces_in(tokens(text, language), language)
    return moment_of(pieces, Clock(NOW, ZONE, None, language)) if pieces else None


@pytest.mark.parametrize(
    ("language", "text", "by"),
    [
        ("en", "tomorrow at half past ten", "17 10:30"),
        ("en", "on Friday between 11 and 2", "19 14:00"),
        ("en", "within two working days", "18 18:00"),
        ("en", "within the hour", "16 11:00"),
        ("en", "tonight at 8", "16 20:00"),
        ("en", "Friday 9 to 12", "19 12:00"),
        ("en", "by close of business", "16 18:00"),
        ("en", "on July 3rd at 4pm", "03 16:00"),
        ("nl", "morgen om half elf", "17 10:30"),
        ("nl", "vrijdag om kwart over drie", "19 15:15"),
        ("nl", "over anderhalf uur", "16 11:30"),
        ("nl", "donderdagvoormiddag", "18 12:00"),
        ("fr", "demain à 14 h 30", "17 14:30"),
        ("fr", "à dix heures et demie", "16 10:30"),
        ("fr", "sous 48 heures", "18 10:00"),
        ("fr", "après-demain", "18 18:00"),
        ("de", "morgen um halb elf", "17 10:30"),
        ("de", "am 13. Juli bis 16 Uhr", "13 16:00"),
        ("de", "heute Abend", "16 22:00"),
        ("de", "übermorgen", "18 18:00"),
        ("es", "el jueves a las nueve y media", "18 09:30"),
        ("es", "mañana por la mañana", "17 12:00"),
        ("es", "pasado mañana a las 4 de la tarde", "18 16:00"),
        ("ar", "غدًا الساعة العاشرة والنصف", "17 10:30"),
        ("ar", "خلال ١٢ ساعة", "16 22:00"),
        ("ar", "يوم الخميس الساعة ٤ عصرًا", "18 16:00"),
    ],
)
def test_a_time_in_words_is_the_moment_that_is_meant(language: str, text: str, by: str) -> None:
    moment = read(text, language)

    assert moment is not None
    assert moment.by is not None
    assert (f"{moment.by:%d %H:%M}", moment.doubts) == (by, ())


@pytest.mark.parametrize(
    ("language", "text", "doubt"),
    [
        ("en", "by Tuesday", "same_weekday"),
        ("en", "next Friday", "next"),
        ("en", "on 31 April", "no_such_date"),
        ("en", "at 9", "past"),
        ("en", "around 3", "around"),
        ("en", "before Friday", "before_day"),
        ("en", "in a few days", "vague"),
        ("en", "Thursday 19 June", "weekday_differs"),
        ("nl", "zondag", "sunday"),
        ("de", "nächsten Freitag", "next"),
    ],
)
def test_a_time_that_is_not_plain_says_so(language: str, text: str, doubt: str) -> None:
    moment = read(text, language)

    assert moment is not None
    assert moment.doubts[:1] == (doubt,)


@pytest.mark.parametrize("text", ["order 4021", "a table for 4", "2 years of warranty", "0470 12 34 56", "310 euro"])
def test_numbers_that_are_no_time_are_left_alone(text: str) -> None:
    assert read(text, "en") is None


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300), st.sampled_from(["en", "nl", "fr", "de", "es", "ar", "ja"]))
def test_any_text_is_read_without_an_error(text: str, language: str) -> None:
    for piece in pieces_in(tokens(text, language), language):
        assert 0 <= piece.start < piece.end <= len(text)
