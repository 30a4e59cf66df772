"""The business's own targets, as members read them beside a conversation. Persons never see them."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.utils.translation import gettext as _

from cha.conversations.models import Conversation, State
from cha.language.times import at_when, by_when, span
from cha.promises.keeping_time import clock_of
from cha.promises.targets import TargetClock
from cha.workspace.now.rows import Moment

Line = tuple[str, str]
OPEN: Final = (State.OURS, State.THEIRS)


def target_lines(conversation: Conversation, moment: Moment) -> tuple[Line, ...]:
    """A state and a sentence for each target that is still to be met, or was missed and is not over."""
    if conversation.state not in OPEN:
        return ()
    found = (_line(clock, moment) for clock in clock_of(conversation, moment.at))
    return tuple((state, words[:1].upper() + words[1:]) for state, words in filter(None, found))


def step_words(step: str) -> str:
    """A step as a sentence begins with it: "first answer"."""
    return {"first": _("first answer"), "next": _("next answer"), "put_right": _("put right")}[step]


def _line(clock: TargetClock, moment: Moment) -> Line | None:
    when = {"now": moment.at, "zone": moment.zone, "language": moment.language}
    step = step_words(clock.step)
    match clock.state:
        case "running" if clock.due:
            return "running", _("%(step)s %(by_when)s") % {"step": step, "by_when": by_when(clock.due, **when)}  # type: ignore[arg-type]
        case "missed" if clock.due:
            due = at_when(clock.due, **when)  # type: ignore[arg-type]
            return "missed", _("%(step)s was due %(at_when)s") % {"step": step, "at_when": due}
        case "paused":
            left = span(max(clock.left, timedelta()), moment.language)
            return "paused", _("%(step)s, %(span)s left once they answer") % {"step": step, "span": left}
    return None
