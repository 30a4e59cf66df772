"""Today's promises on paper: what a shop floor ticks off with a pencil."""

from __future__ import annotations

from typing import Any

from cha.language.times import clock
from cha.team.models import Member
from cha.workspace.now.rows import Moment
from cha.workspace.promises.cards import cards, makers_of
from cha.workspace.promises.vows import FIELDS, bounds, open_promises, vows

# What fits on a page in large type.
MOST = 24


def day_list(member: Member, whose: str, at: Moment) -> dict[str, Any]:
    """What is due until midnight where the house is, soonest first, at most MOST; `more` are left out. Two queries."""
    until = bounds(at)["today"][1]
    rows = vows(open_promises(member, whose).filter(by__lte=until).values(*FIELDS)[: MOST + 76])
    shown = rows[:MOST]
    made = cards(shown, member, at, makers_of(shown))
    times = [clock(row["by"], zone=at.zone, language=at.language) for row in shown]
    return {"lines": list(zip(times, made, strict=True)), "more": len(rows) - len(shown)}
