"""Reading: the JSON of what `receiving` stored, as values."""

from __future__ import annotations

from typing import Any

import orjson

from cha.channels.api.values import external_id, point_value
from cha.channels.base import Answers, Inbound
from cha.conversations.models.hearing import HeardFile
from cha.language.detect import detect
from cha.people.models import ContactPoint

NOT_OURS = "This was not said over a channel of the API."


def read_said(raw: bytes) -> Inbound:
    """The values. Raises ValueError in words."""
    said = _said(raw)
    channel, text, language = int(said["channel"]), str(said["text"]), str(said.get("language") or "")
    guess = detect(text, hint=language or None) if text else None
    conversation = int(said.get("conversation") or 0)
    return Inbound(
        point_kind=ContactPoint.Kind.HANDLE,
        address=point_value(channel, str(said["handle"])),
        name=str(said.get("name") or ""),
        text=text,
        subject=str(said.get("subject") or ""),
        topic=str(said.get("topic") or ""),
        language=language or (guess.code if guess else ""),
        language_sure=bool(language) or bool(guess and guess.sure),
        external_id=external_id(channel, str(said["id"])),
        answers=Answers("c", conversation) if conversation else None,
        files=tuple(_file(one) for one in said.get("files") or ()),
        channel=channel,
    )


def _said(raw: bytes) -> dict[str, Any]:
    try:
        said = orjson.loads(raw)
    except ValueError as error:
        raise ValueError(NOT_OURS) from error
    if not isinstance(said, dict) or not {"channel", "handle", "id", "text"} <= said.keys():
        raise ValueError(NOT_OURS)
    return said


def _file(said: dict[str, Any]) -> HeardFile:
    return HeardFile(
        name=str(said["name"]),
        content_type=str(said["type"]),
        content=b"",
        digest=str(said["digest"]),
        size=int(said["size"]),
    )
