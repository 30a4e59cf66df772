"""What a chat adds to the thread: up to where they saw it, when somebody is back, what they can tap."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from cha.channels.models.visit import Visit
from cha.conversations.models import Kind
from cha.promises.keeping import NO_ANSWER
from cha.workspace.now.carried import Carried


def seen_upto(visits: Sequence[Visit]) -> int:
    """The last message of ours that the person saw in the chat; 0 for none."""
    return max((visit.seen_id for visit in visits), default=0)


def read_mark(messages: Sequence[Mapping[str, Any]], upto: int) -> int:
    """The message that says so: the last of ours that they saw, unless they wrote since; 0 for none."""
    if not upto:
        return 0
    for row in reversed(messages):
        if row["kind"] == Kind.HEARD:
            return 0
        if row["kind"] == Kind.SAID and row["id"] <= upto and "withdrawn_at" not in row["extra"]:
            return int(row["id"])
    return 0


def is_answer(row: Mapping[str, Any]) -> bool:
    """Whether a message answers the person: asking for a moment does not, nor being sorry."""
    return row["kind"] == Kind.SAID and not NO_ANSWER & row["extra"].keys()


def chatted(row: Mapping[str, Any], time: Callable[[datetime], str]) -> tuple[Carried, ...]:
    """The lines under a message: by when somebody is back, and the answers that can be tapped."""
    extra, found = row["extra"], []
    if until := extra.get("hold_until"):
        title = _("Sorry said, once.") if extra.get("sorry_for") else _("Looking into it.")
        back = _("back by %(time)s") % {"time": time(datetime.fromisoformat(until))}
        found.append(Carried("hourglass", title, back))
    if "warns" in extra or "apologises" in extra:
        told = _("Said before it slips.") if "warns" in extra else _("Sorry said, with a new time.")
        found.append(Carried("handshake", told, ""))
    if extra.get("buttons"):
        found.append(Carried("list-checks", _("They can tap:"), " · ".join(map(str, extra["buttons"]))))
    return tuple(found)
