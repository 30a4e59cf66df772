"""The pathway under the first answer: each step in a word or two, and when."""

from __future__ import annotations

from typing import Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cha.language.times import by_when
from cha.promises.pathway import Step
from cha.promises.wording import pathway_of
from cha.ui.pieces import Step as Shown
from cha.workspace.now.entry import Frame

SHORT: Final = 14


def pathway_lines(frame: Frame) -> tuple[Shown, ...]:
    """Every step, as the thread shows it."""
    steps = pathway_of(frame.conversation, now=frame.now, language=get_language() or "en")
    return tuple(Shown(step.state, _step(step, frame), _step_when(step, frame)) for step in steps)


def _step(step: Step, frame: Frame) -> str:
    who, person = step.who, _short(frame.names.person)
    if step.code == "own":
        return step.words
    if step.code == "received":
        return _("Heard")
    if step.code == "read":
        return _("Read")
    if step.code == "answered":
        return _("%(who)s answers") % {"who": who} if who else _("Answer")
    if step.code == "put_right":
        return _("%(who)s’s turn") % {"who": person} if step.side == "them" else _("Put right")
    return _("%(who)s confirms") % {"who": person}


def _short(name: str) -> str:
    """A first name, or the beginning of an address, that fits the narrow column of a step."""
    first = name.split(" ")[0].partition("@")[0] or name
    return first if len(first) <= SHORT else f"{first[: SHORT - 1]}…"


def _step_when(step: Step, frame: Frame) -> str:
    if step.at:
        return frame.time(step.at)
    return by_when(step.by, now=frame.now, zone=frame.zone, language=get_language() or "en") if step.by else ""
