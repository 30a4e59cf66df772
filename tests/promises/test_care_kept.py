"""What asks for more care is kept when a message is understood, weighed as the business says, and stands to reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cha.conversations.models import Conversation
from cha.core import worker
from cha.core.errors import Invalid, NotFound, Refused
from cha.core.ledger import Event
from cha.people.preferences import prefer
from cha.promises.care import FOR_HERE, MOODS, MOST_EARLIER, STANDARD, CareInput, Reason, Weights, at_of, care, in_order
from cha.promises.care_words import sentence
from cha.promises.models import weigh, weights
from cha.promises.signed import deny_sign, signed, with_signs
from cha.promises.understanding.signs import Sign
from tests.shop import Shop, verbs

TEN = datetime(2026, 6, 4, 10, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
PLAIN = CareInput(waiting_since=TEN, target=4 * HOUR)


@pytest.mark.parametrize(
    ("given_", "at", "codes"),
    [
        (replace(PLAIN, harm=True), "11:00", "harm target"),
        (replace(PLAIN, money=True, access=True), "13:00", "money access target"),
        (replace(PLAIN, event="wedding", event_on=date(2026, 6, 6)), "13:00", "deadline target"),
        (replace(PLAIN, event="wedding", event_on=date(2026, 6, 15)), "13:30", "deadline target"),
        (replace(PLAIN, event="wedding", event_on=date(2026, 6, 3)), "14:00", "target"),
        (replace(PLAIN, promised_by=TEN + 2 * HOUR, at_risk=True), "11:30", "risk promised"),
        (replace(PLAIN, harm=True, mood="grieving", vulnerable=True), "08:30", "harm mood vulnerable target"),
        (
            replace(PLAIN, harm=True, mood="grieving", vulnerable=True, fresh_promise_broken=True),
            "08:00",
            "harm mood broken vulnerable target",
        ),
    ],
)
def test_each_burden_has_its_place_and_its_reason(given_: CareInput, at: str, codes: str) -> None:
    found = care(given_)
    assert (f"{found.at:%H:%M}", " ".join(reason.code for reason in found.reasons)) == (at, codes)


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        (Reason("harm", 180), "Adaeze writes that somebody was harmed, or may be."),
        (Reason("money", 30), "Adaeze writes that the money is missed."),
        (Reason("access", 30), "Adaeze needs it done another way, and told us which."),
        (Reason("risk", 30), "What we promised Adaeze is at risk."),
        (Reason("deadline", 60, {"what": "wedding", "by": "2026-06-06"}), "The wedding is on Saturday 6 June."),
        (Reason("deadline", 60, {"what": "??", "by": "2026-06-06"}), "It is for Saturday 6 June."),
    ],
)
def test_every_new_reason_is_a_sentence(reason: Reason, expected: str) -> None:
    assert sentence(reason, now=TEN, zone="UTC", name="Adaeze") == expected


moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 3, 1), timezones=st.just(UTC))  # type: ignore[arg-type]
burdened = st.builds(
    CareInput,
    waiting_since=moments,
    target=st.timedeltas(timedelta(), 72 * HOUR),
    mood=st.none() | st.sampled_from([*MOODS, "glad"]),
    contacts=st.integers(1, 9),
    fresh_promise_broken=st.booleans(),
    at_risk=st.booleans(),
    vulnerable=st.booleans(),
    harm=st.booleans(),
    money=st.booleans(),
    access=st.booleans(),
    event=st.just("wedding"),
    event_on=st.none() | st.dates(date(2026, 1, 1), date(2026, 4, 1)),
)
weighings = st.builds(
    Weights,
    minutes=st.fixed_dictionaries({key: st.integers(0, 240) for key in STANDARD}),
    cap=st.timedeltas(4 * HOUR, 72 * HOUR),
)


@given(burdened, burdened, weighings)
def test_however_the_reasons_are_weighed_nobody_is_overtaken_for_ever(
    one: CareInput, other: CareInput, weights: Weights
) -> None:
    longer = replace(other, target=one.target, waiting_since=one.waiting_since - MOST_EARLIER)
    assert care(longer, weights).at <= care(one, weights).at


@given(burdened, weighings, st.booleans())
def test_all_reasons_together_are_bounded(given_: CareInput, weights: Weights, present: bool) -> None:
    bound = MOST_EARLIER + timedelta(minutes=FOR_HERE)
    assert care(replace(given_, present=present), weights).at >= given_.waiting_since - bound
    pulls = [reason for reason in care(given_, weights).reasons if reason.code != "here"]
    assert timedelta(minutes=sum(reason.minutes_earlier for reason in pulls)) <= MOST_EARLIER


@given(burdened, st.sampled_from(sorted(STANDARD)), weighings)
def test_what_weighs_more_is_never_served_later(given_: CareInput, key: str, weights: Weights) -> None:
    more = Weights({**weights.minutes, key: weights.of(key) + 30}, weights.cap)
    assert care(given_, more).at <= care(given_, weights).at


@given(burdened, weighings, st.booleans(), st.none() | moments)
def test_the_moment_alone_is_the_moment_with_its_reasons(
    given_: CareInput, weights: Weights, present: bool, promised: datetime | None
) -> None:
    given_ = replace(given_, present=present, promised_by=promised)
    assert at_of(given_, weights) == care(given_, weights).at


@given(st.lists(burdened, max_size=20), weighings)
def test_the_queue_is_in_the_order_of_its_moments(people: list[CareInput], weights: Weights) -> None:
    ordered = in_order(list(enumerate(people)), weights)
    assert sorted(ordered) == list(range(len(people)))
    moments_then = [care(people[number], weights).at for number in ordered]
    assert moments_then == sorted(moments_then)


def test_what_a_member_denied_stays_denied_for_the_same_words() -> None:
    harm = Sign("harm", "cut my")
    kept = with_signs([], [harm], TEN)
    assert signed(PLAIN, kept).harm
    denied = [{**kept[0], "off": True}]
    assert not signed(PLAIN, with_signs(denied, [harm], TEN)).harm
    assert signed(PLAIN, with_signs(denied, [Sign("harm", "allergic reaction")], TEN)).harm


def test_what_was_said_long_ago_counts_no_more() -> None:
    kept = with_signs([], [Sign("money", "charged twice")], TEN - timedelta(days=31))
    assert not signed(PLAIN, kept).money
    assert signed(PLAIN, with_signs([], [Sign("money", "charged twice")], TEN - timedelta(days=29))).money


def test_coming_back_about_the_same_concern_counts_as_contacts() -> None:
    assert signed(PLAIN, [{"code": "again", "times": 2}]).contacts == 3


def codes(conversation: Conversation) -> list[str]:
    conversation.refresh_from_db()
    return [reason["code"] for reason in conversation.care_reasons]


def test_harm_in_a_message_is_kept_and_goes_first(shop: Shop) -> None:
    calm = shop.adaeze_writes("When do you open?", subject="Hours")
    hurt = shop.adaeze_writes("The vase broke and my daughter cut herself.", subject="Vase")
    assert codes(hurt)[0] == "harm"
    calm.refresh_from_db()
    assert hurt.care_at
    assert calm.care_at
    assert hurt.care_at < calm.care_at
    assert "care.read" in verbs(hurt)
    assert "cut" not in str(Event.objects.filter(verb="care.read").values_list("facts", flat=True))


def test_a_member_says_that_it_is_not_so(shop: Shop) -> None:
    hurt = shop.adaeze_writes("The vase broke and my daughter cut herself.", subject="Vase")
    deny_sign(hurt, "harm", by=shop.maartje)
    assert "harm" not in codes(hurt)
    with pytest.raises(NotFound):
        deny_sign(hurt, "money", by=shop.maartje)


def test_the_third_time_about_the_same_counts_as_three_contacts(shop: Shop) -> None:
    shop.adaeze_writes("My order 2291 came in peach.")
    shop.adaeze_writes("Order 2291 is still peach.", subject="Peach")
    third = shop.adaeze_writes("Nobody came for order 2291.", subject="And now?")
    assert "comes_back" in codes(third)
    assert next(one for one in third.care_reasons if one["code"] == "comes_back")["contacts"] == 3


def test_what_somebody_needs_counts_as_soon_as_it_is_told(shop: Shop) -> None:
    talk = shop.adaeze_writes()
    prefer(talk.person, {"access": "large_print"}, by=shop.maartje)
    worker.run_all()
    assert "access" in codes(talk)
    prefer(talk.person, {"access": ""}, by=shop.maartje)
    worker.run_all()
    assert "access" not in codes(talk)


def test_the_business_weighs_and_everybody_is_put_in_their_place_anew(shop: Shop) -> None:
    hurt = shop.adaeze_writes("The vase broke and my daughter cut herself.", subject="Vase")
    before = hurt.care_at
    weigh({"harm": 0}, 24, by=shop.priya)
    worker.run_all()
    assert "harm" not in codes(hurt)
    assert before
    assert hurt.care_at
    assert hurt.care_at > before
    assert weights().of("harm") == 0
    assert weights().of("broken") == STANDARD["broken"]


def test_placing_anew_goes_on_where_it_stopped(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cha.promises.caring.AT_ONCE", 2)
    many = [shop.adaeze_writes("You charged me twice.", subject=f"Number {number}") for number in range(5)]
    weigh({"money": 0}, 24, by=shop.priya)
    worker.run_all()
    assert all("money" not in codes(one) for one in many)


def test_only_who_manages_weighs_and_only_what_can_be_weighed(shop: Shop) -> None:
    with pytest.raises(Refused):
        weigh({"harm": 10}, 24, by=shop.maartje)
    for minutes, hours, field in (({"harm": 241}, 24, "harm"), ({"zodiac": 1}, 24, "zodiac"), ({}, 2, "cap_hours")):
        with pytest.raises(Invalid) as wrong:
            weigh(minutes, hours, by=shop.priya)
        assert wrong.value.details["field"] == field
