"""Two at once, for real: one complaint, one second look, one end, and the money goes back once."""

from __future__ import annotations

import pytest

from cha.conversations.models import Conversation
from cha.core.actor import CHA
from cha.core.money import Money
from cha.promises.models import Promise
from cha.resolutions.endings.bounding import ask_distance, pause
from cha.resolutions.endings.complaining import appeal, decide, open_complaint
from cha.resolutions.endings.complaint_terms import appeal_terms, terms_of
from cha.resolutions.endings.ending import agree
from cha.resolutions.models import Boundary, Complaint, Remedy
from cha.team.models import Member, Role
from cha.team.models.member import add_member
from tests.resolutions.remedies.giving import policy
from tests.resolutions.remedies.test_at_once import at_once
from tests.shop import Shop

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ifeoma(shop: Shop) -> Member:
    return add_member("ifeoma@juniperlane.example", "Ifeoma Eze", Role.LEAD, by=CHA)


def again(talk: Conversation) -> Conversation:
    return Conversation.objects.get(pk=talk.pk)


def test_the_yes_that_was_missing_is_given_twice_at_once(shop: Shop, ifeoma: Member) -> None:
    policy()
    row = ask_distance(shop.adaeze_writes(), "end", by=shop.maartje, back=Money(950, "EUR"))
    tomasz = add_member("tomasz@juniperlane.example", "Tomasz", Role.LEAD, by=CHA)
    agree(row, "It ends here.", by=shop.priya)
    came = at_once(*(lambda lead=lead: agree(row, "It ends here.", by=lead) for lead in (ifeoma, tomasz)))
    assert all(isinstance(one, Boundary) for one in came)
    assert Remedy.objects.count() == 1
    assert row.conversation.messages.filter(text="It ends here.").count() == 1


def test_two_make_it_a_complaint_and_it_is_one(shop: Shop, ifeoma: Member) -> None:
    talk = shop.adaeze_writes()
    terms = terms_of(talk)

    def opens(by: Member) -> Complaint:
        return open_complaint(again(talk), by=by, due=terms.due, told=terms.told, owner=terms.owner)

    came = at_once(lambda: opens(shop.maartje), lambda: opens(shop.priya))
    assert came[0] == came[1]
    row = Complaint.objects.get()
    assert Promise.objects.filter(kind="complaint").count() == 1

    decide(row, "not", "We rang.", "We rang.", by=shop.priya)
    row.refresh_from_db()
    second = appeal_terms(row)

    def looks(words: str) -> Complaint:
        return appeal(Complaint.objects.get(), words, by=talk.person, due=second.due, told=second.told)

    at_once(lambda: looks("One."), lambda: looks("Two."))
    assert Complaint.objects.get().appeal in ("One.", "Two.")
    assert Promise.objects.filter(kind="complaint", state="open").count() == 1


def test_two_pauses_at_once_are_one(shop: Shop) -> None:
    talk = shop.adaeze_writes()
    at_once(lambda: pause(again(talk), by=shop.maartje), lambda: pause(again(talk), by=shop.priya))
    assert Boundary.objects.count() == 1
