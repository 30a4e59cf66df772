"""Whether a delivery goes out signed, sealed, both or neither, and with which keys.

A member's word counts (`seal` on the message: yes or no). Without one, an answer to what came sealed is sealed when a
key is known for everybody. What must be sealed and cannot be is not sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet

from cha.channels.email.composing import Outgoing
from cha.channels.email.sealing.values import CannotSeal, OurKey, TheirKey
from cha.channels.models.channel import Channel
from cha.channels.models.delivery import Delivery
from cha.channels.models.sealing_key import keys_of, keys_to_seal_for
from cha.conversations.models import Kind, Message
from cha.core.queries import asked

NO_KEY: Final = "It was to be sealed, and no key is known for %s. Add their key, or write it once more without sealing."
HIDDEN: Final = "It was to be sealed, and a sealed mail tells everybody who has it: it cannot have hidden copies."
NOT_OURS: Final = "It was to be signed, and the key for it is gone or can no longer be read. Add it again in Settings."


@dataclass(frozen=True, slots=True)
class Shield:
    """How a mail is protected: composed bytes in, what goes over the wire out. Raises CannotSeal."""

    sign: OurKey | None
    seal: tuple[TheirKey, ...]
    ours: OurKey | None

    def __call__(self, raw: bytes) -> bytes:
        # Imported where it is used: most mail is neither signed nor sealed.
        from cha.channels.email.sealing.making import protect

        return protect(raw, sign=self.sign, seal=self.seal, ours=self.ours)


def shield_for(delivery: Delivery, channel: Channel, mail: Outgoing) -> Shield | None:
    """What protects this mail, None for nothing. Raises CannotSeal when it must be and cannot."""
    said = str(delivery.message.extra.get("seal", "")) if delivery.message else ""
    if said != "yes" and not channel.settings.get("keys"):
        return None
    addresses = [address for address, _ in (*mail.to, *mail.cc)]
    seal = _keys(delivery, addresses, said)
    ours, way = keys_of(channel), str(channel.settings.get("sign", ""))
    of_kind = next((key for key in ours if key.kind == (seal[0].kind if seal else way)), None)
    if way and not of_kind and not seal:
        raise CannotSeal(NOT_OURS)
    if not seal and not way:
        return None
    return Shield(of_kind if way else None, seal, of_kind)


def _keys(delivery: Delivery, addresses: list[str], said: str) -> tuple[TheirKey, ...]:
    if said == "yes" and delivery.hidden:
        raise CannotSeal(HIDDEN)
    must = said == "yes"
    wanted = must or (not said and not delivery.hidden and answers_sealed(delivery.conversation_id))
    found = keys_to_seal_for(addresses) if wanted else ()
    if must and not found:
        lacking = [address for address in addresses if not keys_to_seal_for([address])]
        raise CannotSeal(NO_KEY % (", ".join(lacking[:3]) or "all of them alike"))
    return found


def answers_sealed(conversation: int | None) -> bool:
    """Whether the last that was heard in a conversation came sealed."""
    last = next(iter(_heard(conversation)), None) if conversation else None
    return bool(last and last.get("unsealed"))


@asked(int)
def _heard(conversation: int) -> QuerySet[Message, dict[str, object]]:
    rows = Message.objects.filter(conversation_id=conversation, kind=Kind.HEARD).order_by("-id")
    return rows.values_list("extra", flat=True)[:1]
