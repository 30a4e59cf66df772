"""Reading: the JSON of a submission as values. What was answered stands below the words, each under its question."""

from __future__ import annotations

import json
from typing import Any, Final

from cha.channels.base import Inbound
from cha.conversations.models.hearing import HeardFile
from cha.core import files
from cha.core.errors import NotFound
from cha.language.detect import detect
from cha.people.models import ContactPoint

# The code of the question for an order's number, and the kind of fact that its answer is.
ORDER: Final = "order"
DOUBTS: Final = {
    "trap": "A field was filled in that people do not see.",
    "links": "Several links, from a browser that did not do the small sum.",
    "again": "The same words came several times within the hour.",
}
NO_FORM: Final = "This is no form of ours."


def read_submission(raw: bytes) -> Inbound:
    """The values in a submission. Raises ValueError in words."""
    said = _said(raw)
    try:
        return _inbound(said)
    except (TypeError, KeyError, OverflowError) as error:
        raise ValueError(NO_FORM) from error


def _inbound(said: dict[str, Any]) -> Inbound:
    email, phone, words = _text(said, "email"), _text(said, "phone"), _text(said, "words")
    guess = detect(words, hint=_text(said, "language") or None)
    doubt = _text(said, "doubt")
    return Inbound(
        point_kind=ContactPoint.Kind.EMAIL if email else ContactPoint.Kind.PHONE,
        address=email or phone,
        name=_text(said, "name"),
        text=_whole(words, said),
        subject=_text(said, "about"),
        language=guess.code,
        language_sure=guess.sure,
        external_id=f"form:{_text(said, 'once')}",
        # Sent again with other words: it goes on with what was sent before.
        thread=(f"form:{_text(said, 'once')}",),
        files=tuple(_file(one) for one in _list(said, "files")),
        marks={"ring": True} if said.get("ring") else {},
        spam=bool(doubt),
        machine_words=DOUBTS.get(doubt, ""),
        channel=int(said.get("channel") or 0) or None,
        topic=_text(said, "topic"),
        facts=_facts(said),
        filled=tuple((str(key), str(value)) for key, value in _list(said, "custom")),
        also=((ContactPoint.Kind.PHONE, phone),) if email and phone else (),
    )


def _said(raw: bytes) -> dict[str, Any]:
    try:
        said = json.loads(raw)
    except ValueError as error:
        raise ValueError(NO_FORM) from error
    if not isinstance(said, dict) or said.get("form") != 1 or not (said.get("email") or said.get("phone")):
        raise ValueError(NO_FORM)
    return said


def _text(said: dict[str, Any], name: str) -> str:
    return str(said.get(name) or "")


def _list(said: dict[str, Any], name: str) -> list[Any]:
    found = said.get(name)
    return found if isinstance(found, list) else []


def _whole(words: str, said: dict[str, Any]) -> str:
    answers = [f"{question}: {answer}" for _, question, answer in _list(said, "asked")]
    ring = _text(said, "ring")
    return "\n\n".join(part for part in (words, "\n".join([*answers, *([ring] if ring else [])])) if part)


def _facts(said: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple((ORDER, str(answer)) for key, _, answer in _list(said, "asked") if key == ORDER)


def _file(one: dict[str, Any]) -> HeardFile:
    digest = str(one["digest"])
    try:
        content = files.get(digest)
    except NotFound as error:
        raise ValueError(f"The file {one['name']} is not there any more.") from error
    return HeardFile(name=str(one["name"]), content_type=str(one["type"]), content=content, digest=digest)
