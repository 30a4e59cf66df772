"""Two devices at once, and the clock: threads on their own connections. One outcome, in words for the other."""

from __future__ import annotations

import pytest

from cha.conversations.models import Conversation
from cha.core.clock import standing_at
from cha.core.errors import ChaError, Conflict
from cha.people.models import Person
from cha.promises.models import Promise
from cha.resolutions.models import Choice, Offer, Remedy
from cha.resolutions.offers.choosing import choose, expire_offer, want_else
from cha.resolutions.offers.offering import take_back_offer
from cha.resolutions.remedies.doing import start_remedy
from tests.resolutions.offers.offered import back, offer, offered, way
from tests.resolutions.remedies.test_at_once import at_once
from tests.shop import Shop

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def talk(shop: Shop) -> Conversation:
    return shop.adaeze_writes()


def taken(made: Offer, number: int, person: Person, **more: int) -> Choice:
    """A choice as a device of its own makes it, on rows of its own."""
    theirs = Person.objects.get(pk=person.pk)
    return choose(Offer.objects.get(pk=made.pk), number, by=theirs, via="page", **more)


def live() -> list[Remedy]:
    return list(Remedy.objects.exclude(state="back"))


def test_the_same_way_from_two_devices_is_one_choice(shop: Shop, talk: Conversation) -> None:
    made = offer(shop, talk)
    came = at_once(lambda: taken(made, 1, talk.person), lambda: taken(made, 1, talk.person))
    assert came[0] == came[1] == Choice.objects.get()
    assert len(live()) == Promise.objects.filter(source="option").count() == 1


def test_of_two_ways_at_once_the_first_counts_and_the_other_is_told(shop: Shop, talk: Conversation) -> None:
    made = offer(shop, talk)
    came = at_once(lambda: taken(made, 1, talk.person), lambda: taken(made, 2, talk.person))
    (first,) = [one for one in came if isinstance(one, Choice)]
    (told,) = [one for one in came if isinstance(one, ChaError)]
    assert (told.code, told.details["choice"]) == ("chosen", first.pk)
    assert [one.option for one in live()] == [first.option]


def test_two_changes_of_mind_at_once_leave_one_choice(shop: Shop, talk: Conversation) -> None:
    made = offer(shop, talk, way(), back(), back(50, "Part of it back"))
    first = choose(made, 1, by=talk.person, via="page")
    came = at_once(
        lambda: taken(made, 2, talk.person, instead_of=first.pk),
        lambda: taken(made, 3, talk.person, instead_of=first.pk),
    )
    assert sum(isinstance(one, Choice) for one in came) == 1
    stands = Choice.objects.get(undone_at=None)
    assert [one.option for one in live()] == [stands.option]
    assert Promise.objects.filter(source="option", state="open").count() == 1


def test_a_choice_and_the_last_moment_have_one_outcome(shop: Shop, talk: Conversation) -> None:
    made = offer(shop, talk, silent="Maartje calls you", silent_kind="call")

    def over() -> Offer:
        with standing_at(made.until):
            return expire_offer(Offer.objects.get(pk=made.pk))

    at_once(lambda: taken(made, 1, talk.person), over)
    made.refresh_from_db()
    given, calls = len(live()), Promise.objects.filter(kept_by="call").count()
    assert (made.state, given, calls) in [("chosen", 1, 0), ("expired", 0, 1)]


def test_a_choice_and_taking_back_have_one_outcome(shop: Shop, talk: Conversation) -> None:
    made = offer(shop, talk)
    came = at_once(
        lambda: taken(made, 1, talk.person),
        lambda: take_back_offer(Offer.objects.get(pk=made.pk), by=shop.maartje),
    )
    made.refresh_from_db()
    assert (made.state, len(live())) in [("chosen", 1), ("back", 0)]
    assert sum(isinstance(one, Conflict) for one in came) == 1


def test_a_change_of_mind_and_the_beginning_have_one_outcome(shop: Shop, talk: Conversation) -> None:
    made = offer(shop, talk)
    first = choose(made, 1, by=talk.person, via="page")
    (remedy,) = live()
    at_once(
        lambda: taken(made, 2, talk.person, instead_of=first.pk),
        lambda: start_remedy(Remedy.objects.get(pk=remedy.pk), by=shop.maartje),
    )
    (stands,) = live()
    assert (stands.option, stands.state) in [
        (made.options.get(number=1), "way"),
        (made.options.get(number=2), "decided"),
    ]
    assert Choice.objects.get(undone_at=None).option == stands.option


def test_a_choice_and_something_else_at_once_leave_one_wish(shop: Shop, talk: Conversation) -> None:
    made = offer(shop, talk)

    def other() -> Choice | None:
        theirs = Person.objects.get(pk=talk.person_id)
        return want_else(Offer.objects.get(pk=made.pk), "else", "Roses", by=theirs, via="page")

    at_once(lambda: taken(made, 1, talk.person), other)
    stands = Choice.objects.get(undone_at=None)
    assert len(live()) == (1 if stands.option else 0)


def test_two_members_who_offer_at_once_make_one_offer(shop: Shop, talk: Conversation) -> None:
    offer(shop, talk)
    Offer.objects.update(state="back")
    came = at_once(
        lambda: offered(shop, Conversation.objects.get(pk=talk.pk)),
        lambda: offered(shop, Conversation.objects.get(pk=talk.pk)),
    )
    assert sum(isinstance(one, Conflict) for one in came) == 1
    assert Offer.objects.filter(state="open").count() == 1
