"""Viewing: a filter of conversations kept under a name, for oneself, a team, or all; and which columns a list shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.db import models

from cha.conversations.filters.values import Filter
from cha.core.clock import now
from cha.core.errors import Invalid, NotFound, Refused
from cha.core.ids import IdField
from cha.core.ledger import record
from cha.core.verbs import verb
from cha.team.models import Member, Team

MOST_VIEWS: Final = 50
NO_VIEW = "There is no such view, or it is not yours."


class Sharing(models.TextChoices):
    """Who has a view beside it in their list."""

    OWN = "own"
    TEAM = "team"
    ALL = "all"


class View(models.Model):
    """A kept filter (`Filter.to_data()`), and how its list looks: columns, order, what rows are put together by.

    What is in it is always what its reader may see: a view gives sight of nothing.
    """

    id = IdField()
    owner = models.ForeignKey(Member, models.CASCADE, related_name="views")
    sharing = models.CharField(max_length=4, choices=Sharing.choices, default=Sharing.OWN)
    team = models.ForeignKey(Team, models.CASCADE, null=True, related_name="views")
    name = models.CharField(max_length=80)
    filter = models.JSONField(default=dict)
    columns = models.JSONField(default=list)
    order = models.CharField(max_length=12, blank=True)
    grouping = models.CharField(max_length=8, blank=True)
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def wanted(self) -> Filter:
        """The filter itself; an empty one where it was kept by a later version."""
        try:
            return Filter.from_data(self.filter)
        except (ValueError, KeyError, TypeError):
            return Filter()


class Columns(models.Model):
    """Which columns a member has chosen for lists that say nothing about it, in order."""

    id = IdField()
    member = models.OneToOneField(Member, models.CASCADE, related_name="list_columns")
    names = models.JSONField(default=list)

    def __str__(self) -> str:
        return ", ".join(self.names)


class ViewCount(models.Model):
    """How many are in a view for who sees the same, as it was counted last (`cha.conversations.counting`)."""

    key = models.CharField(max_length=96, primary_key=True)
    number = models.IntegerField()
    counted_at = models.DateTimeField()
    position = models.CharField(max_length=40)

    def __str__(self) -> str:
        return f"{self.key}: {self.number}"


def views_of(member: Member) -> models.QuerySet[View]:
    """The member's own views, their teams' and those for all."""
    shared = models.Q(sharing=Sharing.ALL) | models.Q(sharing=Sharing.TEAM, team__in=member.teams.all())
    return View.objects.filter(models.Q(owner=member) | shared)


def may_change_view(view: View, member: Member) -> bool:
    """Whose it is; and leads for what others share."""
    return view.owner_id == member.pk or (member.leads and view.sharing != Sharing.OWN)


@verb
def keep_view(
    name: str,
    wanted: Filter,
    *,
    by: Member,
    columns: Sequence[str] = (),
    order: str = "",
    grouping: str = "",
) -> View:
    """Keep a filter under a name, for oneself. Raises Invalid for no name, and for more than fifty."""
    if View.objects.filter(owner=by).count() >= MOST_VIEWS:
        raise Invalid("You have fifty views. Delete one that you no longer look at.", field="name")
    view = View(
        owner=by,
        name=_named(name),
        filter=wanted.to_data(),
        columns=list(columns),
        order=order,
        grouping=grouping,
    )
    view.save(force_insert=True)
    record("view.kept", by=by, on=view)
    return view


@verb
def change_view(view: View, *, by: Member, **fields: Any) -> View:
    """Give it another name, filter (`wanted`), columns, order or grouping. Raises NotFound, Refused, Invalid."""
    locked = _mine_to_change(view, by)
    if "name" in fields:
        locked.name = _named(fields.pop("name"))
    if "wanted" in fields:
        locked.filter = fields.pop("wanted").to_data()
    for field in ("columns", "order", "grouping"):
        if field in fields:
            setattr(locked, field, fields.pop(field))
    if fields:
        raise TypeError(f"not a view's field: {', '.join(sorted(fields))}")
    locked.save()
    record("view.changed", by=by, on=locked)
    return locked


@verb
def share_view(view: View, sharing: str, team: Team | None = None, *, by: Member) -> View:
    """Share it with a team one is in, or, for leads, with any team or all; or with nobody. Raises Refused, Invalid."""
    locked = _mine_to_change(view, by)
    if sharing not in Sharing.values or (sharing == Sharing.TEAM and team is None):
        raise Invalid("Choose with whom to share it: a team, or everybody.", field="sharing")
    if sharing == Sharing.ALL and not by.leads:
        raise Refused("Leads share views with everybody. Share it with your team, or ask one of them.")
    if sharing == Sharing.TEAM and team and not by.leads and not by.teams.filter(pk=team.pk).exists():
        raise Refused("You are not in that team. Somebody in it can keep the view and share it.")
    locked.sharing, locked.team = sharing, team if sharing == Sharing.TEAM else None
    locked.save(update_fields=["sharing", "team"])
    record("view.shared", by=by, on=locked, sharing=sharing, team=locked.team_id)
    return locked


@verb
def delete_view(view: View, *, by: Member) -> None:
    """Delete a view; what was in it stays where it is. Raises NotFound, Refused."""
    locked = _mine_to_change(view, by)
    record("view.deleted", by=by, on=locked)
    locked.delete()


@verb
def choose_columns(names: Sequence[str], *, by: Member) -> None:
    """Say which columns lists have, in order; none is the usual ones."""
    row, _ = Columns.objects.update_or_create(member=by, defaults={"names": list(names)})
    record("columns.chosen", by=by, on=row)


def _mine_to_change(view: View, by: Member) -> View:
    found = views_of(by).filter(pk=view.pk).first()
    if found is None:
        raise NotFound(NO_VIEW)
    if not may_change_view(found, by):
        raise Refused("It is somebody else's view. Keep one of your own from it.")
    return View.objects.select_for_update().get(pk=view.pk)


def _named(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise Invalid("A view needs a name, such as “Weddings, no answer yet”.", field="name")
    return name[:80]
