"""Teams: who answers together."""

from __future__ import annotations

from django.db import models

from cha.core.actor import Acting, Actor
from cha.core.ids import IdField
from cha.core.ledger import record
from cha.core.verbs import verb


class Team(models.Model):
    """A group of members that concerns can be given to."""

    id = IdField()
    name = models.CharField(max_length=60, unique=True)

    def __str__(self) -> str:
        return self.name


@verb
def form_team(name: str, *, by: Acting | Actor) -> Team:
    """Make a team, or return the one of that name."""
    team, new = Team.objects.get_or_create(name=name)
    if new:
        record("team.formed", by=by, on=team)
    return team
