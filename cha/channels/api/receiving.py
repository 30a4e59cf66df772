"""Receiving: what somebody says over a channel of the API is stored byte for byte, then read at once."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import Final

import orjson
from django.core import signing
from django.db import IntegrityError
from django.db.models import QuerySet

from cha.channels.api.values import MEDIUM, Said, SentFile
from cha.channels.models import Channel, Payload
from cha.channels.models.payload import Arrival, receive
from cha.channels.pipeline.reading import read_now
from cha.conversations.models import Conversation, Message, open_conversation
from cha.core.errors import Conflict, Unavailable
from cha.core.queries import asked
from cha.people.models import Person

SALT: Final = "cha.channels.api.file"
# Seconds for which a file that was taken in waits for its message.
WAITS: Final = 24 * 60 * 60


def hear_said(said: Said) -> tuple[Message, bool]:
    """The message, and whether it is new. The same id again is the message of the first time, whatever came between.

    Raises Conflict where the id stood for other words, Unavailable where it is stored but could not be read yet.
    """
    before = said_already(said)
    if before:
        return before, False
    payload = _stored(said)
    message = read_now(payload)
    if message:
        return message, True
    again = said_already(said)
    if again is None:
        raise Unavailable("It is kept, and will be read. Ask again with the same id.", after=2)
    return again, False


def said_already(said: Said) -> Message | None:
    """What was said under this id before. Raises Conflict where those are other words, or another person's."""
    found = next(iter(_called(said.external_id)), None)
    if found is not None and (found.text != said.text or not found.address.endswith(f":{said.handle}")):
        raise Conflict("This id stood for another message. Every message has its own.", code="id_used", field="id")
    return found


def opened_anew(channel: Channel, person: Person, said: Said) -> Said:
    """The same, in a conversation that was opened for it."""
    made = open_conversation(
        person,
        by=person,
        subject=said.subject,
        medium=MEDIUM,
        channel_id=channel.pk,
        brand_id=channel.brand_id,
        team_id=channel.team_id,
        language=said.language or person.language,
        topic=said.topic,
        at=datetime.fromisoformat(said.at),
    )
    return replace(said, conversation=made.pk)


def theirs(channel: Channel, person: int) -> QuerySet[Conversation]:
    """The conversations that somebody has over this channel; no others exist for it."""
    return Conversation.objects.standing().filter(channel_id=channel.pk, person_id=person)


def name_of_file(file: SentFile, channel: int) -> str:
    """What a file that was taken in is called until its message comes: good for a day, for this channel."""
    return signing.dumps([channel, file.digest, file.name, file.size, file.type], salt=SALT, compress=True)


def file_called(name: str, channel: int) -> SentFile:
    """The file of that name. Raises Conflict for one that is too old, another channel's, or none."""
    try:
        owner, digest, title, size, kind = signing.loads(name, salt=SALT, max_age=WAITS)
    except (signing.BadSignature, ValueError):
        owner = None
    if owner != channel:
        raise Conflict("There is no such file waiting. Send it again, then name it within a day.", code="no_such_file")
    return SentFile(digest, title, size, kind)


def _stored(said: Said) -> Payload:
    raw = orjson.dumps(asdict(said), option=orjson.OPT_SORT_KEYS)
    arrival = Arrival(MEDIUM, raw, received_at=datetime.fromisoformat(said.at).astimezone(UTC))
    try:
        return receive([arrival])[0]
    except IntegrityError:
        # The same at the same moment, in another process; now it is there.
        return receive([arrival])[0]


@asked(str)
def _called(name: str) -> QuerySet[Message]:
    known = Message.objects.exclude(external_id="").filter(external_id=name, kind="heard")
    return known.select_related("conversation").order_by("pk")[:1]
