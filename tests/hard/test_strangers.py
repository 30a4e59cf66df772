"""Strangers: who was in copy, or was asked for help, cannot come to be the person; nothing of theirs is opened."""

from __future__ import annotations

import pytest
from django.test import Client

from cha.channels.models import Delivery
from cha.conversations.models import Conversation, open_side
from cha.conversations.private_link import private_path
from cha.core import worker
from cha.people.models import ContactPoint
from cha.portal.models.way_in import WayIn
from cha.portal.sending import send_way_in
from tests.shop import Shop, raw_mail

pytestmark = pytest.mark.django_db(transaction=True)

EVE = "eve@elsewhere.example"


def reply_address(shop: Shop, conversation: Conversation) -> str:
    """Where answers to it go: everybody who had a mail of ours in copy knows it."""
    from cha.channels.pipeline.threading import reply_token

    return f"hello+{reply_token(conversation.pk)}@juniperlane.example"


def as_adaeze(shop: Shop, conversation: Conversation, words: str) -> None:
    """Eve writes from her own address, under Adaeze's name."""
    shop.gets(raw_mail(words, sender=f"Adaeze Nwosu <{EVE}>", to=reply_address(shop, conversation)))


def ask(address: str) -> int:
    """Somebody asks for a link to all their conversations; how many are made for that address."""
    send_way_in.enqueue(address, "en")
    worker.run_all()
    return WayIn.objects.filter(point__value=address).count()


def test_who_takes_a_persons_name_gets_no_way_into_their_conversations(shop: Shop) -> None:
    talk = shop.adaeze_writes()
    as_adaeze(shop, talk, "It is me, from another address.")
    as_adaeze(shop, talk, "And once more.")
    point = ContactPoint.objects.get(value=EVE)
    assert point.person_id == talk.person_id
    assert not point.proven
    assert ask(EVE) == 0
    assert ask("adaeze@nwosu.example") == 1


def test_another_address_is_proven_by_answering_what_was_sent_to_it(shop: Shop) -> None:
    talk = shop.adaeze_writes()
    as_adaeze(shop, talk, "It is me, from another address.")
    shop.answers(Conversation.objects.get(pk=talk.pk))
    assert Delivery.objects.filter(conversation=talk, address=EVE).exists()
    as_adaeze(shop, talk, "Thank you.")
    assert ContactPoint.objects.get(value=EVE).proven
    assert ask(EVE) == 1


def test_person_who_was_put_in_copy_by_a_supplier_waits_for_an_answer(shop: Shop) -> None:
    from cha.channels.pipeline.threading import side_token

    talk = shop.adaeze_writes()
    shop.answers(talk)
    asked = open_side(talk, "info@kwekerij.example", "Peach?", "Do you have white ones?", by=shop.maartje)
    to = f"hello+{side_token(asked.extra['side'])}@juniperlane.example"
    shop.gets(raw_mail("We have, on Friday.", sender="Kwekerij <info@kwekerij.example>", to=to))
    shop.gets(raw_mail("Friday is too late for me.", to=to, subject="Re: Peach?"))
    talk.refresh_from_db()
    assert list(talk.messages.order_by("id").values_list("kind", flat=True)) == [
        "heard", "acknowledged", "said", "passed", "returned", "heard",
    ]  # fmt: skip
    assert talk.state == "ours"
    assert Conversation.objects.count() == 1


def bounce(recipient: str, *, about: str = "", to: str = "hello@juniperlane.example") -> bytes:
    """A report that `recipient` does not exist, as servers write it, about the mail of an id."""
    original = f"Message-ID: {about}\r\nSubject: Re: The flowers\r\n" if about else "Subject: Re: The flowers\r\n"
    failed = f"Final-Recipient: rfc822; {recipient}\r\nAction: failed\r\nStatus: 5.1.1\r\n"
    parts = [
        "Content-Type: text/plain\r\n\r\nUser unknown.\r\n",
        f"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n{failed}",
        f"Content-Type: text/rfc822-headers\r\n\r\n{original}",
    ]
    body = "".join(f"--b\r\n{part}\r\n" for part in parts) + "--b--"
    return raw_mail(
        body,
        sender="Mail Delivery System <mailer-daemon@mx.example>",
        to=to,
        subject="Undelivered Mail Returned to Sender",
        content_type="multipart/report; report-type=delivery-status; boundary=b",
        mime_version="1.0",
    )


def test_forged_bounce_writes_off_nobodys_address(shop: Shop) -> None:
    """Eve knows the ids of what she was sent, and Adaeze's address."""
    shop.answers(shop.adaeze_writes())
    payload = shop.gets(raw_mail("And mine?", sender=f"Eve <{EVE}>"))
    hers = Conversation.objects.get(messages=payload.message_id)
    sent = Delivery.objects.get(message=shop.answers(hers))
    Delivery.objects.update(state="sent", sent_at=sent.made_at)
    adaeze = ContactPoint.objects.get(value="adaeze@nwosu.example")
    shop.gets(bounce(adaeze.value, about=sent.external_id))
    shop.gets(bounce(adaeze.value))
    adaeze.refresh_from_db()
    assert adaeze.dead_at is None
    shop.gets(bounce(EVE, about=sent.external_id))
    assert ContactPoint.objects.get(value=EVE).dead_at


def test_words_of_somebody_else_are_not_shown_to_a_person_as_their_own(shop: Shop) -> None:
    talk = shop.adaeze_writes()
    shop.gets(raw_mail("I am Chidi.", sender="Chidi <chidi@nwosu.example>", to=reply_address(shop, talk)))
    page = Client().get(private_path(talk)).content.decode()
    assert "<b><bdi>Chidi</bdi></b>" in page
    assert page.count("<b>You</b>") == 1
