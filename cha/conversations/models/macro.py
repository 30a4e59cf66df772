"""Macros: several acts kept as one, read before they are done; one member's own, a team's, or everybody's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import models

from cha.conversations.models.saved_reply import must_keep
from cha.conversations.steps import read_steps
from cha.core.actor import Acting, Actor
from cha.core.errors import Invalid
from cha.core.ids import IdField
from cha.core.ledger import record
from cha.core.verbs import verb
from cha.team.models import Member, Team
from cha.team.models.role import Power


class Macro(models.Model):
    """A set of steps (`cha.conversations.steps`). Whose it is, is said as of a saved reply: owner, team or everybody.

    `version` rises when it is changed: what somebody read is what they run.
    """

    id = IdField()
    name = models.CharField(max_length=80)
    steps = models.JSONField(default=list)
    owner = models.ForeignKey(Member, models.CASCADE, null=True, related_name="macros")
    team = models.ForeignKey(Team, models.CASCADE, null=True, related_name="macros")
    version = models.IntegerField(default=1)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


def macros_of(member: Member) -> models.QuerySet[Macro]:
    """Those that a member may run: their own, their teams', everybody's."""
    teams = member.teams.values("pk")
    shared = models.Q(owner=None) & (models.Q(team=None) | models.Q(team__in=teams))
    return Macro.objects.filter(shared | models.Q(owner=member))


def may_keep_macro(member: Member, macro: Macro | None = None) -> bool:
    """Whether a member may change one: their own, or any for whoever manages what is saved for all."""
    if macro is not None and macro.owner_id:
        return macro.owner_id == member.pk and member.answers
    return member.manages and Power.SAVED_REPLIES in member.powers


@verb
def keep_macro(
    macro: Macro | None,
    *,
    by: Acting | Actor,
    name: str,
    steps: Sequence[Mapping[str, Any]],
    owner: Member | None = None,
    team: Team | None = None,
) -> Macro:
    """Save a macro, a new one for None, for its `owner` alone, for a `team`, or for all.

    Raises Refused as `keep_reply` does; Invalid for no name, no steps, or a step that says too little (`step-1`).
    """
    if macro is not None:
        must_keep(by, macro.owner)
    must_keep(by, owner)
    name = name.strip()
    if not name:
        raise Invalid("A name is needed, so that it is found: “Late delivery”.", field="name")
    row = Macro.objects.select_for_update().get(pk=macro.pk) if macro else Macro(version=0)
    row.name, row.steps = name[:80], read_steps(steps)
    row.owner, row.team = owner, None if owner else team
    row.version += 1
    row.save()
    record("macro.changed" if macro else "macro.added", by=by, on=row)
    return row


@verb
def delete_macro(macro: Macro, *, by: Acting | Actor) -> None:
    """Delete a macro; what was done with it stays. Raises Refused as `keep_macro` does."""
    must_keep(by, macro.owner)
    record("macro.deleted", by=by, on=macro)
    macro.delete()
