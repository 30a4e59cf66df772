"""What a role sees, per channel: its own conversations, its team's, or all. More authority never sees less."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import models

from cha.core.actor import Acting, Actor
from cha.core.errors import Invalid
from cha.core.ids import IdField
from cha.core.ledger import record
from cha.core.queries import asked
from cha.core.verbs import verb
from cha.team.models.member import Member, must_manage
from cha.team.models.role import MANAGES, OwnRole, Power, Role


class Scope(models.TextChoices):
    """From nothing to everything. `own` is what is given to the member or where they take part."""

    NONE = "none"
    OWN = "own"
    TEAM = "team"
    ALL = "all"


USUAL: dict[str, str] = {
    Role.OWNER: Scope.ALL,
    Role.MANAGER: Scope.ALL,
    Role.LEAD: Scope.ALL,
    Role.AGENT: Scope.ALL,
    Role.LIGHT: Scope.OWN,
}
WIDTH = {str(scope): width for width, scope in enumerate(Scope)}
# From least to most: each sees at least what those before it see.
LADDER = tuple(str(role) for role in reversed(Role))

Table = Mapping[tuple[str, int], str]


class Sight(models.Model):
    """A role's scope on one channel (0: on every channel without a row of its own). An own role's key is its id."""

    id = IdField()
    role = models.CharField(max_length=20)
    channel_id = models.BigIntegerField(default=0)
    scope = models.CharField(max_length=4, choices=Scope.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["role", "channel_id"], name="sight_once")]

    def __str__(self) -> str:
        return f"{self.role} sees {self.scope}"


def scope_of(table: Table, role: str, base: str, channel: int) -> str:
    """What a role sees on a channel (0: on one without rows), by the rows that there are.

    Owners and managers see everything. Another built-in role sees at least what those with less authority see, a role
    of one's own at most what its base does. `role` is the role's key; for a built-in one it is its base, too.
    """
    widest: str = Scope.ALL
    if base not in MANAGES:
        lesser = LADDER[: LADDER.index(base) + 1]
        widest = max((_said(table, each, channel) for each in lesser), key=WIDTH.__getitem__)
    if role == base:
        return widest
    return min(widest, _said(table, role, channel, usual=widest), key=WIDTH.__getitem__)


def _said(table: Table, role: str, channel: int, usual: str = "") -> str:
    everywhere = table.get((role, 0)) or usual or USUAL[role]
    return str(table.get((role, channel), everywhere))


def sight_in(table: Table, role: str, base: str) -> tuple[str, dict[int, str]]:
    """A role's scope in general, and by channel where it differs."""
    general = scope_of(table, role, base, 0)
    channels = {channel for _, channel in table if channel}
    found = {channel: scope_of(table, role, base, channel) for channel in sorted(channels)}
    return general, {channel: scope for channel, scope in found.items() if scope != general}


@asked()
def _rows() -> models.QuerySet[Sight, tuple[str, int, str]]:
    return Sight.objects.values_list("role", "channel_id", "scope")


def key_of(member: Member) -> str:
    """Under what a member's sight is kept: the role, or the id of a role of one's own."""
    return str(member.own_role_id or member.role)


def sight_of(member: Member) -> tuple[str, dict[int, str]]:
    """The member's scope in general, and by channel where it differs. One query; kept on the member for the request."""
    kept: tuple[str, dict[int, str]] | None = member.__dict__.get("_sight")
    if kept is None:
        kept = member.__dict__["_sight"] = sight_in(_table(_rows()), key_of(member), str(member.role))
    return kept


def _table(rows: Iterable[tuple[str, int, str]]) -> dict[tuple[str, int], str]:
    return {(role, channel): scope for role, channel, scope in rows}


def whose_sight(role: str) -> models.QuerySet[Member]:
    """The members whose sight may be another when that of a role is: who has the role, or more authority."""
    if role.isdigit():
        return Member.objects.filter(own_role=int(role))
    more = LADDER[LADDER.index(role) :] if role in LADDER else ()
    return Member.objects.filter(role__in=set(more) - {Role.OWNER})


@verb
def set_sight(role: str, scope: str, channel_id: int = 0, *, by: Acting | Actor) -> Sight:
    """Say what a role sees, everywhere (0) or on one channel. Raises Refused unless `by` manages the team, Invalid."""
    must_manage(by, Power.TEAM)
    if role in MANAGES:
        raise Invalid("Owners and managers see everything. A role of your own can see less.", field="scope")
    known = role in Role.values or (role.isdigit() and OwnRole.objects.filter(pk=int(role)).exists())
    if not known or scope not in Scope.values:
        raise Invalid(f"“{role}” sees “{scope}”: one of them does not exist.", field="scope")
    row, _ = Sight.objects.update_or_create(role=role, channel_id=channel_id, defaults={"scope": scope})
    record("sight.changed", by=by, on=row, role=role, channel=channel_id, scope=scope)
    return row


@verb
def clear_sight(role: str, channel_id: int, *, by: Acting | Actor) -> None:
    """On this channel a role sees again what it sees everywhere. Raises Refused unless `by` manages the team."""
    must_manage(by, Power.TEAM)
    for row in Sight.objects.filter(role=role, channel_id=channel_id):
        record("sight.changed", by=by, on=row, role=role, channel=channel_id, scope="")
        row.delete()


def sight_table() -> dict[tuple[str, int], str]:
    """What each role sees by (role key, channel); under channel 0 every role, elsewhere only what differs."""
    table = _table(_rows())
    roles = [(str(role), str(role)) for role in Role]
    roles += [(str(pk), base) for pk, base in OwnRole.objects.values_list("pk", "base")]
    found: dict[tuple[str, int], str] = {}
    for key, base in roles:
        general, by_channel = sight_in(table, key, base)
        found |= {(key, 0): general} | {(key, channel): scope for channel, scope in by_channel.items()}
    return found
