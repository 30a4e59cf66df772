"""The shop plans who works when."""

from __future__ import annotations

from collections.abc import Mapping

from cha.core.actor import CHA
from cha.demo.world.moments import Clock
from cha.demo.world.shifts import ABSENCES, WEEKS
from cha.team.models import Member
from cha.team.models.shift import be_away, plan_shifts
from cha.team.week_words import week_from_words


def plan_the_team(crew: Mapping[str, Member], clock: Clock) -> None:
    """Give those who are there (by their keys) their shifts, and say who is away soon."""
    for key, words in WEEKS.items():
        if key in crew:
            plan_shifts(crew[key], by=CHA, week=week_from_words(words))
    for one in ABSENCES:
        if one.member in crew:
            since, until = clock.moment(one.since), clock.moment(one.until)
            be_away(crew[one.member], since, until, by=CHA, reason=one.reason, stands_in=crew.get(one.stands_in))
