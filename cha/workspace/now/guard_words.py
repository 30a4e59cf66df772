"""The guard's verdict in words: why a time does not hold, and how much room its keeper has."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cha.language.times import clock, said, span
from cha.promises.guard import Reason, Verdict
from cha.team.models import Member
from cha.workspace.now.rows import Moment


def when_words(verdict: Verdict, at: Moment, zone: str, *, nearest: bool = False) -> str:
    """The asked moment, or the nearest that holds, on the person's clock: "tomorrow 11:00"."""
    moment = verdict.nearest if nearest else verdict.by
    return said(moment, now=at.at, zone=zone, language=at.language) if moment else ""


def why(verdict: Verdict, keeper: Member, reader: Member, at: Moment) -> str:
    """The first reason, as a sentence; "" where the time holds."""
    if not verdict.reasons:
        return ""
    reason = verdict.reasons[0]
    return _mine(reason, at) if keeper.pk == reader.pk else _theirs(reason, keeper.first_name, at)


def _mine(reason: Reason, at: Moment) -> str:
    if reason.code == "off_shift":
        return _("You do not work then.")
    if reason.code == "absent":
        return _("You are away then.")
    if reason.code == "full" and reason.n:
        return ngettext(
            "You have promised one thing before then.", "You have promised %(num)s things before then.", reason.n
        ) % {"num": reason.n}
    return _ANYBODY[reason.code](reason, at)


def _theirs(reason: Reason, name: str, at: Moment) -> str:
    if reason.code == "off_shift":
        return _("%(name)s does not work then.") % {"name": name}
    if reason.code == "absent":
        return _("%(name)s is away then.") % {"name": name}
    if reason.code == "full" and reason.n:
        return ngettext(
            "%(name)s has promised one thing before then.",
            "%(name)s has promised %(num)s things before then.",
            reason.n,
        ) % {"name": name, "num": reason.n}
    return _ANYBODY[reason.code](reason, at)


def _sooner(reason: Reason, at: Moment) -> str:
    takes = span(timedelta(minutes=reason.n), at.language)
    return _("Such things usually take %(span)s of the time that we are open.") % {"span": takes}


_ANYBODY: Final[dict[str, Callable[[Reason, Moment], str]]] = {
    "past": lambda _reason, _at: _("That moment has passed."),
    "closed": lambda _reason, _at: _("We are closed then."),
    "sooner": _sooner,
    "full": lambda _reason, _at: _("What is promised already fills the time until then."),
    "forecast": lambda _reason, _at: _("Others wait already and come first."),
}


def room_words(verdict: Verdict, keeper: Member, reader: Member, at: Moment) -> str:
    """A keeper to choose, with how much room they have: "You (there is room)", "Tomasz (full until 15:00)"."""
    name = _("You") if keeper.pk == reader.pk else keeper.first_name
    room = _room(verdict, at)
    return f"{name} ({room})" if room else name


def _room(verdict: Verdict, at: Moment) -> str:
    if verdict.ok:
        return _("there is room")
    code = verdict.reasons[0].code
    if code == "full" and verdict.nearest:
        same = verdict.nearest - verdict.by < timedelta(hours=12)
        shown = (
            clock(verdict.nearest, zone=at.zone, language=at.language)
            if same
            else said(verdict.nearest, now=at.at, zone=at.zone, language=at.language)
        )
        return _("full until %(time)s") % {"time": shown}
    return {"full": _("full"), "off_shift": _("does not work then"), "absent": _("away then")}.get(code, "")
