"""Acknowledging: the first answer, sent at once. What was understood, who looks next, by when, and the private link.

One per concern, not one per message; never to machines or spam; not when a member is already answering; limited per
address and per domain. The words are rendered before the verb begins: nothing is rendered inside a transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import QuerySet

from cha.channels.models import Channel, Delivery, channel_of, dispatch
from cha.channels.pipeline.threading import thread_of
from cha.channels.registry import medium_called
from cha.channels.ways import usual_way
from cha.conversations.models import Conversation, Kind, Message, State, read_mood, set_topic
from cha.conversations.models.presence import somebody_writes
from cha.core.actor import CHA
from cha.core.clock import now
from cha.core.held import renew
from cha.core.ids import new_id
from cha.core.ledger import record
from cha.core.prepared import insert, made, read
from cha.core.queries import asked
from cha.core.tasks import task
from cha.core.verbs import verb
from cha.people.models import ContactPoint, Person
from cha.people.models.fact import learn
from cha.promises.acknowledgement import Words
from cha.promises.coming_back import look_back
from cha.promises.expecting import expected as expected_by
from cha.promises.forecast import Estimate
from cha.promises.house_facts import understand_here
from cha.promises.models import make_promise
from cha.promises.models.said import keep_said
from cha.promises.signed import keep_signs, signs_here
from cha.promises.understanding import MoodGuess, Understood, UnderstoodFact, mood
from cha.promises.understanding.asking import asks_for
from cha.promises.understanding.signs import Sign
from cha.promises.wording import acknowledgement_words

PER_ADDRESS = (timedelta(days=1), 10)
# So many messages say what a conversation is about; later ones go on about it.
FIRST_WORDS = 3
PER_DOMAIN = (timedelta(hours=1), 2000)


@dataclass(frozen=True, slots=True)
class Understanding:
    """What was understood of one message. `asked`: our message that had asked, by the kind of fact it asked for.

    `signs`: what in it asks for more care.
    """

    understood: Understood
    mood: MoodGuess | None
    asked: Mapping[str, int] = field(default_factory=dict)
    signs: tuple[Sign, ...] = ()


@task("promises.acknowledge", rank=1)
def acknowledge_message(message_id: int) -> None:
    """Understand what a person said, and acknowledge their concern if nobody has."""
    message = heard_message(message_id)
    if message:
        understand_and_acknowledge(message, forecast)
        if message.conversation.heard_count <= FIRST_WORDS:
            look_back(message.conversation)


def heard_message(message_id: int) -> Message | None:
    """The message with its conversation and person; None when it is gone."""
    try:
        message = read(Message, message_id)
        message.conversation = read(Conversation, message.conversation_id)
        message.conversation.person = read(Person, message.conversation.person_id)
    except (Message.DoesNotExist, Conversation.DoesNotExist):
        return None
    return message


def forecast(channel: Channel, at: datetime, topic: str = "") -> Estimate:
    """When a member will have answered whoever writes now, and waits already."""
    return expected_by(channel, at, topic=topic, own=True)


def understand_and_acknowledge(message: Message, expected: Callable[[Channel, datetime, str], Estimate]) -> None:
    """Note what was understood; acknowledge it and promise what is `expected`, unless something keeps us silent."""
    conversation = message.conversation
    read = understand_here(message.subject, message.text, language=message.language or "en")
    channel = channel_of(conversation)
    found = Understanding(
        read,
        mood(message.text, message.language or "en"),
        asked_for(message) if read.facts and conversation.first_answer_at else {},
        signs_here(message, read, conversation.person, channel),
    )
    if channel is None or silent_because(conversation, message, channel):
        note_understanding(message, found)
        return
    over, address = back_to(message, channel)
    if over is None:
        note_understanding(message, found)
        return
    at = now()
    by_when = expected(channel, at, found.understood.topic or "")
    proven = bool(_proven_points(conversation.person_id, address))
    words = acknowledgement_words(message, over, found.understood, by_when.by, proven=proven, at=at)
    acknowledge(message, found, words, by_when, over, at, address)


def asked_for(message: Message) -> dict[str, int]:
    """What our last answer before this message asked for: its id, by kind of fact."""
    for pk, text, language in _said_before(message.conversation_id, message.pk):
        return dict.fromkeys(asks_for(text, language or "en"), pk)
    return {}


@asked(int, int)
def _said_before(conversation: int, message: int) -> QuerySet[Message, tuple[int, str, str]]:
    said = Message.objects.filter(conversation_id=conversation, pk__lt=message, kind=Kind.SAID, author_kind="member")
    return said.order_by("-pk").values_list("pk", "text", "language")[:1]


def back_to(message: Message, channel: Channel) -> tuple[Channel | None, str]:
    """Over which channel, and where, what they said is acknowledged: as it came, or the best way where nothing can be
    answered as it came. (None, "") when nothing reaches them.
    """
    if medium_called(channel.medium).capabilities.answers:
        return channel, message.address
    way = usual_way(message.conversation)
    return (way.channel, way.address) if way and not way.why_not else (None, "")


@asked(int, str)
def _proven_points(person: int, address: str) -> QuerySet[ContactPoint, int]:
    proven = ContactPoint.objects.filter(person_id=person, value=address, verified_at__isnull=False)
    return proven.values_list("pk", flat=True)[:1]


@task("promises.acknowledge_conversation", rank=1)
def acknowledge_conversation(conversation_id: int) -> None:
    """A conversation was taken back from aside: acknowledge it, if nobody has."""
    last = Message.objects.filter(conversation_id=conversation_id, kind=Kind.HEARD).order_by("-id").first()
    if last:
        acknowledge_message(last.pk)


def silent_because(conversation: Conversation, message: Message, channel: Channel) -> str:
    """Why this message is not acknowledged, as a code; "" when it is."""
    if conversation.acknowledged_at or conversation.state != State.OURS:
        return "once"
    if not channel.acknowledges or not message.address:
        return "off"
    if conversation.first_answer_at or somebody_writes(conversation.pk):
        return "answering"
    if message.address == channel.address:
        return "ourselves"
    return "limit" if limited(message.address) else ""


def limited(address: str) -> bool:
    """Whether this address, or its domain, has had as many acknowledgements lately as one may get."""
    span, most = PER_ADDRESS
    if len(_sent_to(address, now() - span)) >= most:
        return True
    span, most = PER_DOMAIN
    return len(_sent_to_domain(address.rpartition("@")[2], now() - span)) >= most


@asked(str, datetime)
def _sent_to(address: str, since: datetime) -> QuerySet[Delivery, int]:
    sent = Delivery.objects.filter(kind=Delivery.Kind.ACKNOWLEDGEMENT, address=address, made_at__gt=since)
    return sent.values_list("pk", flat=True)[: PER_ADDRESS[1]]


@asked(str, datetime)
def _sent_to_domain(domain: str, since: datetime) -> QuerySet[Delivery, int]:
    sent = Delivery.objects.filter(kind=Delivery.Kind.ACKNOWLEDGEMENT, domain=domain, made_at__gt=since)
    return sent.values_list("pk", flat=True)[: PER_DOMAIN[1]]


def lasting(fact: UnderstoodFact) -> bool:
    """Whether a fact is worth keeping on the person's card: "Monday" says nothing next week, "12 June" does."""
    return fact.kind != "date" or any(letter.isdigit() for letter in fact.value)


