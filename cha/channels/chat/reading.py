"""Reading: the JSON of what a visitor said, as values."""

from __future__ import annotations

from typing import Any

import orjson

from cha.channels.base import Answers, Inbound
from cha.channels.chat.values import external_id
from cha.conversations.models.hearing import HeardFile
from cha.language.detect import detect
from cha.people.models import ContactPoint

NO_CHAT = "This was not said in our chat."


def read_told(raw: bytes) -> Inbound:
    """The values in what `receiving` stored. Raises ValueError in words."""
    said = _said(raw)
    text, language, mail = str(said["text"]), str(said.get("language") or ""), str(said.get("mail") or "")
    guess, account = detect(text, hint=language or None) if text else None, str(said.get("account") or "")
    conversation, page = said.get("conversation") or 0, said.get("page") or {}
    return Inbound(
        point_kind=ContactPoint.Kind.ACCOUNT if account else ContactPoint.Kind.VISITOR,
        address=account or str(said["visitor"]),
        name=str(said.get("name") or ""),
        text=text,
        language=guess.code if guess else language,
        language_sure=bool(guess and guess.sure),
        external_id=external_id(str(said["visitor"]), str(said["once"])),
        answers=Answers("c", int(conversation)) if conversation else None,
        files=tuple(_file(one) for one in said.get("files") or ()),
        marks={"page": page} if page else {},
        channel=int(said["channel"]),
        also=((ContactPoint.Kind.EMAIL, mail),) if mail else (),
    )


def _said(raw: bytes) -> dict[str, Any]:
    try:
        said = orjson.loads(raw)
    except ValueError as error:
        raise ValueError(NO_CHAT) from error
    if not isinstance(said, dict) or not {"visitor", "once", "text", "channel"} <= said.keys():
        raise ValueError(NO_CHAT)
    return said


def _file(said: dict[str, Any]) -> HeardFile:
    return HeardFile(
        name=str(said["name"]),
        content_type=str(said["type"]),
        content=b"",
        digest=str(said["digest"]),
        size=int(said["size"]),
    )
