"""Times as people say them, a row each; rounding that never flatters, as properties."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cha.language.phrases import PHRASES
from cha.language.times import ago, at_when, by_when, clock, left, promise_rounded, said, span

ZONE = "Europe/Brussels"


def at(text: str, zone: str = ZONE) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


NOW = at("2026-06-04T13:22")  # a Thursday


@pytest.mark.parametrize(
    ("language", "moment", "expected"),
    [
        ("en", "2026-06-04T14:00", "today before 14:00"),
        ("en", "2026-06-05T11:00", "tomorrow before 11:00"),
        ("en", "2026-06-07T16:00", "Sunday before 16:00"),
        ("en", "2026-06-12T16:00", "Friday 12 June before 16:00"),
        ("en", "2027-06-12T16:00", "Saturday 12 June 2027 before 16:00"),
        ("en", "2026-06-05T00:00", "today before midnight"),
        ("en", "2026-06-03T16:00", "yesterday before 16:00"),
        ("nl-BE", "2026-06-04T14:00", "vandaag vóór 14:00"),
        ("nl", "2026-06-12T16:00", "vrijdag 12 juni vóór 16:00"),
        ("fr", "2026-06-05T11:00", "demain avant 11:00"),
        ("fr", "2026-07-01T11:00", "mercredi 1er juillet avant 11:00"),
        ("de", "2026-06-04T14:00", "heute bis 14:00 Uhr"),
        ("de", "2026-06-12T16:00", "Freitag, 12. Juni, bis 16:00 Uhr"),
        ("es", "2026-06-05T11:00", "mañana antes de las 11:00"),
        ("es", "2026-06-05T01:00", "mañana antes de la 01:00"),
        ("es", "2026-06-12T16:00", "el viernes 12 de junio antes de las 16:00"),
        ("ar", "2026-06-04T14:00", "اليوم قبل 14:00"),
        ("ar", "2026-06-12T16:00", "يوم الجمعة 12 يونيو قبل 16:00"),
        ("xx", "2026-06-04T14:00", "today before 14:00"),
    ],
)
def test_by_when_is_said_as_people_say_it(language: str, moment: str, expected: str) -> None:
    assert by_when(at(moment), now=NOW, zone=ZONE, language=language) == expected


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-06-04T13:02", "today 13:02"),
        ("2026-06-03T13:46", "yesterday 13:46"),
        ("2026-06-02T09:52", "Tue 09:52"),
        ("2026-06-05T09:00", "tomorrow 09:00"),
        ("2026-06-08T09:00", "Mon 09:00"),
        ("2026-05-28T09:00", "28 May"),
        ("2026-01-12T09:00", "12 January"),
        ("2024-06-12T09:00", "12 June 2024"),
    ],
)
def test_moments_are_said_by_their_distance(moment: str, expected: str) -> None:
    assert said(at(moment), now=NOW, zone=ZONE) == expected


@pytest.mark.parametrize(
    ("language", "moment", "expected"),
    [
        ("en", "2026-06-04T14:00", "today at 14:00"),
        ("en", "2026-06-05T08:30", "tomorrow at 08:30"),
        ("en", "2026-06-08T08:30", "Monday at 08:30"),
        ("en", "2026-06-12T08:30", "Friday 12 June at 08:30"),
        ("nl", "2026-06-04T14:00", "vandaag om 14:00"),
        ("nl", "2026-06-08T08:30", "maandag om 08:30"),
        ("fr", "2026-06-04T14:00", "aujourd’hui à 14:00"),
        ("fr", "2026-07-01T08:30", "mercredi 1er juillet à 08:30"),
        ("de", "2026-06-04T14:00", "heute um 14:00 Uhr"),
        ("de", "2026-06-12T08:30", "Freitag, 12. Juni, um 08:30 Uhr"),
        ("es", "2026-06-05T08:30", "mañana a las 08:30"),
        ("es", "2026-06-08T01:00", "el lunes a la 01:00"),
        ("ar", "2026-06-04T14:00", "اليوم الساعة 14:00"),
        ("ar", "2026-06-08T08:30", "يوم الاثنين الساعة 08:30"),
    ],
)
def test_when_something_begins_fits_a_sentence(language: str, moment: str, expected: str) -> None:
    assert at_when(at(moment), now=NOW, zone=ZONE, language=language) == expected


def test_the_day_is_the_readers_day() -> None:
    late = at("2026-06-04T23:30")
    assert by_when(late, now=NOW, zone="Asia/Dubai", hour12=False) == "tomorrow before 01:30"
    assert said(late, now=NOW, zone="America/New_York", hour12=False) == "today 17:30"


@pytest.mark.parametrize(
    ("zone", "language", "expected"),
    [
        ("America/New_York", "en", "5:30 pm"),
        ("Asia/Dubai", "ar", "1:30 ص"),
        ("America/Bogota", "es", "4:30 p. m."),
        ("Europe/Madrid", "es", "23:30"),
        ("Africa/Casablanca", "ar", "22:30"),
        ("America/New_York", "nl", "17:30"),
        ("UTC", "en", "21:30"),
    ],
)
def test_the_clock_is_written_as_it_is_where_they_live(zone: str, language: str, expected: str) -> None:
    assert clock(at("2026-06-04T23:30"), zone=zone, language=language) == expected


@pytest.mark.parametrize(
    ("language", "moment", "expected"),
    [
        ("en", "2026-06-04T14:00", "today before 2:00 pm"),
        ("en", "2026-06-05T12:00", "tomorrow before 12:00 pm"),
        ("en", "2026-06-05T00:30", "tomorrow before 12:30 am"),
        ("es", "2026-06-04T13:30", "hoy antes de la 1:30 p. m."),
        ("nl", "2026-06-04T14:00", "vandaag vóór 14:00"),
    ],
)
def test_twelve_hours_where_the_language_has_them(language: str, moment: str, expected: str) -> None:
    assert by_when(at(moment), now=NOW, zone=ZONE, language=language, hour12=True) == expected


def test_the_clock_alone() -> None:
    assert clock(NOW, zone=ZONE) == "13:22"
    assert clock(NOW, zone="Asia/Kolkata", hour12=True) == "4:52 pm"


@pytest.mark.parametrize(
    ("minutes", "short", "spoken", "remaining"),
    [
        (0.9, "now", "0 minutes", "now"),
        (1, "1 min", "1 minute", "1 minute left"),
        (38.9, "38 min", "38 minutes", "38 minutes left"),
        (60, "1 h", "1 hour", "1 hour left"),
        (70, "1 h 10", "1 h 10", "1 h 10 left"),
        (125, "2 h 05", "2 h 05", "2 h 05 left"),
        (47 * 60 + 59, "47 h 59", "47 h 59", "47 h 59 left"),
        (73 * 60, "3 days", "3 days", "3 days left"),
        (-5, "now", "0 minutes", "now"),
    ],
)
def test_durations_are_short_and_rounded_down(minutes: float, short: str, spoken: str, remaining: str) -> None:
    duration = timedelta(minutes=minutes)
    assert (ago(duration), span(duration), left(duration)) == (short, spoken, remaining)


@pytest.mark.parametrize(
    ("language", "minutes", "expected"),
    [
        ("nl", 38, "nog 38 minuten"),
        ("fr", 1, "encore 1 minute"),
        ("de", 120, "noch 2 Stunden"),
        ("es", 1, "queda 1 minuto"),
        ("es", 38, "quedan 38 minutos"),
        ("ar", 2, "بقيت دقيقتان"),
        ("ar", 5, "بقيت 5 دقائق"),
        ("ar", 38, "بقيت 38 دقيقة"),
    ],
)
def test_time_left_follows_the_languages_plural(language: str, minutes: int, expected: str) -> None:
    assert left(timedelta(minutes=minutes), language) == expected


@pytest.mark.parametrize("language", PHRASES)
def test_every_language_names_every_day_and_month(language: str) -> None:
    table = PHRASES[language]
    assert (len(set(table.days)), len(set(table.short_days)), len(set(table.months))) == (7, 7, 12)


@pytest.mark.parametrize(
    ("moment", "zone", "expected"),
    [
        ("2026-06-04T13:37", ZONE, "2026-06-04T13:40"),
        ("2026-06-04T13:40", ZONE, "2026-06-04T13:40"),
        ("2026-06-04T15:01", ZONE, "2026-06-04T15:15"),
        ("2026-06-04T15:01", "Asia/Kathmandu", "2026-06-04T15:15"),
    ],
)
def test_promises_are_made_for_round_times(moment: str, zone: str, expected: str) -> None:
    assert promise_rounded(at(moment), now=NOW, zone=zone) == at(expected)


moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # type: ignore[arg-type]
zones = st.sampled_from(["UTC", ZONE, "Asia/Kathmandu", "America/St_Johns", "Pacific/Apia", "Australia/Lord_Howe"])


@given(moments, moments, zones)
def test_what_is_said_is_never_earlier_than_what_is_promised(moment: datetime, now: datetime, zone: str) -> None:
    rounded = promise_rounded(moment, now=now, zone=zone)
    assert timedelta() <= rounded - moment < timedelta(minutes=15)
    assert rounded.astimezone(ZoneInfo(zone)).minute % 5 == 0


@given(moments, moments, zones, st.sampled_from(sorted(PHRASES)), st.booleans())
def test_any_moment_can_be_said(moment: datetime, now: datetime, zone: str, language: str, hour12: bool) -> None:
    for words in (
        by_when(moment, now=now, zone=zone, language=language, hour12=hour12),
        said(moment, now=now, zone=zone, language=language, hour12=hour12),
        ago(moment - now, language),
        left(moment - now, language),
    ):
        assert words
        assert "{" not in words
