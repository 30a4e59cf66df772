"""What a role sees, per channel: its own conversations, its team's, or all."""

from __future__ import annotations

from django.db import models

from cha.core.actor import Acting, Actor
from cha.core.errors import Invalid
from cha.core.ids import IdField
from cha.core.ledger import record
from cha.core.queries import asked
from cha.core.verbs import verb
from cha.team.models.member import Member, Role, must_manage


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


class Sight(models.Model):
    """A role's scope on one channel (0: on every channel without a row of its own)."""

    id = IdField()
    role = models.CharField(max_length=8, choices=Role.choices)
    channel_id = models.BigIntegerField(default=0)
    scope = models.CharField(max_length=4, choices=Scope.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["role", "channel_id"], name="sight_once")]

    def __str__(self) -> str:
        return f"{self.role} sees {self.scope}"


@asked(str)
def _scopes_of(role: str) -> models.QuerySet[Sight, tuple[int, str]]:
    return Sight.objects.filter(role=role).values_list("channel_id", "scope")


def sight_of(member: Member) -> tuple[str, dict[int, str]]:
    """The member's scope in general, and by channel where it differs. One query; kept on the member for the request."""
    kept: tuple[str, dict[int, str]] | None = member.__dict__.get("_sight")
    if kept is None:
        rows = dict(_scopes_of(str(member.role)))
        general = rows.pop(0, USUAL[member.role])
        kept = member.__dict__["_sight"] = (general, {c: s for c, s in rows.items() if s != general})
    return kept


@verb
def set_sight(role: str, scope: str, channel_id: int = 0, *, by: Acting | Actor) -> Sight:
    """Say what a role sees, everywhere (0) or on one channel. Raises Refused unless `by` manages, Invalid."""
    must_manage(by)
    if role not in Role.values or scope not in Scope.values:
        raise Invalid(f"“{role}” sees “{scope}”: one of them does not exist.", field="scope")
    row, _ = Sight.objects.update_or_create(role=role, channel_id=channel_id, defaults={"scope": scope})
    record("sight.changed", by=by, on=row, role=role, channel=channel_id, scope=scope)
    return row


@verb
def clear_sight(role: str, channel_id: int, *, by: Acting | Actor) -> None:
    """On this channel a role sees again what it sees everywhere. Raises Refused unless `by` manages."""
    must_manage(by)
    for row in Sight.objects.filter(role=role, channel_id=channel_id):
        record("sight.changed", by=by, on=row, role=role, channel=channel_id, scope="")
        row.delete()


def sight_table() -> dict[tuple[str, int], str]:
    """What each role sees by (role, channel); under channel 0 every role, elsewhere only what differs."""
    usual = {(str(role), 0): str(scope) for role, scope in USUAL.items()}
    return usual | {(row.role, row.channel_id): row.scope for row in Sight.objects.all()}
