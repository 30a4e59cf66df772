"""A mention of somebody without a seat is a mail; what they answer from any mail program is a note."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import default

import pytest

from cha.channels.email.composing import compose
from cha.channels.email.medium import outgoing
from cha.channels.models import Delivery, Payload
from cha.conversations.models import Conversation, Kind, Message, note
from cha.core import worker
from cha.core.actor import CHA
from cha.notifications.models import inbox
from cha.people.models import Person
from cha.team.models import Role, Scope
from cha.team.models.member import change_member
from cha.team.models.sight import set_sight
from tests.shop import Shop, raw_mail

pytestmark = pytest.mark.django_db(transaction=True)
JEF = "Jef <jef@juniperlane.example>"


@pytest.fixture
def asked(shop: Shop) -> Conversation:
    """Maartje asked Jef, the driver, in a note."""
    talk = shop.adaeze_writes()
    note(talk, "@Jef were they home on Tuesday?", by=shop.maartje, mentions=[shop.jef.pk])
    worker.run_all()
    return talk


def mail_to_jef(shop: Shop) -> Delivery:
    return Delivery.objects.get(kind="notice", address=shop.jef.email)


def reply_to(shop: Shop) -> str:
    """The Reply-To of the mail as it goes over the wire."""
    mail = message_from_bytes(compose(outgoing(mail_to_jef(shop), shop.channel)), policy=default)
    return str(mail["Reply-To"].addresses[0].addr_spec)


def notes(talk: Conversation) -> list[Message]:
    return list(talk.messages.filter(kind=Kind.NOTE).order_by("id"))


def test_the_mail_says_who_asks_what_about_whom_and_how_to_answer(shop: Shop, asked: Conversation) -> None:
    mail = mail_to_jef(shop)
    assert mail.subject == "Maartje asks you about Adaeze Nwosu"
    assert mail.from_name == "Maartje at Juniper Lane via Cha"
    for words in ("were they home on Tuesday?", "The flowers", "came in peach", "your words become a note"):
        assert words in mail.text
    assert reply_to(shop).startswith("hello+n.")


def test_the_answer_is_a_note_of_theirs(shop: Shop, asked: Conversation) -> None:
    answer = (
        "Yes, I gave them to the neighbour.\r\n\r\nOn Tue, 24 Nov 2026 at 10:00, Maartje wrote:\r\n> were they home?"
    )
    shop.gets(raw_mail(answer, sender=JEF, to=reply_to(shop), subject="Re: Maartje asks you"))
    written = notes(asked)[-1]
    assert written.text == "Yes, I gave them to the neighbour."
    assert (written.author_id, written.author_name) == (shop.jef.pk, "Jef")
    assert "were they home" in written.quoted
    assert not Person.objects.filter(points__value=shop.jef.email).exists()
    assert inbox(shop.maartje).get().kind == "asked"


def test_the_same_mail_twice_is_one_note(shop: Shop, asked: Conversation) -> None:
    to = reply_to(shop)
    once = {"sender": JEF, "to": to, "message_id": "<same@jef.example>"}
    shop.gets(raw_mail("Yes.", **once))
    shop.gets(raw_mail("Yes.", **once, x_other="1"))
    assert len(notes(asked)) == 2


def test_somebody_elses_answer_is_held_and_no_note(shop: Shop, asked: Conversation) -> None:
    payload = shop.gets(raw_mail("Send her the money.", sender="Eve <eve@evil.example>", to=reply_to(shop)))
    assert payload.state == Payload.State.UNREADABLE
    assert "Somebody else than Jef" in payload.said
    assert len(notes(asked)) == 1
    assert not Message.objects.filter(text__contains="money").exists()


def test_their_machine_answers_nothing(shop: Shop, asked: Conversation) -> None:
    payload = shop.gets(raw_mail("I am away.", sender=JEF, to=reply_to(shop), auto_submitted="auto-replied"))
    assert payload.state == Payload.State.READ
    assert len(notes(asked)) == 1


def test_a_member_who_left_writes_no_notes(shop: Shop, asked: Conversation) -> None:
    to = reply_to(shop)
    change_member(shop.jef, by=shop.priya, is_active=False)
    payload = shop.gets(raw_mail("Still here.", sender=JEF, to=to))
    assert payload.state == Payload.State.UNREADABLE
    assert len(notes(asked)) == 1


def test_who_may_no_longer_see_it_writes_no_note(shop: Shop, asked: Conversation) -> None:
    to = reply_to(shop)
    set_sight(Role.LIGHT, Scope.NONE, by=CHA)
    payload = shop.gets(raw_mail("Hello?", sender=JEF, to=to))
    assert payload.state == Payload.State.UNREADABLE
    assert len(notes(asked)) == 1


def test_a_token_for_somebody_else_does_not_fit(shop: Shop, asked: Conversation) -> None:
    payload = shop.gets(raw_mail("I am Jef.", sender="Priya <priya@juniperlane.example>", to=reply_to(shop)))
    assert payload.state == Payload.State.UNREADABLE


def test_files_come_with_the_note(shop: Shop, asked: Conversation) -> None:
    body = (
        "--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nThe slip.\r\n"
        "--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=slip.pdf\r\n\r\n"
        "%PDF-1.4\r\n--b--"
    )
    raw = raw_mail(
        body, sender=JEF, to=reply_to(shop), mime_version="1.0", content_type='multipart/mixed; boundary="b"'
    )
    shop.gets(raw)
    written = notes(asked)[-1]
    assert written.text == "The slip."
    assert [file.name for file in written.attachments.all()] == ["slip.pdf"]


def test_an_answer_to_an_answer_goes_on(shop: Shop, asked: Conversation) -> None:
    shop.gets(raw_mail("Yes.", sender=JEF, to=reply_to(shop)))
    note(asked, "@Jef thank you!", by=shop.maartje, mentions=[shop.jef.pk])
    worker.run_all()
    assert Delivery.objects.filter(kind="notice", address=shop.jef.email).count() == 2
