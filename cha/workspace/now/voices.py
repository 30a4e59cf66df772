"""Who says a message in the thread, how, and what to be wary of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from cha.conversations.models import Kind
from cha.workspace.now import words

LOOKS: Final = {
    Kind.HEARD: "heard",
    Kind.SAID: "us",
    Kind.ACKNOWLEDGED: "us",
    Kind.NOTE: "note",
    Kind.PASSED: "side",
    Kind.RETURNED: "side",
}


def glyph_of(row: dict[str, Any]) -> str:
    """The drawing beside it."""
    if row["kind"] == Kind.PASSED:
        return "forward"
    return "lock" if row["kind"] == Kind.NOTE else words.glyph_of(row["medium"])


def voice(row: dict[str, Any], person: str) -> tuple[str, str]:
    """Who says it, and how."""
    kind = row["kind"]
    if kind == Kind.ACKNOWLEDGED:
        return _("Answered at once"), words.by_medium(row["medium"])
    first = row["author_name"].split(" ")[0]
    if kind == Kind.NOTE:
        return first, _("note for the team")
    if kind == Kind.SAID:
        return first or _("Cha"), _way_out(row)
    if kind == Kind.PASSED:
        return first, _("to %(address)s, not seen by %(name)s") % {"address": row["address"], "name": person.split()[0]}
    if kind == Kind.RETURNED:
        return row["author_name"], _("from outside, not seen by %(name)s") % {"name": person.split()[0]}
    return str(row["extra"].get("writer", "")) or person, _way_in(row)


def _way_out(row: dict[str, Any]) -> str:
    """By what medium, and who else has it."""
    extra = row["extra"]
    parts = [words.by_medium(row["medium"])]
    if extra.get("to"):
        parts.append(_("to %(address)s") % {"address": extra["to"]})
    if extra.get("cc"):
        parts.append(f"{_('copy to')} {', '.join(extra['cc'])}")
    if extra.get("bcc"):
        parts.append(f"{_('hidden copy to')} {', '.join(extra['bcc'])}")
    if extra.get("again_of"):
        parts.append(_("once more"))
    return ", ".join(part for part in parts if part)


def _way_in(row: dict[str, Any]) -> str:
    way = words.medium_words(row["medium"]) if row["medium"] else ""
    forwarder = str(row["extra"].get("forwarded_name", "")).split(" ")[0]
    if row["extra"].get("hand"):
        return _("%(way)s, written down by %(name)s") % {
            "way": way,
            "name": row["extra"].get("hand_name") or _("one of us"),
        }
    return f"{way}, {_('forwarded by %(name)s') % {'name': forwarder}}" if forwarder else way


def doubt(row: dict[str, Any]) -> str:
    """What to be wary of before anything is given away in answer to this."""
    if row["extra"].get("authentic") == "fail":
        return _("Their mail house says that it did not send this. Somebody else may have written it under their name.")
    return ""


def opened(row: dict[str, Any], time: Callable[[datetime], str]) -> str:
    """When it was opened, where its person agreed that this is told; "" otherwise."""
    at = row["extra"].get("opened_at")
    return _("opened %(when)s") % {"when": time(datetime.fromisoformat(at))} if at else ""
