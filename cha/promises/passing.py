"""Passing on: what a member wrote to somebody outside goes out as a plain mail, and threads within itself alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext, override

from cha.channels.email.composing import message_id
from cha.channels.letters import letters_of
from cha.channels.models import Channel, Delivery, dispatch
from cha.conversations.models import Kind, Message, SideConversation
from cha.conversations.models.side import words_of_side
from cha.core.tasks import task
from cha.promises.large_files import Large, large_files
from cha.promises.voice import signature_of, written_from
from cha.team.models import Member

RULE: Final = "-" * 8


@task("promises.pass_on", rank=1)
def send_side(message_pk: int) -> None:
    """Words for somebody outside were released: make their delivery. Twice is once."""
    message = Message.objects.select_related("conversation__person").filter(pk=message_pk).first()
    if message is None or message.kind != Kind.PASSED or message.delivery != "waiting":
        return
    channel = letters_of(message.conversation)
    side = SideConversation.objects.filter(pk=message.extra["side"]).first()
    if channel is None or side is None:
        raise LookupError("there is nothing to send this through")
    member = Member.objects.get(pk=message.author_id or 0)
    dispatch(_delivery(message, side, channel, member), by=member)


def _delivery(message: Message, side: SideConversation, channel: Channel, member: Member) -> Delivery:
    external = message_id(message.pk, channel.address.rpartition("@")[2])
    Message.objects.filter(pk=message.pk).update(external_id=external)
    earlier = words_of_side(side.conversation_id, side.pk).filter(pk__lt=message.pk).exclude(external_id="")
    rows = list(earlier.values_list("external_id", "kind"))
    heard = [key for key, kind in rows if kind == Kind.RETURNED]
    large = large_files(message, language=member.language)
    return Delivery(
        kind=Delivery.Kind.SIDE,
        channel=channel,
        conversation=message.conversation,
        message=message,
        address=side.address,
        from_name=written_from(member, channel, member.language),
        subject=side.subject if not rows else f"Re: {side.subject}",
        text=_text(message, channel, member, large),
        linked=[file.pk for file in large],
        external_id=external,
        in_reply_to=(heard or [key for key, _ in rows] or [""])[-1],
        references=[key for key, _ in rows][-20:],
    )


def _text(message: Message, channel: Channel, member: Member, large: Sequence[Large]) -> str:
    signature = signature_of(channel, member) or f"{member.name}\n{channel.from_name or channel.brand.called}"
    words = [part for part in (message.text, signature) if part]
    words += [f"{file.name} ({file.size}, {file.until:%Y-%m-%d}):\n{file.url}" for file in large]
    if message.quoted:
        with override(member.language or "en"):
            words.append(f"{RULE} {gettext('passed on')} {RULE}\n\n{message.quoted}")
    return "\n\n".join(words) + "\n"
