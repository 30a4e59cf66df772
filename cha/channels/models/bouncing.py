"""Bouncing: what went out came back. The message says so, and who must look sees it among the failures."""

from __future__ import annotations

from collections.abc import Mapping

from cha.channels.base import Bounce
from cha.channels.models.delivery import Delivery, show
from cha.core.actor import CHA
from cha.core.clock import now
from cha.core.ids import new_id
from cha.core.ledger import record
from cha.core.prepared import insert, read_locked, update
from cha.core.verbs import verb

# RFC 5321, 4.2.3: the address itself is not known there.
NO_SUCH = (550, 551, 553)
# RFC 5321, 4.2: what a server would have said to us directly.
CODES = {"hard": 550, "policy": 550, "soft": 452, "delay": 451}


def _answer(bounce: Bounce) -> str:
    return " ".join(part for part in (bounce.status, bounce.words) if part)[:2000]


@verb
def came_back(delivery: Delivery, bounce: Bounce) -> Delivery:
    """Note that a delivery came back, once; while the other server still tries (`delay`), only that it is late."""
    locked = read_locked(Delivery, delivery.pk)
    if locked.back == bounce.kind or locked.state == Delivery.State.DROPPED:
        return locked
    locked.back, locked.said, locked.code = bounce.kind, _answer(bounce), CODES[bounce.kind]
    if bounce.kind != "delay":
        locked.state = Delivery.State.FAILED
    update(locked, ["back", "said", "code", "state"])
    _tell(locked, "delivery.delayed" if bounce.kind == "delay" else "delivery.failed")
    return locked


@verb
def arrived(delivery: Delivery, address: str) -> Delivery:
    """Note that a provider saw a delivery arrive, once; what was only late (`delay`) is so no more."""
    locked = read_locked(Delivery, delivery.pk)
    if locked.arrived_at or locked.back not in ("", "delay") or address != locked.address.lower():
        return locked
    locked.arrived_at, locked.back = now(), ""
    update(locked, ["arrived_at", "back"])
    _tell(locked, "delivery.arrived")
    return locked


@verb
def copy_came_back(delivery: Delivery, address: str, bounce: Bounce) -> Delivery:
    """Note that a copy for `address` came back: a delivery of its own that failed, once. The others have theirs."""
    external_id = f"{delivery.external_id[:180]}#{address}"[:250]
    known = Delivery.objects.filter(external_id=external_id).first()
    if known or bounce.kind == "delay":
        return known or delivery
    names = [field.attname for field in Delivery._meta.concrete_fields]
    copy = Delivery(**{name: getattr(delivery, name) for name in names})
    copy.pk, copy.external_id, copy.address, copy.copies = new_id(), external_id, address, []
    copy.domain = address.rpartition("@")[2][:255]
    copy.state, copy.back, copy.said = Delivery.State.FAILED, bounce.kind, _answer(bounce)
    copy.code, copy.sent_at = CODES[bounce.kind], None
    insert(copy)
    _tell(copy, "delivery.failed", shows=False)
    return copy


@verb
def note_refused(delivery: Delivery, refused: Mapping[str, tuple[int, str]]) -> None:
    """Some of several addresses were not taken, while the others were: each is a failure of its own, once."""
    for address, (code, words) in refused.items():
        bounce = Bounce("hard" if code in NO_SUCH else "policy" if code >= 500 else "soft", address, words=words)
        if address.lower() == delivery.address.lower():
            came_back(delivery, bounce)
        else:
            copy_came_back(delivery, address.lower(), bounce)


def _tell(delivery: Delivery, happened: str, *, shows: bool = True) -> None:
    conversation = show(delivery) if shows else delivery.conversation
    record(
        happened,
        by=CHA,
        on=delivery,
        conversation=conversation.pk if conversation else None,
        person=conversation.person_id if conversation else None,
        message=delivery.message_id,
        code=delivery.code,
        back=delivery.back,
    )
