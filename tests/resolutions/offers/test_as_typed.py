"""What the dialog writes as a time it reads as the same, in every language and on every day of the coming weeks."""

from datetime import UTC, datetime, timedelta

import pytest

from cha.workspace.offers.typed import as_typed, moment_typed

NOW = datetime(2026, 11, 23, 15, 26, tzinfo=UTC)


@pytest.mark.parametrize("language", ["en", "nl", "fr", "de", "es", "ar"])
def test_a_time_that_is_written_there_is_read_as_it_was_meant(language: str) -> None:
    for day in range(20):
        moment = NOW.replace(minute=40) + timedelta(days=day)
        words = as_typed(moment, now=NOW, zone="Europe/Brussels", language=language)
        read = moment_typed(
            words, now=NOW, zone="Europe/Brussels", languages=(language, "en"), hours=None, field="by-1"
        )
        assert read == moment, words
