"""Receiving: what a member wrote down for somebody at the counter becomes a payload. Sent twice, it is one."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Final

from cha.channels.models import Channel, Payload
from cha.channels.models.payload import Arrival, receive
from cha.conversations.models.hearing import HeardFile

MEDIUM: Final = "counter"


@dataclass(frozen=True, slots=True)
class Jot:
    """What was said at the counter. `once` is the page's own word, the same however often it is sent.

    `kind` and `address` are a contact point of whoever said it, `name` what they are called; `hand` is the member who
    wrote it down, `hand_name` their first name, `conversation` what it goes on with (None: a concern of its own).
    """

    once: str
    words: str
    kind: str
    address: str
    name: str
    hand: int
    hand_name: str = ""
    conversation: int | None = None
    language: str = ""
    files: tuple[HeardFile, ...] = ()


def take_down(channel: Channel, jot: Jot) -> Payload:
    """Keep what was written down, durably, and have it read. Who may write in `conversation` was asked before.

    Raises OSError or DatabaseError when it could not be kept.
    """
    files = [{"name": file.name, "type": file.content_type, "digest": file.digest} for file in jot.files]
    said = {"counter": 1, "channel": channel.pk, **_plain(jot), "files": files}
    raw = json.dumps(said, sort_keys=True, ensure_ascii=False).encode(errors="replace")
    return receive([Arrival(MEDIUM, raw, {"channel": channel.pk})])[0]


def _plain(jot: Jot) -> dict[str, object]:
    said = asdict(jot)
    del said["files"]
    return said
