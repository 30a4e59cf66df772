"""An offer in the chat: its ways are tapped, one choice stands whichever tab it was, and it is said back."""

from __future__ import annotations

import pytest

from cha.conversations.models import Message
from cha.core import worker
from cha.resolutions.models import Choice, Offer, Remedy
from tests.portal.chat.conftest import Browser, Chat
from tests.resolutions.offers.offered import offer as offer_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def named(visitor: Browser) -> str:
    return visitor.begin("It came in peach.")


@pytest.fixture
def offer(chat: Chat, named: str) -> Offer:
    return offer_of(chat.shop, chat.conversation(named))


def last(visitor: Browser, named: str) -> dict[str, object]:
    shown: dict[str, object] = visitor.opened(named)["messages"][-1]
    return shown


def test_the_ways_can_be_tapped_and_a_tap_chooses(visitor: Browser, named: str, offer: Offer) -> None:
    words = [option.words for option in offer.options.order_by("number")]
    assert last(visitor, named)["buttons"] == words

    visitor.say(words[1], named)
    worker.run_all()

    choice = Choice.objects.get()
    assert (choice.option.number, choice.via) == (2, "chat")  # type: ignore[union-attr]
    assert str(last(visitor, named)["text"]).startswith(f"You chose: {words[1]}.")
    assert [one["buttons"] for one in visitor.opened(named)["messages"] if one["buttons"]] == [], "tapped once"


def test_two_tabs_are_one_choice(visitor: Browser, named: str, offer: Offer) -> None:
    words = offer.options.get(number=1).words
    visitor.say(words, named, once="tab-one")
    visitor.say(words, named, once="tab-two")
    worker.run_all()

    assert Choice.objects.count() == 1
    assert Remedy.objects.count() == 1
    assert sum("chosen" in message.extra for message in Message.objects.all()) == 1


def test_a_number_typed_in_the_chat_chooses_too(visitor: Browser, named: str, offer: Offer) -> None:
    visitor.say("2 please", named)
    worker.run_all()

    assert Choice.objects.get().option.number == 2  # type: ignore[union-attr]
