"""Amounts and moments as people type them."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cha.core.errors import Invalid
from cha.core.money import said_amount, short_amount
from cha.language.times import by_when
from cha.workspace.amounts import money_typed
from cha.workspace.offers.typed import moment_typed

NOW = datetime(2026, 6, 10, 9, tzinfo=UTC)
LANGUAGES = ("en", "nl", "fr", "de", "es", "ar")


def money(text: str, currency: str = "EUR", language: str = "en") -> int:
    return money_typed(text, currency, language, field="worth").minor


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("", 0), ("€148", 148_00), ("148", 148_00), ("148,50", 148_50), ("148.50", 148_50), ("148,5", 148_50),
        ("1.148,50", 1148_50), ("1,148.50", 1148_50), ("1.148", 1148_00), ("1 148,50 €", 1148_50), ("EUR 20", 20_00),
        ("20 eur", 20_00), ("١٤٨", 148_00), ("1’148.50", 1148_50),
    ],
)  # fmt: skip
def test_an_amount_is_read_as_it_is_typed(text: str, minor: int) -> None:
    assert money(text) == minor


@pytest.mark.parametrize("text", ["$20", "-5", "much", "1,2,3", "12.3456", "€", "20 or 30", "9" * 40, "1e3"])
def test_what_is_no_amount_is_said(text: str) -> None:
    with pytest.raises(Invalid, match=r"Write an amount such as €148\.50"):
        money(text)


@given(st.integers(0, 10**9), st.sampled_from(LANGUAGES), st.sampled_from(["EUR", "JPY", "CHF", "USD"]))
def test_what_is_shown_is_read_back(minor: int, language: str, currency: str) -> None:
    for words in (said_amount(minor, currency, language), short_amount(minor, currency, language)):
        assert money(words, currency, language) == minor


@given(st.text(max_size=80))
def test_any_words_are_an_amount_or_said_to_be_none(text: str) -> None:
    with suppress(Invalid):
        assert money(text) >= 0


def moment(text: str, *languages: str) -> datetime | None:
    return moment_typed(text, now=NOW, zone="Europe/Brussels", languages=(*languages, "en"), hours=None, field="by")


@pytest.mark.parametrize(
    ("text", "language", "by"),
    [
        ("Friday by 16:00", "en", "2026-06-12T14:00"), ("tomorrow", "en", "2026-06-11T16:00"),
        ("vrijdag voor 16:00", "nl", "2026-06-12T14:00"), ("Friday by 16:00", "nl", "2026-06-12T14:00"),
        ("2026-06-12 11:00", "en", "2026-06-12T09:00"),
    ],
)  # fmt: skip
def test_a_moment_is_read_in_the_readers_language_or_english(text: str, language: str, by: str) -> None:
    assert moment(text, language) == datetime.fromisoformat(by).replace(tzinfo=UTC)


def test_no_words_are_no_moment() -> None:
    assert moment("  ") is None


@pytest.mark.parametrize("text", ["soonish", "€5", "2020-01-01 10:00"])
def test_what_is_no_moment_to_come_is_said(text: str) -> None:
    with pytest.raises(Invalid) as found:
        moment(text)
    assert found.value.details["field"] == "by"


@given(st.integers(60, 60 * 24 * 20), st.sampled_from(LANGUAGES))
def test_what_is_said_of_a_moment_is_read_back(minutes: int, language: str) -> None:
    by = (NOW + timedelta(minutes=minutes)).replace(second=0, microsecond=0)
    words = by_when(by, now=NOW, zone="Europe/Brussels", language=language)
    assert moment(words, language) == by


def test_a_short_day_is_that_day_and_never_left_out() -> None:
    assert moment("Sat 11:00") == datetime(2026, 6, 13, 9, tzinfo=UTC)
    with pytest.raises(Invalid):
        moment("Zamdag 11:00")
