"""Receiving: what a visitor says is stored byte for byte, then read at once; the view has checked that they may."""

from __future__ import annotations

from dataclasses import asdict

import orjson
from django.db import IntegrityError
from django.db.models import QuerySet

from cha.channels.chat.values import MEDIUM, Told, external_id
from cha.channels.models.payload import Arrival
from cha.channels.models.visit import Visit, Visitor, be_here, come_in, keep_mail
from cha.channels.pipeline.reading import receive_now
from cha.conversations.models import Conversation, Message
from cha.core.queries import asked
from cha.core.verbs import verb


def said_already(visitor: str, once: str) -> Message | None:
    """The message that was said under this word before."""
    return next(iter(_called(external_id(visitor, once))), None)


@asked(str)
def _called(name: str) -> QuerySet[Message]:
    known = Message.objects.exclude(external_id="").filter(external_id=name)
    return known.select_related("conversation")[:1]


def hear_told(told: Told, visitor: Visitor, visit: Visit | None = None) -> tuple[Message, Visit]:
    """Store it, read it, and let the visitor be in its conversation: `visit`, where that is known. Twice is once.

    Raises DatabaseError or OSError when it could not be stored: the browser tries again.
    """
    arrival = Arrival(MEDIUM, orjson.dumps(asdict(told), option=orjson.OPT_SORT_KEYS))
    try:
        return _heard(arrival, told, visitor, visit)
    except IntegrityError:
        # Another tab sent the same at the same moment; now it is there.
        return _heard(arrival, told, visitor, visit)


@verb
def _heard(arrival: Arrival, told: Told, visitor: Visitor, visit: Visit | None) -> tuple[Message, Visit]:
    payload, message = receive_now(arrival)
    message = message or said_already(told.visitor, told.once)
    if message is None:
        message = Message.objects.select_related("conversation").get(pk=payload.message_id or 0)
    if visit is None or visit.conversation_id != message.conversation_id:
        return message, let_in(message.conversation, visitor, told.mail)
    be_here(visit)
    _reach(visit, told.mail)
    return message, visit


@verb
def let_in(conversation: Conversation, visitor: Visitor, mail: str = "") -> Visit:
    """The visit in which something was said, with the address that was given for answers."""
    visit = come_in(conversation, visitor)
    _reach(visit, mail)
    return visit


def _reach(visit: Visit, mail: str) -> None:
    if mail and visit.mail != mail:
        keep_mail(visit, mail)
