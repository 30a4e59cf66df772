"""What a member's own draft promises, by when, and what is a question instead."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cha.core.hours import DAYS, Hours, from_data
from cha.promises.understanding.promising import DOUBTS, KINDS, Vow, promises_in

TUESDAY = datetime(2026, 6, 16, 10, 0)
LANGUAGES = ("en", "nl", "fr", "de", "es", "ar")
WORDS = (  # noqa: SIM905
    "I'll we ring you tomorrow before noon by Friday at 10 . , ? > \n “ ” 31 February in 5 minutes 12/6 7-9 next week "
    "ik bel u morgen om half elf je vous rappelle lundi à 14h30 ich rufe Sie am 12. Juni an le llamo a las 9 y media "
    "سأتصل بك غدًا الساعة الثانية والنصف ظهرا بعد ساعتين pm 24:00 0 00:00 9999999999 between and to half past"
).split(" ")


def open_hours(zone: str) -> Hours:
    return from_data({"zone": zone, "week": dict.fromkeys(DAYS[:5], "09:00-18:00") | {"sat": "09:00-13:00"}})


def read(text: str, language: str = "en", now: datetime = TUESDAY, zone: str = "Europe/London") -> tuple[Vow, ...]:
    aware = now if now.tzinfo else now.replace(tzinfo=ZoneInfo(zone))
    return promises_in(text, now=aware, zone=zone, language=language, hours=open_hours(zone))


def told(vows: tuple[Vow, ...]) -> list[tuple[str, str]]:
    """(what, by on the wall or the doubt) of each."""
    return [(vow.what, f"{vow.by:%d %H:%M}" if vow.sure and vow.by else vow.why) for vow in vows]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "I'll ring you tomorrow before noon."),
        ("nl", "Ik bel u morgen voor de middag."),
        ("fr", "Je vous appelle demain avant midi."),
        ("de", "Ich rufe Sie morgen vor Mittag an."),
        ("es", "Le llamo mañana antes del mediodía."),
        ("ar", "سأتصل بك غدًا قبل الظهر."),
    ],
)
def test_a_call_before_noon_is_read_in_six_languages(language: str, text: str) -> None:
    assert told(read(text, language)) == [("call", "17 12:00")]


def test_tomorrow_is_the_day_after_today_where_the_person_is() -> None:
    late = datetime(2026, 6, 16, 23, 59, tzinfo=ZoneInfo("Europe/London"))

    (vow,) = read("I'll email you the certificate tomorrow.", now=late, zone="Asia/Tokyo")

    assert vow.by == datetime(2026, 6, 18, 18, 0, tzinfo=ZoneInfo("Asia/Tokyo"))


def test_a_weekday_said_on_that_weekday_is_a_question() -> None:
    (vow,) = read("We will deliver it by Tuesday.")

    assert (vow.sure, vow.why) == (False, "same_weekday")


def test_minutes_said_while_closed_are_a_question() -> None:
    (vow,) = read("I'll call you in 5 minutes.", now=datetime(2026, 6, 16, 20, 0))

    assert (vow.sure, vow.why) == (False, "closed")


def test_minutes_said_while_open_are_a_promise() -> None:
    assert told(read("I'll call you in 5 minutes.")) == [("call", "16 10:05")]


def test_a_day_that_is_in_no_calendar_is_a_question_without_a_moment() -> None:
    (vow,) = read("We'll send the statement on 31 February.")

    assert (vow.by, vow.sure, vow.why) == (None, False, "no_such_date")


def test_an_hour_that_has_passed_is_a_question() -> None:
    (vow,) = read("I'll let you know today before 9.")

    assert (vow.by, vow.sure, vow.why) == (None, False, "past")


def test_two_promises_in_a_sentence_are_two() -> None:
    vows = read("I'll phone you tomorrow and we'll post the keys on Friday.")

    assert told(vows) == [("call", "17 18:00"), ("send", "19 18:00")]


def test_what_is_done_in_one_go_is_one() -> None:
    assert told(read("We'll bring the mattress by Friday and take the old one away.")) == [("deliver", "19 18:00")]


@pytest.mark.parametrize(
    "text",
    [
        "I can't promise Friday.",
        "> You said you'd ring me tomorrow\nI am sorry you were left waiting.",
        "You were told “I'll call you tomorrow” and nobody did.",
        "Oh sure, and we'll deliver it by unicorn tomorrow.",
        "Shall I call you tomorrow?",
        "I called you back at 2 and at 4.",
        "Please send it back before Friday.",
        "You can call us tomorrow between 9 and 12.",
        "We could deliver on Friday or Saturday, you choose.",
        "Your train leaves on Friday at 9.",
        "The shop is open until 6 tomorrow.",
        "We usually answer within a day.",
        "The neighbour says he will turn it down tomorrow.",
        "",
    ],
)
def test_what_is_no_promise_is_not_made_one(text: str) -> None:
    assert read(text) == ()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("I'll try to call you tomorrow.", "hedged"),
        ("Once you send me a photo, I'll swap the screen.", "condition"),
        ("I'll look into it right away.", "no_time"),
        ("I'll get back to you around 3.", "around"),
        ("We can send it tomorrow.", "can"),
        ("We will deliver it on Sunday.", "sunday"),
        ("I'll call you tomorrow 😂", "humour"),
        ("Let me call you tomorrow, is that ok?", "question"),
        ("Tomorrow is fine. I'll call you at 11.", "which_day"),
        ("We answer within two days.", "subject"),
    ],
)
def test_what_is_doubtful_says_why(text: str, why: str) -> None:
    (vow,) = read(text)

    assert (vow.sure, vow.why) == (False, why)


def test_words_are_short_and_without_the_time() -> None:
    (vow,) = read("Thanks for waiting. On Thursday we'll send you the new keys.")

    assert vow.words == "send you the new keys"


def test_without_hours_a_day_ends_at_six() -> None:
    now = TUESDAY.replace(tzinfo=UTC)

    (vow,) = promises_in("I'll call you tomorrow.", now=now, zone="UTC", language="en")

    assert vow.by == datetime(2026, 6, 17, 18, 0, tzinfo=UTC)


def test_a_day_ends_when_the_place_closes_on_it() -> None:
    hours = from_data({"zone": "Europe/London", "week": {"wed": "08:30-12:30, 13:15-17:30"}})

    now = TUESDAY.replace(tzinfo=ZoneInfo("Europe/London"))
    (vow,) = promises_in("I'll call you tomorrow.", now=now, zone="Europe/London", language="en", hours=hours)

    assert vow.by == datetime(2026, 6, 17, 17, 30, tzinfo=ZoneInfo("Europe/London"))


def test_the_time_is_that_of_the_day_after_the_clocks_change() -> None:
    friday = datetime(2026, 3, 27, 16, 30)

    (vow,) = read("I'll call you on Monday at 10.", now=friday)

    assert vow.by is not None
    assert (vow.by.astimezone(UTC).hour, vow.by.utcoffset()) == (9, timedelta(hours=1))


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(st.text(max_size=400), st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join)),
    st.sampled_from(LANGUAGES),
)
def test_any_text_is_read_without_an_error_and_spans_lie_in_it(text: str, language: str) -> None:
    for vow in read(text, language):
        assert 0 <= vow.start < vow.end <= len(text)
        assert vow.what in KINDS
        assert vow.sure == (vow.why == "")
        assert not vow.sure or (vow.by is not None and vow.by > TUESDAY.replace(tzinfo=ZoneInfo("Europe/London")))


def test_doubts_of_the_grammar_are_listed() -> None:
    assert len(set(DOUBTS)) == len(DOUBTS)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "I look forward to hearing from you by Friday."),
        ("nl", "Graag verneem ik uw antwoord tegen vrijdag."),
        ("fr", "Dans l'attente de votre retour d'ici vendredi."),
        ("de", "Wir freuen uns auf Ihre Unterlagen bis Donnerstag."),
        ("es", "Quedo a la espera de su respuesta antes del viernes."),
        ("ar", "بانتظار جوابك قبل الجمعة."),
        ("de", "Wie Ihre Nachbarin uns sagte, bringt sie Ihnen das Päckchen heute Abend rüber."),
        ("de", "Wir haben Sie am Freitag um 15 Uhr angerufen."),
        ("es", "El técnico llamó el viernes a las 11."),
        ("es", "Lo llamamos el viernes a las 15 h y nadie contestó."),
        ("ar", "تم تسليم الطرد يوم الخميس الساعة 11 للحارس."),
        ("ar", "أعيدوا الزلاجات يوم الخميس قبل الساعة 5."),
        ("fr", "Notre comptable nous enverra les chiffres demain."),
        ("en", "Sure, and tomorrow the insurer will send us flowers."),
    ],
)
def test_what_is_awaited_told_asked_or_done_to_us_is_no_promise(language: str, text: str) -> None:
    assert read(text, language) == ()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "I'll drop it off tomorrow morning. Promise it I can't."),
        ("nl", "Ik kom morgen om 10 uur langs, beloven kan ik het niet."),
        ("de", "Ich schau, dass ich morgen um 10 bei Ihnen bin."),
        ("fr", "Je vous rappelle d'ici 11 h."),
        ("es", "Su contable le enviará el formulario mañana."),
        ("de", "Am Freitag streichen wir die Fassade."),
    ],
)
def test_what_is_taken_back_or_of_nobody_plain_is_a_question(language: str, text: str) -> None:
    vows = read(text, language)
    assert vows
    assert not any(vow.sure for vow in vows)


def test_weeks_and_durations_are_told_from_days_and_hours() -> None:
    assert told(read("I'll call you Friday week.")) == [("call", "26 18:00")]
    assert told(read("We'll send the reeds to you a week on Friday.")) == [("send", "26 18:00")]
    assert told(read("Je vous rappelle d'ici deux heures.", "fr", zone="Europe/Paris")) == [("call", "16 12:00")]
    assert told(read("Je vous rappelle d'ici 18 heures.", "fr", zone="Europe/Paris")) == [("call", "16 18:00")]


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "I'll call you today at 3pm London time."), ("de", "Ich rufe Sie um 15 Uhr Lissabonner Zeit an.")],
)
def test_a_time_beside_which_words_of_time_stay_unread_is_a_question(language: str, text: str) -> None:
    now = datetime.fromisoformat("2026-06-11T10:00:00+02:00")
    [vow] = promises_in(text, now=now, zone="Europe/Madrid", language=language)
    assert (vow.sure, vow.why) == (False, "time_unclear")
