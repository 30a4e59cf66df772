"""A complaint, a second look and asking again on the person's page: plain forms, and nothing that is the team's."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from cha.conversations.models import Conversation, assign
from cha.conversations.private_link import private_path
from cha.core.actor import CHA
from cha.core.ids import encode
from cha.resolutions.endings.bounding import call_lead, pause
from cha.resolutions.endings.complaining import answer_appeal, decide
from cha.resolutions.endings.refusing import review, say_no
from cha.resolutions.models import Complaint, Refusal, Signal
from cha.team.models import Member, Role
from cha.team.models.member import add_member
from tests.shop import Shop

pytestmark = pytest.mark.django_db(transaction=True)
NOW = timedelta(0)


@pytest.fixture
def talk(shop: Shop) -> Conversation:
    conversation = shop.adaeze_writes("Nobody rang me back.")
    assign(conversation, by=shop.maartje, member=shop.maartje)
    return conversation


@pytest.fixture
def ifeoma(shop: Shop) -> Member:
    return add_member("ifeoma@juniperlane.example", "Ifeoma Eze", Role.LEAD, by=CHA)


def page(conversation: Conversation, more: str = "") -> str:
    return Client().get(private_path(conversation) + more).content.decode()


def sent(conversation: Conversation, more: str, body: str, once: str = "a") -> int:
    return Client().post(private_path(conversation) + more, {"body": body, "once": once}).status_code


def test_from_a_complaint_to_a_second_look_without_script(shop: Shop, talk: Conversation, ifeoma: Member) -> None:
    assert "Make it a complaint" in page(talk)
    assert "<script" not in page(talk, "/complaint")
    assert sent(talk, "/complaint", " ") == 422
    assert sent(talk, "/complaint", "Nobody ever rings.") == 303
    assert sent(talk, "/complaint", "Nobody ever rings.") == 303
    row = Complaint.objects.get()
    assert row.about == "Nobody ever rings."
    assert talk.messages.filter(kind="heard", text="Nobody ever rings.").count() == 1
    assert row.owner
    assert f"{row.owner.first_name} looks into it" in page(talk, "/complaint")
    assert sent(talk, "/complaint/second-look", "No.", "b") == 303
    row.refresh_from_db()
    assert row.appealed_at is None

    decide(row, "not", "We rang at nine.", "We rang at nine.", by=row.owner, hold=NOW)
    told = page(talk, "/complaint")
    assert "We rang at nine." in told
    assert "Ask for a second look" in told
    assert sent(talk, "/complaint/second-look", "", "c") == 422
    assert sent(talk, "/complaint/second-look", "You did not.", "d") == 303
    assert sent(talk, "/complaint/second-look", "You did not!", "e") == 303
    row.refresh_from_db()
    assert row.appeal == "You did not."
    assert "Ask for a second look" not in page(talk, "/complaint")
    other = ifeoma if row.owner == shop.priya else shop.priya
    assert row.appeal_owner == other
    answer_appeal(row, "upheld", "She is right.", "Right.", by=other, hold=NOW)
    assert "You are right" in page(talk, "/complaint")


def test_a_no_can_be_asked_about_again(shop: Shop, talk: Conversation) -> None:
    row = say_no(talk, "all back", "policy", "too late", "No.", by=shop.maartje, instead="half", hold=NOW)
    told = page(talk)
    assert "To: all back" in told
    assert "What we can do: half" in told
    again = f"/noes/{encode(row.pk)}/again"
    assert sent(talk, again, "") == 422
    assert sent(talk, again, "It wilted.") == 303
    assert "Somebody else than who said no looks at it." in page(talk)
    assert Refusal.objects.get().review_words == "It wilted."
    review(row, False, "She is right.", "Right.", by=shop.priya, hold=NOW)
    assert "changed our mind" in page(talk)
    assert sent(talk, again, "Thanks.", "z") == 303
    other = shop.adaeze_writes("Hi", sender="Bo <bo@post.example>", subject="Bo")
    assert sent(other, again, "Mine?") == 404


def test_boundaries_and_signals_are_never_shown_to_the_person(shop: Shop, talk: Conversation) -> None:
    pause(talk, by=shop.maartje, second=shop.priya)
    call_lead(talk, by=shop.maartje, lead=shop.priya)
    Signal(conversation=talk, person=talk.person, kind="same_photo", facts={"count": 3}).save(force_insert=True)
    told = page(talk) + page(talk, "/complaint")
    for word in ("threat", "pause", "proof", "photo came", "boundary"):
        assert word not in told.lower()


def test_it_reads_in_their_language(shop: Shop, talk: Conversation) -> None:
    sent(talk, "/complaint", "Niemand belt.")
    assert "Uw klacht" in page(talk, "/complaint?lang=nl")
    assert "شكواكم" in page(talk, "/complaint?lang=ar")
