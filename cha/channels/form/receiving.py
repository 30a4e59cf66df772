"""Receiving: what somebody sent with a contact form becomes a payload, word for word, its files by their digests.

A form that is sent twice is one payload: the JSON is the same to the byte.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Final

from cha.channels.models import Channel, Payload
from cha.channels.models.payload import Arrival, receive

MEDIUM: Final = "form"


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file that came along, kept already under `digest`; `size` in bytes."""

    name: str
    type: str
    digest: str
    size: int


@dataclass(frozen=True, slots=True)
class Submission:
    """A form as it was filled in.

    `once` is the form's own word, the same however often it is sent. `asked` are the questions that were answered: key,
    the words it was asked in, the answer as typed. `custom` are those of them that are fields of the house, by key, as
    such values are kept. `phone` is written with its country. `doubt` is why it may be a machine's, as a code, or "".
    """

    once: str
    words: str
    language: str = ""
    topic: str = ""
    about: str = ""
    asked: tuple[tuple[str, str, str], ...] = ()
    custom: tuple[tuple[str, str], ...] = ()
    name: str = ""
    email: str = ""
    phone: str = ""
    ring: str = ""
    files: tuple[SentFile, ...] = ()
    doubt: str = ""


def submit(channel: Channel, submission: Submission) -> Payload:
    """Keep a submission durably and have it read. When this returns, it survives a power cut.

    Raises OSError or DatabaseError when it could not be kept.
    """
    said = {"form": 1, "channel": channel.pk, **asdict(submission)}
    raw = json.dumps(said, sort_keys=True, ensure_ascii=False).encode(errors="replace")
    return receive([Arrival(MEDIUM, raw, {"channel": channel.pk})])[0]
