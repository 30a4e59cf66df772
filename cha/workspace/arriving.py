"""Seeing yourself arrive: the picture a phone reads, the mail, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass

import segno
from django.utils.translation import get_language
from markupsafe import Markup

from cha.channels.email.composing import Outgoing, compose, message_id
from cha.channels.models import Channel
from cha.channels.models.payload import Arrival
from cha.conversations.models import Conversation, Kind, Message
from cha.core.clock import now
from cha.core.ids import new_id
from cha.language.times import by_when, clock
from cha.team.models import Member


@dataclass(frozen=True, slots=True)
class Arrived:
    """The newest message and its acknowledgement (None while it is being written), with times in words."""

    conversation: Conversation
    heard: Message
    at: str
    answer: Message | None
    promised: str


def qr(address: str) -> Markup:
    """A QR code of `mailto:` as one SVG, dark on light in every theme, without style attributes."""
    code = segno.make(f"mailto:{address}", error="m", micro=False)
    # What segno draws is made of numbers; the address is only in the squares.
    return Markup(code.svg_inline(scale=4, border=3, dark="#101010", light="#fff", svgclass="qr", omitsize=True))  # noqa: S704


def arrival(channel: Channel, words: str, *, sender: Member) -> Arrival:
    """A mail from a member to their own address, as if it had come in by the mail port."""
    mail = Outgoing(
        from_name=sender.name,
        from_address=sender.email,
        to=((channel.address, ""),),
        subject="Hello, it is me",
        text=words,
        message_id=message_id(new_id(), sender.email.rpartition("@")[2]),
        date=now(),
    )
    return Arrival("email", compose(mail), {"mail_from": sender.email, "recipients": [channel.address]})


def arrived(channel: Channel, member: Member) -> Arrived | None:
    """The newest thing that came in on a channel, None while nothing has."""
    heard = Message.objects.filter(channel_id=channel.pk, kind=Kind.HEARD).select_related("conversation__person")
    message = heard.order_by("-id").first()
    if message is None:
        return None
    said, zone, language = message.conversation, member.zone or channel.brand.zone, get_language() or "en"
    answer = Message.objects.filter(conversation=said, kind=Kind.ACKNOWLEDGED).order_by("id").first()
    due = said.next_promise_at
    return Arrived(
        conversation=said,
        heard=message,
        at=clock(message.at, zone=zone, language=language),
        answer=answer,
        promised=by_when(due, now=now(), zone=zone, language=language) if due else "",
    )
