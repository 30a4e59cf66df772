"""Roles: five that are built in, and a business's own, each of which is a built-in one with less."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext as _

from cha.core.actor import Acting, Actor
from cha.core.errors import Conflict, Invalid
from cha.core.ids import IdField
from cha.core.ledger import record
from cha.core.verbs import verb


class Role(models.TextChoices):
    """From most to least. A light member may look and note where they are asked; they have no seat in the queue."""

    OWNER = "owner"
    MANAGER = "manager"
    LEAD = "lead"
    AGENT = "agent"
    LIGHT = "light"


MANAGES = (Role.OWNER, Role.MANAGER)
LEADS = (*MANAGES, Role.LEAD)
ANSWERS = (*LEADS, Role.AGENT)


class Power(models.TextChoices):
    """What a role of one's own may be without, though its base has it. Each is asked for inside the verbs."""

    TEAM = "team"
    CHANNELS = "channels"
    SAVED_REPLIES = "saved_replies"
    PUT_ASIDE = "put_aside"
    EXPORT = "export"


_ALL = frozenset(Power.values)
_ANSWERING = frozenset({str(Power.PUT_ASIDE)})
_LEADING = _ANSWERING | {str(Power.EXPORT)}
POWERS: dict[str, frozenset[str]] = {
    Role.OWNER: _ALL,
    Role.MANAGER: _ALL,
    Role.LEAD: _LEADING,
    Role.AGENT: _ANSWERING,
    Role.LIGHT: frozenset(),
}


class OwnRole(models.Model):
    """A role that the business made: at most what its `base` may and sees, with some of the base's powers."""

    id = IdField()
    name = models.CharField(max_length=40, unique=True)
    base = models.CharField(max_length=8, choices=[(role.value, role.label) for role in Role if role != Role.OWNER])
    powers = models.JSONField(default=list)

    def __str__(self) -> str:
        return self.name

    @property
    def may(self) -> frozenset[str]:
        """The powers it has: never one that its base has not."""
        return frozenset(self.powers) & POWERS[self.base]


@verb
def keep_role(
    name: str, base: str, powers: Iterable[str], *, by: Acting | Actor, role: OwnRole | None = None
) -> OwnRole:
    """Make a role of one's own, or change `role`. Powers that its base has not are left out.

    Raises Refused unless `by` manages the team and has all of it, Invalid with its field.
    """
    from cha.team.models.member import Member, must_give

    name = name.strip()
    if not name or len(name) > 40:
        raise Invalid(_("A role needs a name of at most 40 letters, such as Weekend help."), field="role_name")
    if base not in Role.values or base == Role.OWNER:
        raise Invalid(_("Choose what it may at most. Owner is not among it."), field="base")
    namesakes = OwnRole.objects.filter(name__iexact=name)
    if (namesakes.exclude(pk=role.pk) if role else namesakes).exists():
        raise Invalid(_("There is a role of that name already."), field="role_name")
    row = OwnRole.objects.select_for_update().get(pk=role.pk) if role else OwnRole(base=base)
    must_give(by, row.base, row.may)
    row.name, row.base = name, base
    row.powers = sorted(set(powers) & POWERS[base])
    must_give(by, row.base, row.may)
    row.save()
    # What its members may at most is kept beside each, where every verb already looks.
    Member.objects.filter(own_role=row).update(role=base)
    record("role.kept", by=by, on=row, base=base, powers=row.powers)
    return row


@verb
def delete_role(role: OwnRole, *, by: Acting | Actor) -> None:
    """Take a role away. Raises Refused unless `by` manages the team, Conflict while somebody has it."""
    from cha.team.models.member import Member, must_manage
    from cha.team.models.sight import Sight

    must_manage(by, Power.TEAM)
    holder = Member.objects.filter(own_role=role).first()
    if holder is not None:
        raise Conflict(_("%(name)s has this role. Give them another first.") % {"name": holder.name}, code="role_held")
    record("role.deleted", by=by, on=role)
    Sight.objects.filter(role=str(role.pk)).delete()
    role.delete()
