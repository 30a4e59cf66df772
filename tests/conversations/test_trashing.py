"""Trash, erasing and blocked senders: nothing is lost for thirty days, and after them nothing is left."""

from __future__ import annotations

from datetime import timedelta
from email.message import EmailMessage

import pytest
import time_machine
from django.db import connection

from cha.channels.models import Payload
from cha.conversations.models import (
    Aside,
    Attachment,
    BlockedSender,
    Conversation,
    Erased,
    Message,
    State,
    block_sender,
    erase_conversation,
    erased_on,
    hear,
    note,
    put_aside,
    put_right,
    take_back,
    trash,
    unblock_sender,
)
from cha.conversations.models.hearing import Heard
from cha.conversations.search import find_messages
from cha.core import files, worker
from cha.core.clock import now
from cha.core.errors import Conflict, Invalid, NotFound, Refused
from cha.core.ledger import Event
from cha.promises.models import Promise
from tests.shop import Shop, raw_mail, verbs

pytestmark = pytest.mark.django_db(transaction=True)


def with_file(content: bytes, message_id: str) -> bytes:
    """A mail with a file."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "Ada <ada@x.example>", "hello@juniperlane.example", "The zweigelt"
    mail["Message-ID"] = message_id
    mail.set_content("A photo of the zweigelt.")
    mail.add_attachment(content, maintype="image", subtype="png", filename="photo.png")
    return mail.as_bytes()


def message_of(payload: Payload) -> Message:
    """The message that a payload was read as."""
    return Message.objects.get(pk=payload.message_id or 0)


def test_what_is_trashed_waits_for_nobody_and_comes_back_as_it_was(shop: Shop) -> None:
    ours, right = shop.adaeze_writes(), shop.adaeze_writes(sender="Eve <eve@x.example>")
    put_right(right, by=shop.maartje)
    since = ours.waiting_since
    for row in (ours, right):
        trash(row, by=shop.maartje)
        trash(row, by=shop.maartje)
        assert row.state == State.TRASH
        assert row.next_promise_at is None
        assert verbs(row).count("conversation.put_aside") == 1
        take_back(row, by=shop.maartje)
    worker.run_all()
    ours.refresh_from_db()
    assert (ours.state, right.state) == (State.OURS, State.PUT_RIGHT)
    assert ours.waiting_since == since
    assert ours.next_promise_at == Promise.objects.get(conversation=ours).by


def test_from_the_unwanted_to_the_trash_and_back_is_what_it_was_first(shop: Shop) -> None:
    conversation = shop.adaeze_writes()
    shop.answers(conversation)
    put_aside(conversation, "spam", by=shop.maartje)
    trash(conversation, by=shop.maartje)
    take_back(conversation, by=shop.maartje)
    assert conversation.state == State.THEIRS
    assert not Aside.objects.filter(taken_back_at=None).exists()


def test_their_words_bring_it_back_and_it_is_not_erased(shop: Shop) -> None:
    conversation = shop.adaeze_writes()
    trash(conversation, by=shop.maartje)
    hear(conversation, Heard(text="Hello?", medium="email"))
    assert conversation.state == State.OURS
    with time_machine.travel(now() + timedelta(days=31)):
        worker.run_all()
    assert Conversation.objects.filter(pk=conversation.pk).exists()


def test_after_thirty_days_no_word_of_it_is_left(shop: Shop) -> None:
    payload = shop.gets(with_file(b"a picture", "<1@x.example>"))
    conversation = message_of(payload).conversation
    note(conversation, "zweigelt, says a note", by=shop.maartje)
    worker.run_all()
    digest = Attachment.objects.get().digest
    pk, person = conversation.pk, conversation.person_id
    assert find_messages("zweigelt", by=shop.priya)
    messages = list(conversation.messages.order_by("pk").values_list("pk", flat=True))
    trash(conversation, by=shop.maartje)
    assert erased_on(conversation)
    with time_machine.travel(now() + timedelta(days=29)):
        worker.run_all()
        assert Conversation.objects.filter(pk=pk).exists()
    with time_machine.travel(now() + timedelta(days=31)):
        worker.run_all()
    assert not Conversation.objects.filter(pk=pk).exists()
    assert not Message.objects.exists()
    assert find_messages("zweigelt", by=shop.priya) == []
    with connection.cursor() as cursor:
        column = "rowid" if connection.vendor == "sqlite" else "id"
        # Of this one's: rows that other tests left in the index are not asked about.
        holes = ", ".join(["%s"] * len(messages))
        cursor.execute(f"SELECT count(*) FROM conversations_words WHERE {column} IN ({holes})", messages)
        assert cursor.fetchone()[0] == 0
    payload.refresh_from_db()
    assert payload.content() == b""
    with pytest.raises(NotFound):
        files.get(digest)
    mark = Erased.objects.get()
    assert (mark.conversation_id, mark.person_id, mark.by_kind) == (pk, person, "cha")
    assert "zweigelt" not in str(list(Event.objects.values_list("facts", flat=True))).lower()


def test_a_file_that_another_conversation_holds_stays(shop: Shop) -> None:
    first = message_of(shop.gets(with_file(b"a picture", "<1@x.example>"))).conversation
    shop.gets(with_file(b"a picture", "<2@x.example>"))
    digest = Attachment.objects.first().digest  # type: ignore[union-attr]
    trash(first, by=shop.priya)
    erase_conversation(first, by=shop.priya)
    worker.run_all()
    assert files.get(digest) == b"a picture"


def test_a_reply_to_what_was_erased_opens_a_new_conversation(shop: Shop) -> None:
    conversation = shop.adaeze_writes(message_id="<first@x.example>")
    trash(conversation, by=shop.priya)
    erase_conversation(conversation, by=shop.priya)
    again = shop.adaeze_writes("And the vase?", in_reply_to="<first@x.example>")
    assert again.state == State.OURS
    assert again.messages.filter(kind="heard").count() == 1
    assert again.acknowledged_at


def test_the_mail_that_was_erased_does_not_come_back_when_it_is_brought_again(shop: Shop) -> None:
    raw = raw_mail()
    payload = shop.gets(raw)
    conversation = message_of(payload).conversation
    trash(conversation, by=shop.priya)
    erase_conversation(conversation, by=shop.priya)
    assert shop.gets(raw).pk == payload.pk
    assert not Message.objects.exists()
    assert Payload.objects.count() == 1


def test_only_what_is_in_the_trash_is_erased_and_only_by_who_leads(shop: Shop) -> None:
    conversation = shop.adaeze_writes()
    with pytest.raises(Conflict):
        erase_conversation(conversation, by=shop.priya)
    trash(conversation, by=shop.maartje)
    with pytest.raises(Refused):
        erase_conversation(conversation, by=shop.maartje)
    with pytest.raises(Refused):
        trash(conversation, by=conversation.person)


@pytest.mark.parametrize("value", ["loud@offers.example", "@offers.example"])
def test_who_is_blocked_goes_straight_to_the_unwanted(shop: Shop, value: str) -> None:
    block_sender(value, by=shop.maartje)
    conversation = shop.adaeze_writes("Buy now!", sender="Loud <Loud@offers.example>")
    assert conversation.state == State.ASIDE
    assert conversation.acknowledged_at is None
    assert Aside.objects.get().reason == "blocked"
    assert not conversation.deliveries.exists()
    assert Payload.objects.get().state == "read"
    unblock_sender(BlockedSender.objects.get(), by=shop.maartje)
    assert shop.adaeze_writes("Sorry.", sender="Loud <loud@offers.example>").state == State.OURS


def test_blocking_from_a_conversation_puts_it_away_and_what_they_answer(shop: Shop) -> None:
    conversation = shop.adaeze_writes(message_id="<a@x.example>")
    block_sender("adaeze@nwosu.example", by=shop.maartje, conversation=conversation)
    assert conversation.state == State.ASIDE
    shop.adaeze_writes("Still here!", in_reply_to="<a@x.example>")
    conversation.refresh_from_db()
    assert conversation.state == State.ASIDE
    assert conversation.messages.filter(kind="heard").count() == 2


def test_a_blocked_sender_does_not_put_away_anothers_conversation(shop: Shop) -> None:
    conversation = shop.adaeze_writes()
    reply_to = conversation.deliveries.get(kind="ack")
    block_sender("@offers.example", by=shop.maartje)
    shop.adaeze_writes("Buy!", sender="Loud <loud@offers.example>", in_reply_to=reply_to.external_id)
    conversation.refresh_from_db()
    assert conversation.state == State.OURS


@pytest.mark.parametrize("value", ["", "offers", "@", "a b@x.example", "@juniperlane.example"])
def test_what_is_no_sender_is_not_blocked(shop: Shop, value: str) -> None:
    with pytest.raises(Invalid):
        block_sender(value, by=shop.maartje)
    with pytest.raises(Refused):
        block_sender("loud@offers.example", by=shop.jef)
