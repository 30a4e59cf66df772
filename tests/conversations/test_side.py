"""Side conversations: answers from outside come back beside the concern, and its person never sees a word of them."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from cha.channels.email.composing import compose
from cha.channels.email.medium import outgoing
from cha.channels.models import Delivery
from cha.conversations.models import Conversation, Kind, Message, SideConversation, go_through, open_side, write_aside
from cha.conversations.models.side import take_back_side
from cha.conversations.private_link import private_path
from cha.core import worker
from cha.core.clock import now
from cha.core.errors import Conflict, Invalid, NotFound
from cha.people.models import Person
from tests.shop import Shop, raw_mail, verbs

pytestmark = pytest.mark.django_db(transaction=True)

GROWER = "sien@kwekerij.example"


def passed_on(shop: Shop, conversation: Conversation) -> tuple[SideConversation, Delivery]:
    """Maartje asks the grower, and it goes out."""
    heard = conversation.messages.get(kind=Kind.HEARD)
    message = open_side(
        conversation,
        GROWER,
        "White peonies",
        "Do you have forty?",
        by=shop.maartje,
        passing=[heard.pk],
        quoted=heard.text,
    )
    with time_machine.travel(now() + timedelta(seconds=9)):
        worker.run_all()
    return SideConversation.objects.get(), Delivery.objects.get(message=message)


def token_of(delivery: Delivery) -> str:
    """The signed address that an answer goes to."""
    return outgoing(delivery, delivery.channel).reply_to or ""


def test_it_goes_out_with_what_is_passed_on_and_a_token_of_its_own(shop: Shop) -> None:
    conversation = shop.adaeze_writes()
    _, delivery = passed_on(shop, conversation)
    assert (delivery.kind, delivery.address) == ("side", GROWER)
    assert "Do you have forty?" in delivery.text
    assert "My order 2291 came in peach" in delivery.text
    assert "/w/" not in delivery.text
    assert "+s." in token_of(delivery)
    assert compose(outgoing(delivery, delivery.channel))


def test_it_can_be_taken_back_for_eight_seconds(shop: Shop) -> None:
    conversation = shop.adaeze_writes()
    message = open_side(conversation, GROWER, "Peonies", "Too soon", by=shop.maartje)
    take_back_side(message, by=shop.maartje)
    with time_machine.travel(now() + timedelta(seconds=9)):
        worker.run_all()
    assert not SideConversation.objects.exists()
    assert not Delivery.objects.filter(kind="side").exists()
    _, delivery = passed_on(shop, conversation)
    with pytest.raises(Conflict):
        take_back_side(delivery.message, by=shop.maartje)  # type: ignore[arg-type]


def test_an_answer_comes_back_unread_and_changes_nobodys_turn(shop: Shop) -> None:
    conversation = shop.adaeze_writes()
    side, delivery = passed_on(shop, conversation)
    before = (conversation.state, conversation.waiting_since, conversation.heard_count)
    shop.gets(raw_mail("Forty white ones, tomorrow.", sender=f"Sien <{GROWER}>", to=token_of(delivery)))
    side.refresh_from_db()
    conversation.refresh_from_db()
    returned = conversation.messages.get(kind=Kind.RETURNED)
    assert (returned.text, returned.author_name) == ("Forty white ones, tomorrow.", "Sien")
    assert side.unread
    assert (conversation.state, conversation.waiting_since, conversation.heard_count) == before
    assert not Person.objects.filter(name="Sien").exists()
    assert "side.heard" in verbs(conversation)
    go_through(side, by=shop.maartje)
    assert not SideConversation.objects.get().unread


def test_without_the_token_only_the_address_that_was_written_to_is_believed(shop: Shop) -> None:
    conversation = shop.adaeze_writes()
    _, delivery = passed_on(shop, conversation)
    key = delivery.external_id
    shop.gets(raw_mail("Yes.", sender=f"Sien <{GROWER}>", in_reply_to=key))
    shop.gets(raw_mail("No.", sender="Eve <eve@elsewhere.example>", in_reply_to=key))
    assert [m.text for m in conversation.messages.filter(kind=Kind.RETURNED)] == ["Yes."]
    assert Conversation.objects.count() == 2


def test_the_person_sees_and_hears_nothing_of_it(shop: Shop, client: Client) -> None:
    conversation = shop.adaeze_writes()
    side, delivery = passed_on(shop, conversation)
    shop.gets(raw_mail("SECRET PRICE 3 EUR", sender=f"Sien <{GROWER}>", to=token_of(delivery)))
    page = client.get(private_path(conversation)).content.decode()
    assert "SECRET PRICE" not in page
    assert "Do you have forty" not in page
    write_aside(side, "We take them.", by=shop.maartje)
    answer = shop.answers(conversation)
    mine = Delivery.objects.get(message=answer)
    outside = set(Message.objects.filter(kind__in=[Kind.PASSED, Kind.RETURNED]).values_list("external_id", flat=True))
    assert outside.isdisjoint({*mine.references, mine.in_reply_to})
    assert "SECRET PRICE" not in mine.text + mine.html


def test_the_same_answer_twice_is_heard_once(shop: Shop) -> None:
    conversation = shop.adaeze_writes()
    _, delivery = passed_on(shop, conversation)
    raw = raw_mail("Yes.", sender=f"Sien <{GROWER}>", to=token_of(delivery), message_id="<same@kwekerij.example>")
    shop.gets(raw)
    shop.gets(raw)
    assert conversation.messages.filter(kind=Kind.RETURNED).count() == 1


def test_an_auto_reply_is_kept_but_nobody_needs_to_read_it(shop: Shop) -> None:
    conversation = shop.adaeze_writes()
    side, delivery = passed_on(shop, conversation)
    to = token_of(delivery)
    shop.gets(raw_mail("I am away.", sender=f"Sien <{GROWER}>", to=to, auto_submitted="auto-replied"))
    side.refresh_from_db()
    assert (side.unread, conversation.messages.filter(kind=Kind.RETURNED).count()) == (False, 1)


def test_who_may_not_see_the_conversation_opens_nothing(shop: Shop) -> None:
    conversation = shop.adaeze_writes()
    with pytest.raises(NotFound):
        open_side(conversation, GROWER, "Peonies", "Hello", by=shop.jef)
    with pytest.raises(Invalid):
        open_side(conversation, " ", "Peonies", "Hello", by=shop.maartje)
    with pytest.raises(Invalid):
        open_side(conversation, GROWER, "Peonies", " ", by=shop.maartje)
