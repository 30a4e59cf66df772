"""What boundaries are called on the members' screens."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cha.core.money import Money
from cha.language.times import said
from cha.resolutions.endings.bounding import YESES, Step
from cha.resolutions.models import Boundary
from cha.team.models import Member
from cha.workspace.now.rows import Moment


@dataclass(frozen=True, slots=True)
class Standing:
    """A boundary as colleagues see it. `head` and `rest` are one sentence; `tone` is that of a notice.

    asks: the reader may say yes to it. lifts: the reader may lift it, or say no.
    """

    id: int
    icon: str
    tone: str
    head: str
    rest: str
    asks: bool = False
    lifts: bool = False


def standing_words(row: Boundary, reader: Member, at: Moment) -> Standing:
    """A boundary in words, for a reader, at a moment."""
    icon, tone, head = _heads()[Step(row.step)]
    values = {"who": row.by.first_name if row.by else _("Somebody"), "until": _until(row, at), **_second(row)}
    if row.since is None:
        return _asked(row, reader, icon, values)
    lifts = reader.answers and (reader.leads or row.step in (Step.LINE, Step.PAUSE, Step.SECOND))
    rest = _rests()[Step(row.step)] % values
    return Standing(row.pk, icon, tone, head, rest, lifts=lifts)


def _until(row: Boundary, at: Moment) -> str:
    return said(row.until, now=at.at, zone=at.zone, language=at.language) if row.until else ""


def _second(row: Boundary) -> dict[str, str]:
    return {"second": row.second.first_name if row.second else _("a lead")}


def _asked(row: Boundary, reader: Member, icon: str, values: dict[str, str]) -> Standing:
    money = Money(row.amount, row.currency).said("en") if row.amount else ""
    what = {
        Step.MAIL: _("Only by e-mail for 30 days."),
        Step.END: _("No more, with %(money)s back.") % {"money": money} if money else _("No more answers from us."),
    }[Step(row.step)]
    left = YESES[Step(row.step)] - len(row.agreed)
    rest = (
        _("%(who)s asks for it. Two different leads decide, one has said yes.")
        if row.agreed
        else (
            _("%(who)s asks for it. Two different leads decide.")
            if left > 1
            else _("%(who)s asks for it. A lead decides.")
        )
    )
    asks = reader.leads and reader.pk not in row.agreed
    rest = " ".join(part for part in (rest % values, row.why) if part)
    return Standing(row.pk, icon, "honey", what, rest, asks=asks, lifts=reader.leads or row.by_id == reader.pk)


def _heads() -> dict[Step, tuple[str, str, str]]:
    """The drawing, the tone of the notice, and what it is."""
    return {
        Step.LINE: ("message-square", "mist", _("Our line was said.")),
        Step.PAUSE: ("hourglass", "mist", _("A pause.")),
        Step.SECOND: ("users", "mist", _("A second voice answers.")),
        Step.MAIL: ("mail", "mist", _("Only by e-mail.")),
        Step.END: ("minus", "mist", _("We answer no more.")),
        Step.THREAT: ("shield-alert", "plum", _("A threat. Do not answer.")),
    }


def _rests() -> dict[Step, str]:
    return {
        Step.LINE: _("%(who)s said it, once. A second time it would be a threat."),
        Step.PAUSE: _("%(who)s pauses until %(until)s. What they write is kept; what was promised stays ours."),
        Step.SECOND: _("%(second)s has it from %(who)s, with what was promised. The words stay folded."),
        Step.MAIL: _("Until %(until)s, as a lead agreed. They were told so."),
        Step.END: _("Two leads agreed. What they write is kept and read; what was promised stays ours."),
        Step.THREAT: _("%(who)s called a lead. The words are kept as proof, and cannot be erased."),
    }
