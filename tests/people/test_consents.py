"""What a person agreed to, and how they like to be served."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest

from cha.core.errors import Invalid, Refused
from cha.people.consents import join_consents, may, standing
from cha.people.models import Consent, Person
from cha.people.models.consent import decide
from cha.people.models.contact_point import meet
from cha.people.preferences import Preferences, join_likes, must_be_welcome, prefer, preferences_of, quiet_ends
from tests.shop import Shop

WORDS = "May we write to you about offers?"


def someone(name: str = "ada") -> Person:
    return meet("email", f"{name}@post.example", name=name.title()).person


def says(person: Person, yes: bool) -> Consent:
    return decide(person, "marketing", yes, by=person, how="page", words=WORDS)


def test_nothing_that_was_never_asked_is_allowed(shop: Shop) -> None:
    assert not may(someone(), "marketing")


def test_a_yes_that_is_taken_back_leaves_its_history(shop: Shop) -> None:
    person = someone()

    assert says(person, False).answer == "refused"
    assert says(person, True).answer == "given"
    assert may(person, "marketing")
    says(person, True)
    assert says(person, False).answer == "withdrawn"
    assert not may(person, "marketing")
    assert [row.answer for row in person.consents.all()] == ["refused", "given", "withdrawn"]


def test_what_was_shown_is_kept_with_the_answer(shop: Shop) -> None:
    person = someone()

    assert says(person, True).words == WORDS
    with pytest.raises(Invalid):
        decide(person, "marketing", True, by=person, how="page", words=" ")
    with pytest.raises(Invalid):
        decide(person, "everything", True, by=person, how="page", words=WORDS)


@pytest.mark.parametrize(
    ("one", "other", "allowed"),
    [(True, False, False), (False, True, False), (True, None, True), (None, True, True), (True, True, True)],
)
def test_where_two_become_one_the_shyer_counts(shop: Shop, one: bool, other: bool, allowed: bool) -> None:
    stays, goes = someone("ada"), someone("eve")
    for person, yes in ((stays, one), (goes, other)):
        if yes is not None:
            says(person, yes)

    came = join_consents(stays, goes, by=shop.maartje)

    assert may(stays, "marketing") is allowed
    assert len(came) == (other is not None)
    assert standing(goes) == {}


def test_preferences_are_what_can_be_read(shop: Shop) -> None:
    person = someone()
    prefer(person, {"quiet_from": "21:00", "quiet_until": "08:30", "channel": "chat"}, by=shop.maartje)
    prefer(person, {"access": "large_print,no_calls", "formality": "formal", "do_not_contact": "yes"}, by=person)

    assert preferences_of(Person.objects.get()) == Preferences(
        channel="chat",
        quiet_from=time(21),
        quiet_until=time(8, 30),
        formality="formal",
        access=("large_print", "no_calls"),
        do_not_contact=True,
    )
    person.likes = {"quiet_from": "late", "formality": "rude", "access": "wings"}
    assert preferences_of(person) == Preferences()


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"quiet_from": "nine", "quiet_until": "08:00"}, "quiet_from"),
        ({"quiet_from": "21:00"}, "quiet_until"),
        ({"formality": "rude"}, "formality"),
        ({"do_not_contact": "perhaps"}, "do_not_contact"),
    ],
)
def test_a_preference_that_cannot_be_is_refused_at_its_field(shop: Shop, said: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        prefer(someone(), said, by=shop.maartje)

    assert refused.value.details["field"] == field


@pytest.mark.parametrize(
    ("start", "end", "at", "over"),
    [
        ("21:00", "08:30", (22, 0), (1, 7, 30)),
        ("21:00", "08:30", (5, 0), (0, 7, 30)),
        ("21:00", "08:30", (7, 30), None),
        ("12:00", "14:00", (11, 30), (0, 13, 0)),
        ("12:00", "14:00", (13, 0), None),
        ("08:00", "08:00", (7, 30), None),
    ],
)
def test_quiet_hours_are_on_their_clock(
    start: str, end: str, at: tuple[int, int], over: tuple[int, int, int] | None
) -> None:
    """In winter Brussels is an hour ahead of UTC."""
    said = preferences_of(Person(likes={"quiet_from": start, "quiet_until": end}))
    moment = datetime(2026, 1, 10, *at, tzinfo=UTC)
    wanted = datetime(2026, 1, 10 + over[0], over[1], over[2], tzinfo=UTC) if over else None

    assert quiet_ends(said, moment, "Europe/Brussels") == wanted


def test_the_shyer_preferences_count_where_two_become_one(shop: Shop) -> None:
    stays, goes = someone("ada"), someone("eve")
    prefer(stays, {"channel": "chat", "access": "no_calls"}, by=shop.maartje)
    quiet = {"quiet_from": "21:00", "quiet_until": "08:30"}
    prefer(goes, {"channel": "email", "do_not_contact": "yes", "access": "large_print", **quiet}, by=shop.maartje)

    stays.likes = join_likes(stays.likes, goes.likes)

    assert preferences_of(stays) == Preferences(
        channel="chat",
        quiet_from=time(21),
        quiet_until=time(8, 30),
        access=("large_print", "no_calls"),
        do_not_contact=True,
    )


def test_who_wants_nothing_unasked_is_not_written_to(shop: Shop) -> None:
    person = someone()
    must_be_welcome(person)
    prefer(person, {"do_not_contact": "yes"}, by=person)

    with pytest.raises(Refused):
        must_be_welcome(person)
