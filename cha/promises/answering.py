"""Sending what a member said: their words in a mail with what was promised and the private link, and its delivery."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet

from cha.channels.email.answering import answers_to
from cha.channels.email.composing import message_id
from cha.channels.models import Channel, Delivery, channel_of, dispatch
from cha.channels.pipeline.threading import thread_of
from cha.conversations.models import Conversation, Kind, Message, State
from cha.core.clock import now
from cha.core.ledger import Event
from cha.core.queries import asked
from cha.core.tasks import task
from cha.core.timers import set_timer
from cha.core.verbs import verb
from cha.promises.acknowledgement import Words
from cha.promises.large_files import large_files
from cha.promises.opens import with_pixel
from cha.promises.voice import written_from
from cha.promises.wording import ask_words, link_words, reply_words
from cha.team.models import Member

ASK_AFTER = timedelta(hours=24)


def others_in(conversation: Conversation) -> dict[str, str]:
    """Who else had the message that would be answered: address and name."""
    rows = _heard_from(conversation.pk)
    pairs: Any = rows[0].get("others", []) if rows else []
    return {str(address): str(name) for address, name in pairs}


@asked(int)
def _heard_from(conversation: int) -> QuerySet[Message, dict[str, object]]:
    heard = Message.objects.filter(conversation_id=conversation, kind=Kind.HEARD).exclude(address="")
    return heard.order_by("-pk").values_list("extra", flat=True)[:1]


@task("promises.answer", rank=1)
def send_answer(message_pk: int) -> None:
    """A member's answer was released: render it and hand it to its channel. Twice is once."""
    message = Message.objects.select_related("conversation__person").filter(pk=message_pk).first()
    if message is None or message.kind != Kind.SAID or message.delivery != "waiting":
        return
    conversation = message.conversation
    channel = channel_of(conversation)
    address = str(message.extra.get("to", "")) or answers_to(conversation)
    if channel is None or not address:
        raise LookupError("there is no address to send this to")
    member = Member.objects.get(pk=message.author_id or 0)
    large = large_files(message, language=conversation.language)
    words = reply_words(message, channel, member, at=now(), large=large)
    dispatch_answer(message, channel, address, member, words, linked=[file.pk for file in large])


@verb
def dispatch_answer(
    message: Message, channel: Channel, address: str, member: Member, words: Words, linked: Sequence[int] = ()
) -> None:
    """Make the delivery of an answer, threaded, under a Message-ID that follows from the message's own id.

    `linked` are the ids of files that the words lead to.
    """
    conversation = message.conversation
    answers, references = thread_of(conversation)
    external = message_id(message.pk, channel.address.rpartition("@")[2])
    Message.objects.filter(pk=message.pk).update(external_id=external, address=address, subject=words.subject)
    dispatch(
        Delivery(
            kind=Delivery.Kind.REPLY,
            channel=channel,
            conversation=conversation,
            message=message,
            address=address,
            copies=message.extra.get("cc", []),
            hidden=message.extra.get("bcc", []),
            linked=list(linked),
            from_name=written_from(member, channel, conversation.language),
            subject=words.subject,
            text=words.text,
            html=with_pixel(words.html or "", message, conversation.person),
            external_id=external,
            in_reply_to=answers,
            references=[key for key in references if key != external],
        ),
        by=member,
    )


def ask_tomorrow(event: Event) -> None:
    """Reaction: a day after a member put it right, the person is asked whether it is."""
    set_timer(f"ask:{event.subject_id}", event.at + ASK_AFTER, ask, event.subject_id)


@task("promises.ask", rank=5)
def ask(conversation_pk: int) -> None:
    """Ask whether it is put right, once, unless they said so already or it is open again."""
    conversation = Conversation.objects.select_related("person").filter(pk=conversation_pk).first()
    if conversation is None or conversation.state != State.PUT_RIGHT:
        return
    channel = channel_of(conversation)
    address = answers_to(conversation)
    if channel and address:
        _send(conversation, channel, address, Delivery.Kind.ASK, ask_words(conversation, channel, at=now()))


@task("promises.new_link", rank=1)
def send_new_link(conversation_pk: int) -> None:
    """The person asked for a new private link: it goes to the address they wrote from, never to another."""
    conversation = Conversation.objects.select_related("person").filter(pk=conversation_pk).first()
    channel = channel_of(conversation) if conversation else None
    address = answers_to(conversation) if conversation else ""
    if conversation and channel and address:
        _send(conversation, channel, address, Delivery.Kind.LINK, link_words(conversation, channel, at=now()))


def _send(conversation: Conversation, channel: Channel, address: str, kind: str, words: Words) -> None:
    answers, references = thread_of(conversation)
    at = now()
    delivery = Delivery(
        kind=kind,
        channel=channel,
        conversation=conversation,
        address=address,
        subject=words.subject,
        text=words.text,
        html=words.html or "",
        in_reply_to=answers,
        references=references,
        made_at=at,
    )
    delivery.external_id = message_id(delivery.pk, channel.address.rpartition("@")[2])
    dispatch(delivery)
