"""Teams: who answers together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models

from cha.core.actor import Acting, Actor
from cha.core.errors import Invalid
from cha.core.ids import IdField
from cha.core.ledger import record
from cha.core.verbs import verb
from cha.team.models.member import Member, must_manage
from cha.team.models.own_hours import OwnHours, read_hours
from cha.team.models.role import Power


class Team(OwnHours):
    """A group of members that concerns can be given to; it may keep hours of its own."""

    id = IdField()
    name = models.CharField(max_length=60, unique=True)

    def __str__(self) -> str:
        return self.name


@verb
def form_team(name: str, *, by: Acting | Actor) -> Team:
    """Make a team, or return the one of that name. Raises Refused unless `by` manages, Invalid for no name."""
    must_manage(by, Power.TEAM)
    name = name.strip()
    if not name:
        raise Invalid("A team needs a name, such as Weddings.", field="team")
    team, new = Team.objects.get_or_create(name=name)
    if new:
        record("team.formed", by=by, on=team)
    return team


@verb
def set_team_hours(
    team: Team,
    *,
    by: Acting | Actor,
    zone: str = "",
    week: dict[str, str],
    days: dict[str, str],
    seasons: Sequence[dict[str, Any]] = (),
) -> Team:
    """Say when a team is there, as `brand.set_hours`; what is empty is as the business says.

    Raises Refused unless `by` manages, Invalid with its `field`.
    """
    must_manage(by)
    read = read_hours(zone, week, days, seasons)
    locked = Team.objects.select_for_update().get(pk=team.pk)
    for field, value in read.items():
        setattr(locked, field, value)
    locked.save(update_fields=list(read))
    record("hours.set", by=by, on=locked)
    return locked


@verb
def set_teams(member: Member, teams: Iterable[Team], *, by: Acting | Actor) -> None:
    """Say which teams a member is in. Nothing is recorded where nothing changes. Raises Refused unless `by` manages."""
    must_manage(by, Power.TEAM)
    before, after = set(member.teams.values_list("pk", flat=True)), {team.pk for team in teams}
    if before == after:
        return
    member.teams.set(after)
    record("team.membership_changed", by=by, on=member, joined=sorted(after - before), left=sorted(before - after))
