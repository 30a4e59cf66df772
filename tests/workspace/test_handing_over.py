"""Handing over: the next one knows what was tried, asked, promised and chosen, and the person who it is now."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from cha.channels.models import Delivery
from cha.conversations.models import Conversation, HandOff, Message, assign, end_shift, hand_over
from cha.conversations.models.handing_over import HandOffWords
from cha.conversations.private_link import private_path
from cha.core import worker
from cha.core.actor import CHA
from cha.core.clock import now
from cha.core.errors import Invalid, NotFound
from cha.core.ids import encode
from cha.core.ledger import Event
from cha.promises.handing_on import hand_off_words, now_with_words, say_who, tell_who
from cha.promises.models import make_promise
from cha.team.models import Member, Role
from cha.team.models.member import add_member
from tests.shop import Shop
from tests.workspace.desk import browser

WORDS = HandOffWords(tried="Called the courier.", promised="White ones, tomorrow before 16:00", note="Be gentle.")


@pytest.fixture
def ifeoma(shop: Shop) -> Member:
    return add_member("ifeoma@juniperlane.example", "Ifeoma Eze", Role.AGENT, by=CHA)


@pytest.fixture
def story(shop: Shop) -> Conversation:
    conversation = shop.adaeze_writes("My order 2291 came in peach.")
    assign(conversation, by=shop.maartje, member=shop.maartje)
    return conversation


def place(conversation: Conversation, name: str = "") -> str:
    return f"/now/{encode(conversation.pk)}{name}"


def test_it_goes_with_what_the_next_one_needs_to_know(shop: Shop, story: Conversation, ifeoma: Member) -> None:
    row = hand_over(story, by=shop.maartje, member=ifeoma, words=WORDS)

    assert story.assignee == ifeoma
    assert (row.tried, row.note, row.read_at) == ("Called the courier.", "Be gentle.", None)
    event = Event.objects.get(verb="conversation.handed_over")
    assert event.facts == {"member": ifeoma.pk, "team": None, "says": ["note", "promised", "tried"]}


def test_it_goes_to_somebody_else_or_not_at_all(shop: Shop, story: Conversation) -> None:
    with pytest.raises(Invalid):
        hand_over(story, by=shop.maartje)
    with pytest.raises(Invalid):
        hand_over(story, by=shop.maartje, member=shop.maartje)
    with pytest.raises(NotFound):
        hand_over(story, by=shop.jef, member=shop.maartje)


def test_the_story_says_already_what_to_hand_over(shop: Shop, story: Conversation) -> None:
    shop.answers(story, "I am sorry. Which vase do you have?\nWhat size is it?")
    make_promise(story, now() + timedelta(hours=2), by=shop.maartje, words="White ones", keeper=shop.maartje)

    words = hand_off_words(story, zone="UTC", language="en")

    assert "Maartje: “I am sorry." in words.tried
    assert words.asked == "We: What size is it?"
    assert "White ones" in words.promised
    assert "2291" in words.chosen


def test_what_they_asked_and_nobody_answered_is_said(shop: Shop) -> None:
    conversation = shop.adaeze_writes("They are peach. Can you bring white ones? I am at home.")

    assert "bring white ones?" in hand_off_words(conversation, zone="UTC", language="en").asked


def test_one_press_hands_it_over_and_it_stands_there_until_it_is_read(
    shop: Shop, story: Conversation, ifeoma: Member
) -> None:
    desk = browser(shop.maartje)
    assert "2291" in desk.get(place(story, "/assignment")).content.decode()
    form = {"hand": f"member:{encode(ifeoma.pk)}", "tried": "Called the courier.", "chosen": "White only"}

    assert desk.post(place(story, "/assignment"), form).status_code in (302, 303)

    hers = browser(ifeoma)
    page = hers.get(place(story)).content.decode()
    assert "Maartje handed it over to Ifeoma" in page
    assert "White only" in page
    assert "I have read it" in page
    assert "I have read it" not in desk.get(place(story)).content.decode()
    hers.post(place(story, "/hand-off/reading"))
    assert "Maartje handed it over" not in hers.get(place(story)).content.decode()
    assert HandOff.objects.get().read_by == ifeoma
    assert Event.objects.filter(verb="hand_off.read").count() == 1


def test_giving_it_to_nobody_tells_nobody_anything(shop: Shop, story: Conversation) -> None:
    browser(shop.maartje).post(place(story, "/assignment"), {"hand": "", "tried": "Something."})

    assert not HandOff.objects.exists()


def test_the_shift_ends_with_everything_handed_over_at_once(shop: Shop, story: Conversation, ifeoma: Member) -> None:
    other = shop.adaeze_writes("Where are the vases?", subject="The vases")
    assign(other, by=shop.maartje, member=shop.maartje)
    theirs = shop.adaeze_writes("And the bill?", subject="The bill")
    assign(theirs, by=shop.priya, member=shop.priya)
    desk = browser(shop.maartje)
    page = desk.get("/now/shift-end").content.decode()
    assert encode(other.pk) in page
    assert encode(theirs.pk) not in page

    form = {"conversation": [encode(story.pk), encode(theirs.pk)], f"note-{encode(story.pk)}": "Be gentle."}
    assert desk.post("/now/shift-end", form).status_code == 422
    desk.post("/now/shift-end", {**form, "hand": f"member:{encode(ifeoma.pk)}"})

    assert HandOff.objects.get().note == "Be gentle."
    assert set(Conversation.objects.filter(assignee=ifeoma)) == {story}


def test_what_is_not_ones_own_any_more_is_left_where_it_is(shop: Shop, story: Conversation, ifeoma: Member) -> None:
    assign(story, by=shop.priya, member=shop.priya)

    assert end_shift({story.pk: WORDS}, by=shop.maartje, member=ifeoma) == []


def test_the_person_sees_who_it_is_now(shop: Shop, story: Conversation, ifeoma: Member) -> None:
    hand_over(story, by=shop.maartje, member=ifeoma, words=WORDS)

    page = Client().get(private_path(story, now())).content.decode()

    assert "has had it since" in page
    assert "Ifeoma" in page
    assert "Be gentle." not in page


def test_by_mail_it_is_said_with_the_next_answer_alone(shop: Shop, story: Conversation, ifeoma: Member) -> None:
    hand_over(story, by=shop.maartje, member=ifeoma, words=WORDS)
    worker.run_all()
    assert not Delivery.objects.filter(kind="reply").exists()
    shop.maartje = ifeoma
    shop.answers(story, "It is me, Ifeoma.")
    shop.answers(story, "They are on their way.")

    first, second = Delivery.objects.filter(kind="reply").order_by("pk")

    assert "Ifeoma looks after this from now on." in first.text
    assert "from now on" not in second.text


def test_in_a_chat_cha_says_who_it_is_once(shop: Shop, story: Conversation, ifeoma: Member) -> None:
    row = hand_over(story, by=shop.maartje, member=ifeoma, words=WORDS)
    waits = story.waiting_since

    tell_who(row.pk)
    assert not Message.objects.filter(extra__has_key="hand_off").exists()
    said = say_who(row, shop.channel.pk, "email", now_with_words(row))

    assert said is not None
    assert said.text == "Ifeoma looks after this from now on. You need not tell it again."
    assert say_who(row, shop.channel.pk, "email", "Again.") is None
    story.refresh_from_db()
    assert (story.state, story.waiting_since) == ("ours", waits)
