"""What a browser sends: JSON that is refused for its size before it is read, and values that are what they must be."""

from __future__ import annotations

import re
from typing import Any, Final

import orjson
from django.http import HttpRequest
from django.utils.translation import gettext as _

from cha.channels.email.addresses import normal
from cha.core.errors import Invalid, TooLarge

MOST_JSON: Final = 64 * 1024
MOST_TEXT: Final = 10_000
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u2028\u2029]")
_ONCE: Final = re.compile(r"[A-Za-z0-9._:-]{1,80}")


def said_in(request: HttpRequest) -> dict[str, Any]:
    """The object in a body; {} for none. Raises TooLarge, and Invalid for what is no object."""
    if length_of(request) > MOST_JSON:
        raise TooLarge(_("That is too much at once. Send it as a file."))
    body = request.body
    if not body.strip():
        return {}
    try:
        said = orjson.loads(body)
    except ValueError as error:
        raise Invalid(_("That did not arrive whole. Please try again.")) from error
    if not isinstance(said, dict):
        raise Invalid(_("That did not arrive whole. Please try again."))
    return said


def length_of(request: HttpRequest) -> int:
    """How long the body is, in bytes."""
    try:
        return max(int(request.META.get("CONTENT_LENGTH") or 0), 0)
    except ValueError:
        return 0


def words_in(said: dict[str, Any], name: str, most: int = MOST_TEXT) -> str:
    """A text as people write one, without signs that no keyboard has. Raises Invalid when it is none, or too long."""
    text = said.get(name) or ""
    if not isinstance(text, str):
        raise Invalid(_("That did not arrive whole. Please try again."), field=name)
    text = _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if len(text) > most:
        raise Invalid(_("That is too long: at most %(most)s signs at a time.") % {"most": f"{most:,}"}, field=name)
    return text


def line_in(said: dict[str, Any], name: str, most: int) -> str:
    """A text of one line, cut where it is too long."""
    text = said.get(name)
    return " ".join(_CONTROLS.sub(" ", text).split())[:most] if isinstance(text, str) else ""


def once_in(said: dict[str, Any]) -> str:
    """The browser's own word for what it sends. Raises Invalid for none."""
    once = said.get("once")
    if not isinstance(once, str) or not _ONCE.fullmatch(once):
        raise Invalid(_("That did not arrive whole. Please try again."), field="once")
    return once


def address_in(said: dict[str, Any], name: str) -> str:
    """An e-mail address, in lower case. Raises Invalid for what is none."""
    found = normal(line_in(said, name, 320))
    if found is None or "." not in found.rpartition("@")[2]:
        raise Invalid(_("That does not look like an e-mail address. One looks like name@example.org."), field=name)
    return found.lower()


def choice_in(said: dict[str, Any], name: str, *choices: object) -> Any:
    """One of the values that may stand there. Raises Invalid for another."""
    value = said.get(name)
    if not any(value is choice or (value == choice and type(value) is type(choice)) for choice in choices):
        raise Invalid(_("That did not arrive whole. Please try again."), field=name)
    return value