@verb
def note_understanding(message: Message, found: Understanding) -> None:
    """Keep what was understood: topic, facts and mood. A topic that stands is not replaced."""
    conversation = message.conversation
    if found.understood.topic and not conversation.topic:
        set_topic(conversation, found.understood.topic, by=CHA)
    for fact in filter(lasting, found.understood.facts):
        if fact.value.lower() == message.address:
            continue
        learn(
            conversation.person,
            fact.kind,
            fact.value,
            by=CHA,
            conversation=conversation.pk,
            message=message.pk,
            source=message.medium,
            asked_by=found.asked.get(fact.kind),
        )
    if found.mood:
        read_mood(message, found.mood.kind, list(found.mood.words))
    keep_signs(message, found.signs)


@verb
def acknowledge(
    heard: Message,
    found: Understanding,
    words: Words,
    by_when: Estimate,
    channel: Channel,
    at: datetime,
    address: str = "",
) -> Message | None:
    """Record the acknowledgement, the promise it makes, and its delivery. None when somebody was quicker."""
    conversation = Conversation.objects.locked(heard.conversation_id)
    if conversation.acknowledged_at or conversation.first_answer_at:
        return None
    note_understanding(heard, found)
    renew(conversation)
    conversation.change(acknowledged_at=at)
    promise = make_promise(conversation, by_when.by, by=CHA, at=at, told_at=at)
    keep_said(conversation.pk, conversation.channel_id or channel.pk, at, channel.hours(), by_when)
    message = _first_answer(conversation, address or heard.address, words, channel, at)
    answers, references = thread_of(conversation)
    dispatch(
        Delivery(
            kind=Delivery.Kind.ACKNOWLEDGEMENT,
            channel=channel,
            conversation=conversation,
            message=message,
            address=message.address,
            subject=words.subject,
            text=words.text,
            html=words.html or "",
            external_id=message.external_id,
            # A mail without a Message-ID cannot be named; the answer must not name itself.
            in_reply_to=answers if answers != message.external_id else "",
            references=[key for key in references if key != message.external_id],
        )
    )
    record(
        "conversation.acknowledged",
        by=CHA,
        on=conversation,
        conversation=conversation.pk,
        person=conversation.person_id,
        promise=promise.pk,
        rests_on=by_when.rests_on,
        samples=by_when.n,
    )
    return message


def _first_answer(conversation: Conversation, address: str, words: Words, channel: Channel, at: datetime) -> Message:
    pk = new_id(at)
    message = made(
        Message,
        id=pk,
        conversation_id=conversation.pk,
        kind=Kind.ACKNOWLEDGED,
        author_kind="cha",
        at=at,
        medium=channel.medium,
        channel_id=channel.pk,
        address=address,
        external_id=medium_called(channel.medium).external_id(pk, channel),
        subject=words.subject,
        text=words.text,
        language=conversation.language,
        delivery="waiting",
        extra={"preview": words.preview},
    )
    message.conversation = conversation
    insert(message)
    return message
