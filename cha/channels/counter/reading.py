"""Reading: the JSON of what was written down at the counter, as values."""

from __future__ import annotations

import json
from typing import Any, Final

from cha.channels.base import Answers, Inbound
from cha.conversations.models.hearing import HeardFile
from cha.conversations.models.message import first_words
from cha.core import files
from cha.core.errors import NotFound
from cha.language.detect import detect

NO_JOT: Final = "Nothing of ours was written down here."
SUBJECT: Final = 80


def read_jot(raw: bytes) -> Inbound:
    """The values in what was written down. Raises ValueError in words."""
    said = _said(raw)
    try:
        return _inbound(said)
    except (TypeError, KeyError, OverflowError) as error:
        raise ValueError(NO_JOT) from error


def _inbound(said: dict[str, Any]) -> Inbound:
    words = str(said.get("words") or "")
    conversation = said.get("conversation")
    return Inbound(
        point_kind=str(said["kind"]),
        address=str(said["address"]),
        name=str(said.get("name") or ""),
        text=words,
        subject=first_words(words, SUBJECT),
        # A member writes in the house's language for somebody who may speak another.
        language=str(said.get("language") or "") or detect(words).code,
        external_id=f"counter:{said['once']}",
        # Sent again with other words: it goes on with what was sent before.
        thread=(f"counter:{said['once']}",),
        marks={"hand_name": str(said["hand_name"])} if said.get("hand_name") else {},
        answers=Answers("c", int(conversation)) if conversation else None,
        files=tuple(_file(one) for one in said.get("files") or ()),
        channel=int(said.get("channel") or 0) or None,
        hand=int(said["hand"]),
    )


def _said(raw: bytes) -> dict[str, Any]:
    try:
        said = json.loads(raw)
    except ValueError as error:
        raise ValueError(NO_JOT) from error
    if not isinstance(said, dict) or said.get("counter") != 1 or not {"kind", "address", "once", "hand"} <= said.keys():
        raise ValueError(NO_JOT)
    return said


def _file(one: dict[str, Any]) -> HeardFile:
    digest = str(one["digest"])
    try:
        content = files.get(digest)
    except NotFound as error:
        raise ValueError(f"The file {one['name']} is not there any more.") from error
    return HeardFile(name=str(one["name"]), content_type=str(one["type"]), content=content, digest=digest)
