"""The care order: fixed moments, reasons in words, nobody overtaken for ever."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.utils.translation import get_language
from hypothesis import given
from hypothesis import strategies as st

from cha.promises.care import (
    CAP,
    FOR_HERE,
    HERE,
    MOODS,
    MOST_EARLIER,
    Care,
    CareInput,
    Reason,
    care,
    group,
    order,
    ring,
    urgency,
)
from cha.promises.care_words import sentence

TEN = datetime(2026, 6, 4, 10, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
PLAIN = CareInput(waiting_since=TEN, target=4 * HOUR)


@pytest.mark.parametrize(
    ("given_", "at", "codes"),
    [
        (PLAIN, "14:00", "target"),
        (replace(PLAIN, promised_by=TEN + 2 * HOUR), "12:00", "promised"),
        (replace(PLAIN, mood="grieving"), "12:30", "mood target"),
        (replace(PLAIN, mood="upset"), "13:00", "mood target"),
        (replace(PLAIN, mood="glad"), "14:00", "target"),
        (replace(PLAIN, contacts=3), "13:10", "comes_back target"),
        (replace(PLAIN, contacts=30), "12:45", "comes_back target"),
        (replace(PLAIN, fresh_promise_broken=True, mood="upset"), "11:30", "broken mood target"),
        (replace(PLAIN, vulnerable=True), "13:00", "vulnerable target"),
        (replace(PLAIN, present=True), "09:03", "here target"),
        (replace(PLAIN, present=True, promised_by=TEN + 2 * HOUR), "09:03", "here promised"),
        (replace(PLAIN, present=True, target=timedelta(minutes=1)), "09:01", "here target"),
        (replace(PLAIN, target=48 * HOUR, cap=6 * HOUR), "16:00", "cap"),
        (replace(PLAIN, promised_by=TEN + 7 * HOUR, cap=6 * HOUR), "17:00", "promised"),
    ],
)
def test_each_fact_has_its_place_and_its_reason(given_: CareInput, at: str, codes: str) -> None:
    found = care(given_)
    assert f"{found.at:%H:%M}" == at
    assert " ".join(reason.code for reason in found.reasons) == codes


@pytest.mark.parametrize(
    ("reason", "name", "expected"),
    [
        (Reason("promised", 0, {"by": "2026-06-04T15:00:00+00:00"}), "", "We promised an answer today before 15:00."),
        (Reason("target", 0, {"within": 240}), "", "Nothing was promised yet; we answer here within 4 hours."),
        (Reason("mood", 60, {"mood": "upset"}), "Adaeze", "Adaeze sounds upset."),
        (Reason("mood", 90, {"mood": "grieving"}), "Piet", "Piet is grieving."),
        (Reason("mood", 20, {"mood": "worried"}), "", "This person sounds worried."),
        (Reason("mood", 30, {"mood": "hostile"}), "Markus", "Markus is so angry that the words hurt."),
        (Reason("comes_back", 50, {"contacts": 3}), "Adaeze", "Adaeze has written three times about this."),
        (Reason("comes_back", 75, {"contacts": 12}), "", "This person has written 12 times about this."),
        (Reason("broken", 90), "Huda", "We broke a promise to Huda."),
        (Reason("broken", 90), "", "We broke a promise to this person."),
        (Reason("vulnerable", 60), "Joseph", "Joseph asked for more care, or needs it."),
        (Reason("here", 297), "Samir", "Samir is in the chat now."),
        (Reason("cap", 0, {"hours": 24}), "", "Nobody waits longer than 24 hours."),
    ],
)
def test_every_reason_is_a_sentence(reason: Reason, name: str, expected: str) -> None:
    before = get_language()
    assert sentence(reason, now=TEN, zone="UTC", name=name) == expected
    assert get_language() == before


@pytest.mark.parametrize(
    ("minutes", "heading"), [(-1, "now"), (30, "now"), (31, "soon"), (120, "soon"), (121, "later")]
)
def test_the_queue_has_its_headings(minutes: int, heading: str) -> None:
    assert group(Care(TEN + timedelta(minutes=minutes), ()), TEN) == heading
    assert group(None, TEN) == "rest"


@pytest.mark.parametrize(
    ("gone", "percent", "colour"),
    [
        (-5, 0, "calm"),
        (0, 0, "calm"),
        (49, 49, "calm"),
        (50, 50, "soon"),
        (84, 84, "soon"),
        (85, 85, "now"),
        (500, 100, "now"),
    ],
)
def test_the_ring_fills_as_the_promised_time_goes(gone: int, percent: int, colour: str) -> None:
    due, now = TEN + timedelta(minutes=100), TEN + timedelta(minutes=gone)
    assert (ring(TEN, due, now), urgency(TEN, due, now)) == (percent, colour)


def test_the_ring_rests_when_nothing_is_waited_for() -> None:
    assert (ring(None, None, TEN), urgency(None, TEN, TEN), urgency(TEN, None, TEN)) == (0, "rest", "rest")
    assert ring(TEN, TEN, TEN + HOUR) == 100


moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 3, 1), timezones=st.just(UTC))  # type: ignore[arg-type]
inputs = st.builds(
    CareInput,
    waiting_since=moments,
    target=st.timedeltas(timedelta(), 72 * HOUR),
    promised_by=st.none() | moments,
    mood=st.none() | st.sampled_from([*MOODS, "glad", "calm", "curious"]),
    contacts=st.integers(1, 9),
    fresh_promise_broken=st.booleans(),
    vulnerable=st.booleans(),
)
anybody = st.builds(replace, inputs, present=st.booleans())


@given(inputs)
def test_nobody_waits_beyond_the_cap_or_what_they_were_told(given_: CareInput) -> None:
    latest = given_.waiting_since + CAP
    assert care(given_).at <= max(latest, given_.promised_by or latest)


@given(inputs, st.sampled_from([*MOODS, None]), st.sampled_from([*MOODS, None]))
def test_more_hurt_is_never_served_later(given_: CareInput, one: str | None, other: str | None) -> None:
    less, more = sorted((one, other), key=lambda mood: MOODS.get(mood or "", 0))
    assert care(replace(given_, mood=more)).at <= care(replace(given_, mood=less)).at


@given(inputs)
def test_every_further_burden_serves_sooner_or_the_same(given_: CareInput) -> None:
    at = care(given_).at
    assert care(replace(given_, contacts=given_.contacts + 1)).at <= at
    assert care(replace(given_, fresh_promise_broken=True)).at <= at
    assert care(replace(given_, vulnerable=True)).at <= at


@given(inputs, st.timedeltas(timedelta(), 72 * HOUR))
def test_waiting_longer_is_never_served_later(given_: CareInput, longer: timedelta) -> None:
    assert care(replace(given_, waiting_since=given_.waiting_since - longer)).at <= care(given_).at


@given(inputs, inputs)
def test_whoever_waited_that_much_longer_goes_first_whatever_the_other_feels(one: CareInput, other: CareInput) -> None:
    longer = replace(other, promised_by=None, target=one.target, waiting_since=one.waiting_since - MOST_EARLIER)
    assert care(longer).at <= care(replace(one, promised_by=None)).at


@given(inputs)
def test_who_is_in_the_chat_waits_minutes(given_: CareInput) -> None:
    here = care(replace(given_, present=True))
    assert here.at <= given_.waiting_since + HERE
    assert here.at <= care(given_).at


@given(anybody)
def test_nobody_is_overtaken_for_ever_by_those_in_the_chat(given_: CareInput) -> None:
    calm = replace(given_, promised_by=None)
    assert care(calm).at >= given_.waiting_since - MOST_EARLIER - timedelta(minutes=FOR_HERE)


@given(anybody)
def test_the_reasons_explain_the_moment(given_: CareInput) -> None:
    found = care(given_)
    pulls = [reason.minutes_earlier for reason in found.reasons]
    due = given_.promised_by or given_.waiting_since + given_.target
    if found.reasons[-1].code != "cap":
        assert found.at == due - timedelta(minutes=sum(pulls))
    assert pulls == sorted(pulls, reverse=True)
    assert all(sentence(reason, now=TEN, zone="UTC") for reason in found.reasons)
    assert tuple(Reason.from_data(reason.to_data()) for reason in found.reasons) == found.reasons


@given(st.lists(st.tuples(inputs, st.integers(1, 2**62)), unique_by=lambda row: row[1]), st.randoms())
def test_the_order_is_total_and_does_not_depend_on_who_came_first_in_the_list(rows, random) -> None:  # type: ignore[no-untyped-def]
    keys = [order(care(given_).at, given_.waiting_since, id_) for given_, id_ in rows]
    assert len(set(keys)) == len(keys)
    shuffled = random.sample(keys, len(keys))
    assert sorted(shuffled) == sorted(keys)
