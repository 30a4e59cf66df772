"""A number by mail chooses, where it is plain and surely theirs; in a chat, a tapped button does."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cha.channels.models import Delivery
from cha.conversations.models import Heard, Message, hear
from cha.core import worker
from cha.core.clock import now
from cha.people.models.contact_point import ContactPoint
from cha.resolutions.models import Choice, Offer, Option, Remedy
from cha.resolutions.offers.link import offer_path
from cha.resolutions.offers.reading_answers import read_answer
from tests.resolutions.offers.offered import offer as offer_of
from tests.shop import Shop, raw_mail


@pytest.fixture
def offer(shop: Shop) -> Offer:
    return offer_of(shop, shop.adaeze_writes(), change_until=now() + timedelta(hours=6))


def answers(shop: Shop, offer: Offer, words: str, **headers: str) -> Message:
    """Adaeze answers the mail that carried the offer, from her mail program."""
    carried = Message.objects.get(pk=offer.message or 0)
    shop.gets(raw_mail(words, in_reply_to=f"<{carried.external_id.strip('<>')}>", **headers))
    return Message.objects.filter(conversation=offer.conversation_id, kind="heard").latest("pk")


def prove(offer: Offer) -> None:
    ContactPoint.objects.filter(person=offer.person).update(verified_at=now())


def last_mail(offer: Offer) -> Delivery:
    return Delivery.objects.filter(conversation=offer.conversation_id).latest("pk")


def test_a_number_chooses_and_it_is_confirmed_in_writing(shop: Shop, offer: Offer) -> None:
    prove(offer)
    message = answers(shop, offer, "2 please\n\n> 1  All twelve again, in white\n")

    choice = Choice.objects.get()
    assert message.conversation_id == offer.conversation_id
    assert (choice.option.number, choice.via) == (2, "mail")  # type: ignore[union-attr]
    assert Remedy.objects.get().kind == "refund"
    assert last_mail(offer).subject.startswith("You chose: White for the head table")
    read_answer(message.pk)
    assert Choice.objects.count() == 1


def test_only_the_new_words_are_read(shop: Shop, offer: Offer) -> None:
    prove(offer)
    answers(shop, offer, "Thank you.\n\nOn Monday Maartje wrote:\n> Or answer this mail with 1 or 2.\n> 2\n")

    assert not Choice.objects.exists()


def test_a_number_from_somebody_unproven_is_asked_once_more(shop: Shop, offer: Offer) -> None:
    ContactPoint.objects.filter(person=offer.person).update(verified_at=None)
    message = Message.objects.filter(conversation=offer.conversation_id, kind="heard").latest("pk")
    heard = hear(
        offer.conversation,
        Heard(text="2", medium="email", channel_id=message.channel_id, address=message.address, at=now()),
    )
    worker.run_all()
    read_answer(heard.pk)

    assert not Choice.objects.exists()
    mail = last_mail(offer)
    assert mail.subject.startswith("Please confirm: White for the head table")
    assert offer_path(offer, 2) in mail.text
    assert not mail.html
    assert Delivery.objects.filter(subject__startswith="Please confirm").count() == 1


def test_a_forged_sender_chooses_nothing(shop: Shop, offer: Offer) -> None:
    prove(offer)
    heard = hear(
        offer.conversation,
        Heard(
            text="2",
            medium="email",
            channel_id=shop.channel.pk,
            address="adaeze@nwosu.example",
            extra={"authentic": "fail"},
        ),
    )
    worker.run_all()

    assert heard.pk
    assert not Choice.objects.exists()


@pytest.mark.parametrize("extra", [{"writer": "Chidi"}, {"hand": 1}, {"machine": "auto_reply"}])
def test_what_somebody_else_wrote_is_not_theirs_to_choose_by(
    shop: Shop, offer: Offer, extra: dict[str, object]
) -> None:
    prove(offer)
    words = Heard(text="2", medium="email", channel_id=shop.channel.pk, address="adaeze@nwosu.example", extra=extra)
    hear(offer.conversation, words)
    worker.run_all()

    assert not Choice.objects.exists()
    assert not Delivery.objects.filter(subject__startswith="Please confirm").exists()


def test_words_that_are_in_doubt_stay_a_members(shop: Shop, offer: Offer) -> None:
    prove(offer)
    answers(shop, offer, "Is the second one still possible?")

    assert not Choice.objects.exists()
    offer.conversation.refresh_from_db()
    assert offer.conversation.state == "ours"


def test_none_of_these_is_heard(shop: Shop, offer: Offer) -> None:
    prove(offer)
    answers(shop, offer, "None of these. Could it be a voucher instead?")

    assert (Choice.objects.get().wants, Choice.objects.get().via) == ("else", "mail")


def test_a_later_number_changes_their_mind_in_time(shop: Shop, offer: Offer) -> None:
    prove(offer)
    answers(shop, offer, "1")
    answers(shop, offer, "Option 2 please")

    assert Choice.objects.get(undone_at=None).option.number == 2  # type: ignore[union-attr]
    assert last_mail(offer).subject.startswith("You chose: White for the head table")


def test_a_number_that_cannot_be_had_leaves_it_to_a_member(shop: Shop, offer: Offer) -> None:
    prove(offer)
    Option.objects.filter(offer=offer, number=2).update(state=Option.State.ASKING)
    answers(shop, offer, "2")

    assert not Choice.objects.exists()


def test_without_an_offer_no_answer_is_read(shop: Shop) -> None:
    conversation = shop.adaeze_writes()

    before = Message.objects.filter(conversation=conversation).count()
    hear(conversation, Heard(text="2", medium="email", channel_id=shop.channel.pk, address="adaeze@nwosu.example"))
    worker.run_all()

    assert not Choice.objects.exists()
    assert Message.objects.filter(conversation=conversation).count() == before + 1
