"""Unsealing: what is signed is checked, what is sealed for us is opened, between reading a mail and recording it.

The payload keeps the bytes as they came; what is recorded are the plain words. `read` of a medium never touches the
database, so it is asked twice: first for what the mail is, then for the words of what was opened.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, replace

from cha.channels.base import Inbound, Medium
from cha.channels.email.sealing.values import MISSING, Seal, State, Unsealed, is_installed
from cha.channels.models.payload import Payload
from cha.channels.models.sealing_key import learn_key, ring_for
from cha.channels.pipeline.erasing import drop_files
from cha.channels.pipeline.recording import channel_for
from cha.conversations.models import Message

_MARKS = ("signed", "encrypted")
# What the reader says of a From that does not name one person.
_AMBIGUOUS = ("several From addresses", "no From", "a From without a usable address")


@dataclass(frozen=True, slots=True)
class Looked:
    """A mail as it is to be recorded, what its signature says, and kept files that it no longer has."""

    inbound: Inbound
    seal: Seal | None = None
    left: tuple[str, ...] = ()


def read_into(payload: Payload, medium: Medium) -> Looked:
    """Read a payload; with what was signed or sealed about it, when it was. Raises ValueError as `read` does."""
    inbound = medium.read(payload)
    if not any(name in inbound.marks for name in _MARKS):
        return Looked(inbound)
    if not is_installed():
        return Looked(replace(inbound, marks={**inbound.marks, "shut": MISSING}))
    from cha.channels.email.sealing.opening import open_mail

    sender = "" if any(words in inbound.problems for words in _AMBIGUOUS) else inbound.address
    ring = ring_for(channel_for(payload.medium, inbound.recipients), sender)
    found = open_mail(payload.content(), payload.received_at, sender, ring)
    if found.raw is None:
        return Looked(_marked(inbound, inbound, found), found.seal)
    plain = copy(payload)
    plain.raw, plain.file = found.raw, ""
    opened = medium.read(plain)
    kept = {file.digest for file in opened.files}
    left = tuple(file.digest for file in inbound.files if file.digest not in kept)
    return Looked(_marked(opened, inbound, found), found.seal, left)


def remember(looked: Looked, message: Message | None) -> None:
    """After it was recorded: remember whose key it was, and let go of files that only the sealed mail had."""
    inbound = looked.inbound
    doubtful = inbound.machine or inbound.spam or inbound.authentic == "fail"
    if message and looked.seal and not doubtful:
        learn_key(looked.seal)
    if looked.left:
        drop_files.enqueue(list(looked.left))


def _marked(inbound: Inbound, before: Inbound, found: Unsealed) -> Inbound:
    """The mail with the outcome on it; a checked signature speaks for the address."""
    marks = {**{name: before.marks[name] for name in _MARKS if name in before.marks}, **inbound.marks}
    if found.seal:
        marks["seal"] = _told(found.seal)
    if found.opened:
        marks["unsealed"] = str(found.opened)
    if found.shut:
        marks["shut"] = found.shut
    if found.seal and found.seal.state == State.HOLDS and found.seal.checked:
        return replace(inbound, marks=marks, authentic="pass", signed=False)
    # What was opened is not what the house of the sender signed: its signature is about the bytes outside.
    return replace(inbound, marks=marks, authentic=before.authentic, signed=before.signed)


def _told(seal: Seal) -> dict[str, object]:
    return {
        "kind": str(seal.kind),
        "state": str(seal.state),
        "words": seal.words,
        "address": seal.address,
        "name": seal.name,
        "fingerprint": seal.fingerprint,
        "checked": seal.checked,
    }
