"""Who a message is from: the contact point, the concern it goes on with, and whether that is proven."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from cha.channels.base import Inbound
from cha.channels.models.channel import Channel
from cha.channels.models.delivery import Delivery
from cha.channels.ours import owner
from cha.channels.pipeline.threading import conversation_for
from cha.conversations.models import Conversation
from cha.core.actor import CHA
from cha.language import fold
from cha.people.models import ContactPoint
from cha.people.models.contact_point import known_point, meet, move_in

NOBODY = "nobody@unknown.invalid"
# Addresses that say of themselves that nobody reads them.
_UNREAD = re.compile(
    r"^(no|do[-_.]?not|ne[-_.]?pas)[-_.]?(reply|repondre|antworten)|^nicht[-_.]?antworten|^noreply", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Sender:
    """`conversation` is the concern that this goes on with; `proven` says that the person is behind the address."""

    point: ContactPoint
    conversation: Conversation | None
    proven: bool


def written_for(inbound: Inbound, channels: dict[str, Channel]) -> Inbound:
    """The same message, from the person it was written for.

    A form of our own website, or a machine that nobody answers, writes on somebody's behalf: Reply-To says on whose.
    """
    if not inbound.reply_to or inbound.reply_to == inbound.address or is_ours(inbound.reply_to, channels):
        return inbound
    local, _, domain = inbound.address.rpartition("@")
    on_behalf = bool(_UNREAD.search(local)) or domain in {address.rpartition("@")[2] for address in channels}
    return replace(inbound, address=inbound.reply_to, authentic="", reply_to="") if on_behalf else inbound


def is_ours(address: str, channels: dict[str, Channel]) -> bool:
    """Whether an address is one of our channels', with or without a part after a plus, or in a domain that is ours."""
    return owner(channels, [address]) is not None


def sender_of(inbound: Inbound) -> Sender:
    """Find the sender, or meet them. Must be called inside a verb.

    Somebody who answers a mail of ours from a new address, under the name of the person it went to, is that person;
    the address is claimed until it is proven.
    """
    kind, address = inbound.point_kind or ContactPoint.Kind.EMAIL, inbound.address or NOBODY
    point = known_point(kind, address)
    if point is None and inbound.answers and inbound.name:
        conversation, _ = conversation_for(inbound, None)
        if conversation and same_name(inbound.name, conversation.person.name):
            return Sender(move_in(conversation.person, kind, address, by=CHA), conversation, proven=False)
    point = point or meet(kind, address, name=inbound.name, language=inbound.language if inbound.language_sure else "")
    conversation, proven = conversation_for(inbound, point)
    proven = (
        proven
        and not inbound.hand
        and inbound.authentic != "fail"
        and (point.proven or _was_written_to(point, conversation))
    )
    return Sender(point, conversation, proven)


def _was_written_to(point: ContactPoint, conversation: Conversation | None) -> bool:
    """Whether an answer proves this address: the only one of its person, or one that we wrote to in this concern.

    Who was in copy knows our reply address too, and may call himself by the person's name.
    """
    if not ContactPoint.objects.filter(person=point.person_id).exclude(pk=point.pk).exists():
        return True
    return Delivery.objects.filter(conversation=conversation, address=point.value).exists()


def same_name(one: str, other: str) -> bool:
    """Whether two names are written the same but for case, accents and order; one word alone is too little."""
    words, others = set(fold.tokens(one)), set(fold.tokens(other))
    return len(words) > 1 and words == others


def others_of(inbound: Inbound, channels: dict[str, Channel]) -> list[tuple[str, str]]:
    """Who else got it, as (address, name): everybody it went to but us and the sender; at most twenty."""
    named = {address.lower(): name for address, name in inbound.copies}
    everybody = dict.fromkeys([*named, *(address.lower() for address in inbound.recipients)])
    left = [one for one in everybody if one != inbound.address and not is_ours(one, channels)]
    return [(one, named.get(one, "")) for one in left[:20]]
