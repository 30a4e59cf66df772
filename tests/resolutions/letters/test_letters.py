"""The mails of an offer: what they say, where they lead, and that they are sent once."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from cha.channels.models import Delivery
from cha.conversations.models import Message
from cha.core import worker
from cha.core.clock import now
from cha.promises.answering import send_answer
from cha.resolutions.models import Offer
from cha.resolutions.offers.choosing import choose
from cha.resolutions.offers.link import offer_path
from cha.resolutions.offers.widening import tell_more
from tests.resolutions.offers.offered import offer as offer_of
from tests.shop import Shop


@pytest.fixture
def offer(shop: Shop) -> Offer:
    """Maartje's offer to Adaeze, gone out by mail."""
    return offer_of(
        shop,
        shop.adaeze_writes(),
        until=now() + timedelta(hours=2),
        change_until=now() + timedelta(hours=6),
        silent="Maartje calls you",
    )


def mails(offer: Offer) -> list[Delivery]:
    rows = Delivery.objects.filter(conversation=offer.conversation_id, kind=Delivery.Kind.REPLY)
    return list(rows.order_by("pk"))


def test_the_mail_says_every_way_with_its_number_and_a_page_that_asks_again(offer: Offer) -> None:
    (mail,) = mails(offer)

    assert mail.subject == "Two ways to put it right, yours to choose"
    for option in offer.options.all():
        assert f"{option.number}  {option.words}" in mail.text
        assert f"{offer_path(offer, option.number)}\n" in mail.text
        assert f'{offer_path(offer, option.number)}"' in mail.html
    for words in ("Adaeze, how shall we put it right?", "If we hear nothing", "Maartje calls you", "1 or 2"):
        assert words in re.sub(r"<[^>]+>", "", mail.html)
        assert words in mail.text
    assert "Nothing is chosen until you confirm" in mail.text


def test_no_way_stands_out_in_the_mail(offer: Offer) -> None:
    (mail,) = mails(offer)

    looks = re.findall(r'<a class="m-plain"[^>]*style="([^"]*)"', mail.html)
    assert len(looks) == 2
    assert len(set(looks)) == 1


def test_what_was_chosen_stands_in_writing_once(offer: Offer) -> None:
    option = offer.options.get(number=1)
    choose(offer, 1, by=offer.person, via="page")
    choose(offer, 1, by=offer.person, via="page")
    worker.run_all()

    mail = mails(offer)[-1]
    assert len(mails(offer)) == 2
    assert mail.subject == f"You chose: {option.words}"
    assert f"Good. {option.words}." in mail.text
    assert "[done] You chose" in mail.text
    assert "Changed your mind? Choose again, " in mail.text.replace("\n", " ")
    assert offer_path(offer) in mail.text
    said = Message.objects.get(pk=mail.message_id)
    assert said.text.startswith(f"You chose: {option.words}.")
    offer.conversation.refresh_from_db()
    assert offer.conversation.state == "ours", "what is said back leaves whose turn it is"


def test_a_mind_changed_before_the_mail_went_is_said_alone(offer: Offer) -> None:
    first = choose(offer, 1, by=offer.person, via="page")
    choose(offer, 2, by=offer.person, via="page", instead_of=first.pk)
    worker.run_all()

    assert [mail.subject for mail in mails(offer)[1:]] == [f"You chose: {offer.options.get(number=2).words}"]


def test_whoever_is_in_copy_gets_no_link_to_choose_by(offer: Offer) -> None:
    message = Message.objects.get(pk=offer.message or 0)
    message.extra = {**message.extra, "cc": ["spouse@nwosu.example"]}
    message.delivery = "waiting"
    message.save()
    Delivery.objects.filter(message=message).delete()
    send_answer(message.pk)

    mail = mails(offer)[-1]
    assert "/o/" not in mail.text
    assert "/o/" not in mail.html
    assert "Or answer this mail with 1 or 2" in mail.text.replace("\n", " ")


def test_a_way_that_got_its_yes_later_is_told_with_its_page(offer: Offer) -> None:
    tell_more(offer, "You can choose this way, too:", [2], at=now())
    worker.run_all()

    mail = mails(offer)[-1]
    assert mail.subject == "One more way to put it right"
    assert offer_path(offer, 2) in mail.text
    assert offer_path(offer, 1) not in mail.text
    assert "See all the ways" in mail.text


def test_that_no_other_way_can_be_had_is_said_plainly(offer: Offer) -> None:
    tell_more(offer, "We asked, and cannot offer another way. The ways you have stand.", [], at=now())
    worker.run_all()

    mail = mails(offer)[-1]
    assert "We asked, and cannot offer another way." in mail.text
    assert "answer this mail with" not in mail.text
    assert f"{offer_path(offer)}\n" in mail.text
