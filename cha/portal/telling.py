"""What a person does on their page: says something, puts right what we understood, says whether it is put right.

Each is done once, however often its button is pressed: a form carries a word of its own (`once`), kept with its words.
"""

from __future__ import annotations

from dataclasses import dataclass

from cha.channels.email.answering import answers_to
from cha.channels.letters import letter_channel
from cha.channels.models import Channel, Delivery
from cha.conversations.models import Conversation, Heard, Message, confirm, hear, open_conversation, reopen
from cha.conversations.models.hearing import HeardFile
from cha.conversations.models.message import first_words
from cha.core.actor import CHA
from cha.core.clock import now
from cha.core.ledger import record
from cha.core.verbs import verb
from cha.language.detect import detect
from cha.people.models import Fact, Person
from cha.people.models.contact_point import ContactPoint, verify
from cha.people.models.fact import correct
from cha.promises.expecting import expected
from cha.promises.models import Promise, make_promise
from cha.promises.understanding import understand

MEDIUM = "portal"


@dataclass(frozen=True, slots=True)
class Told:
    """What was typed into a form. `once` is the form's own word; `files` are kept already."""

    text: str
    once: str
    files: tuple[HeardFile, ...] = ()

    @property
    def key(self) -> str:
        return f"{MEDIUM}:{self.once}"


@verb
def answer(conversation: Conversation, told: Told, *, by: Person) -> Message:
    """Hear what the person says on their page, as from the address they wrote from. The same form is heard once."""
    locked = Conversation.objects.locked(conversation.pk)
    before = Message.objects.filter(conversation=locked, external_id=told.key).first()
    if before:
        return before
    proves(locked, by)
    # What was put right is open again in its own right before the new words come.
    reopen(locked, by=by)
    return hear(conversation, _heard(conversation, told))


def _heard(conversation: Conversation, told: Told) -> Heard:
    return Heard(
        text=told.text,
        medium=MEDIUM,
        channel_id=conversation.channel_id,
        address=answers_to(conversation),
        author_name=conversation.person.name,
        external_id=told.key,
        language=detect(told.text, hint=conversation.language or None).code if told.text else conversation.language,
        files=told.files,
    )


@verb
def put_understanding_right(conversation: Conversation, told: Told, fact: Fact | None, *, by: Person) -> Message:
    """Hear in their own words what we had wrong, and keep the better fact when they said which one it was."""
    before = Message.objects.filter(conversation=conversation, external_id=told.key).first()
    if before:
        return before
    message = answer(conversation, told, by=by)
    if fact and fact.corrected_by is None:
        correct(fact, better_value(fact.kind, told.text, message.language), by=by, source=MEDIUM)
    return message


def better_value(kind: str, words: str, language: str) -> str:
    """The fact of this kind in the words, as patterns see it; else the words themselves."""
    found = (fact.value for fact in understand("", words, language=language or "en").facts if fact.kind == kind)
    return next(found, first_words(words, 300))


@verb
def say_put_right(conversation: Conversation, *, by: Person) -> None:
    """The person says that it is put right."""
    proves(conversation, by)
    confirm(conversation, by=by)


def say_not_yet(conversation: Conversation, *, by: Person, proven: bool = True) -> None:
    """The person says that it is not put right yet: open again, and with a promise when none stands.

    `proven`: it was said on the page that our mail leads to, which proves the mail's address.
    """
    _open_again(conversation, by, proven=proven)


@verb
def _open_again(conversation: Conversation, by: Person, *, proven: bool) -> None:
    if proven:
        proves(conversation, by)
    reopen(conversation, by=by)
    promise_an_answer(conversation)
    record("conversation.not_yet", by=by, on=conversation, conversation=conversation.pk, person=by.pk)


def promise_an_answer(conversation: Conversation) -> None:
    """What they said has a time by which it is answered, where no promise stands. Must be called inside a verb."""
    channel = Channel.objects.select_related("brand", "team").filter(pk=conversation.channel_id or 0).first()
    promised = Promise.objects.filter(conversation=conversation, state=Promise.State.OPEN).exists()
    if channel and not promised:
        at = now()
        by_when = expected(channel, at, topic=conversation.topic, own=True)
        make_promise(conversation, by_when.by, by=CHA, keeper=conversation.assignee, at=at)


def begin(person: Person, told: Told, address: str) -> Conversation | None:
    """A new concern from "all my conversations". None while the business has no channel to answer by."""
    channel = letter_channel()
    return _begin(person, told, address, channel) if channel else None


@verb
def _begin(person: Person, told: Told, address: str, channel: Channel) -> Conversation:
    Person.objects.select_for_update().get(pk=person.pk)
    before = Message.objects.filter(conversation__person=person, external_id=told.key).first()
    if before:
        return before.conversation
    conversation = open_conversation(
        person,
        by=person,
        subject=first_words(told.text, 80),
        medium=channel.medium,
        channel_id=channel.pk,
        brand_id=channel.brand_id,
        team_id=channel.team_id,
        language=detect(told.text, hint=person.language or None).code,
    )
    heard = Heard(
        text=told.text,
        medium=MEDIUM,
        channel_id=channel.pk,
        address=address,
        author_name=person.name,
        external_id=told.key,
        language=conversation.language,
    )
    hear(conversation, heard)
    return conversation


@verb
def ask_for_link(conversation: Conversation) -> None:
    """Whoever holds a rested link asks for a new one: it goes to the address the person wrote from, no other."""
    record(
        "link.asked",
        by=conversation.person,
        on=conversation,
        conversation=conversation.pk,
        person=conversation.person_id,
    )


def proves(conversation: Conversation, person: Person) -> None:
    """What is done on the page proves the address its link was sent to, when there was only one and it is theirs.

    Done when a form is sent, never when a page is opened: scanners of mail open links too.
    """
    sent = Delivery.objects.filter(conversation=conversation, state=Delivery.State.SENT)
    addresses = set(sent.values_list("address", flat=True).distinct()[:2])
    if len(addresses) == 1:
        point = ContactPoint.objects.filter(person=person, value__in=addresses, verified_at=None).first()
        if point:
            verify(point, "link", by=person)
