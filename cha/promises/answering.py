"""Sending what a member said: their words as the channel carries them (in a letter, with what was promised and the
private link), and the delivery."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from django.db.models import QuerySet

from cha.channels.base import Capabilities
from cha.channels.carrying import fit
from cha.channels.email.composing import message_id
from cha.channels.letters import letter_channels
from cha.channels.models import Channel, Delivery, dispatch
from cha.channels.pipeline.threading import thread_of
from cha.channels.registry import medium_called
from cha.channels.ways import Way, ways_to
from cha.conversations.models import Conversation, Kind, Message, State
from cha.conversations.private_link import private_url
from cha.core.actor import CHA
from cha.core.clock import now
from cha.core.ledger import Event
from cha.core.queries import asked
from cha.core.tasks import task
from cha.core.timers import set_timer
from cha.core.verbs import verb
from cha.people.preferences import preferences_of, quiet_until
from cha.promises.acknowledgement import Words
from cha.promises.large_files import Large, large_files
from cha.promises.opens import with_pixel
from cha.promises.own_letters import own_letter
from cha.promises.voice import written_from
from cha.promises.wording import ask_words, chat_words, link_words, reply_words
from cha.team.models import Member

ASK_AFTER = timedelta(hours=24)
EMAIL: Final = Capabilities()


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
    """A member's answer was released: put it as its channel carries it, and hand it over. Twice is once."""
    message = Message.objects.select_related("conversation__person").filter(pk=message_pk).first()
    if message is None or message.kind != Kind.SAID or message.delivery != "waiting":
        return
    way = way_of(message)
    member = Member.objects.filter(pk=message.author_id or 0).first()
    large = large_files(message, language=message.conversation.language) if way.can.letter else []
    dispatch_answer(message, way, member, answer_words(message, way, member, large), [file.pk for file in large])


def way_of(message: Message) -> Way:
    """The way an answer takes: the one chosen for it, by mail to the address chosen for it, or the usual one.

    Raises LookupError, in words, when nothing reaches the person.
    """
    ways, chosen, to = ways_to(message.conversation), message.extra.get("channel"), str(message.extra.get("to", ""))
    if chosen:
        ways = [way for way in ways if way.channel.pk == chosen]
    elif to:
        letters = [way for way in ways if way.can.letter]
        ways = letters or [Way(channel, to, EMAIL, "") for channel in letter_channels(message.conversation.brand_id)]
    if not ways:
        raise LookupError("there is no address to send this to")
    return replace(ways[0], address=to) if to and ways[0].can.letter else ways[0]


def answer_words(message: Message, way: Way, member: Member | None, large: Sequence[Large] = ()) -> Words:
    """An answer as its channel carries it: a letter, or its words alone, as long as they may be.

    What says more than its words has a letter of its own (`own_letters`).
    """
    own = own_letter(message)
    if own:
        return own(message, way, member)
    if way.can.letter and member:
        return reply_words(message, way.channel, member, at=now(), large=large)
    if way.can.letter and message.extra.keys() & {"rule", "warns", "ending"}:
        proven = bool(message.extra.get("proven", True))
        return chat_words(message.conversation, way.channel, message.text, member=None, proven=proven, at=now())
    link = private_url(message.conversation, now()) if way.can.length else ""
    fitted = fit(message.text, way.can, buttons=tuple(map(str, message.extra.get("buttons", ()))), link=link)
    return Words(subject="", preview="", text=fitted.text, html=None)


@verb
def dispatch_answer(
    message: Message, way: Way, member: Member | None, words: Words, linked: Sequence[int] = ()
) -> Delivery:
    """Make the delivery of an answer, threaded, under an id that follows from the message's own.

    `linked` are the ids of files that the words lead to; `member` is None where Cha itself says it.
    """
    conversation, channel = message.conversation, way.channel
    answers, references = thread_of(conversation) if way.can.threads else ("", [])
    external = medium_called(channel.medium).external_id(message.pk, channel)
    Message.objects.filter(pk=message.pk).update(
        external_id=external, address=way.address, subject=words.subject, medium=channel.medium, channel_id=channel.pk
    )
    return dispatch(
        Delivery(
            kind=Delivery.Kind.REPLY,
            channel=channel,
            conversation=conversation,
            message=message,
            address=way.address,
            copies=message.extra.get("cc", []) if way.can.letter else [],
            hidden=message.extra.get("bcc", []) if way.can.letter else [],
            linked=list(linked),
            from_name=written_from(member, channel, conversation.language) if member else "",
            subject=words.subject,
            text=words.text,
            html=with_pixel(words.html or "", message, conversation.person),
            external_id=external,
            in_reply_to=answers,
            references=[key for key in references if key != external],
        ),
        by=member or CHA,
    )


def ask_tomorrow(event: Event) -> None:
    """Reaction: a day after a member put it right, the person is asked whether it is."""
    set_timer(f"ask:{event.subject_id}", event.at + ASK_AFTER, ask, event.subject_id)


@task("promises.ask", rank=5)
def ask(conversation_pk: int) -> None:
    """Ask whether it is put right, once, unless they said so already or it is open again.

    It waits until their quiet hours are over; who wants nothing but answers is not asked.
    """
    conversation = Conversation.objects.select_related("person").filter(pk=conversation_pk).first()
    if conversation is None or conversation.state != State.PUT_RIGHT:
        return
    likes = preferences_of(conversation.person)
    quiet = quiet_until(conversation.person, now())
    if quiet:
        set_timer(f"ask:{conversation_pk}", quiet, ask, conversation_pk)
    if quiet or likes.do_not_contact:
        return
    for way in _letters(conversation)[:1]:
        words = ask_words(conversation, way.channel, at=now())
        _send(conversation, way.channel, way.address, Delivery.Kind.ASK, words)


@task("promises.new_link", rank=1)
def send_new_link(conversation_pk: int) -> None:
    """The person asked for a new private link: it goes to the address they wrote from, never to another."""
    conversation = Conversation.objects.select_related("person").filter(pk=conversation_pk).first()
    if conversation is None:
        return
    for way in _letters(conversation)[:1]:
        words = link_words(conversation, way.channel, at=now())
        _send(conversation, way.channel, way.address, Delivery.Kind.LINK, words)


def _letters(conversation: Conversation) -> list[Way]:
    """The ways by which a letter reaches the person."""
    return [way for way in ways_to(conversation) if way.can.letter]


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
