"""Roles and what they see, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cha.team.models import Member, OwnRole, Power, Role, Scope
from cha.team.models.role import POWERS as BASES
from cha.team.models.sight import key_of

ROLES: dict[str, tuple[Promise, Promise]] = {
    Role.OWNER: (_("Owner"), _("Everything, and who else is an owner.")),
    Role.MANAGER: (_("Manager"), _("Sets things up: channels, hours, team, saved replies. Answers people too.")),
    Role.LEAD: (_("Lead"), _("Answers people and helps where it is hard.")),
    Role.AGENT: (_("Agent"), _("Answers people.")),
    Role.LIGHT: (_("Light member"), _("Looks and leaves notes where they are asked. Does not answer people.")),
}
SCOPES: dict[str, Promise] = {
    Scope.ALL: _("Everything"),
    Scope.TEAM: _("Their teams’ and their own"),
    Scope.OWN: _("Their own, and where they are asked"),
    Scope.NONE: _("Nothing"),
}
POWERS: dict[str, tuple[Promise, Promise]] = {
    Power.TEAM: (_("The team"), _("Invites people, gives roles, says who sees what.")),
    Power.CHANNELS: (_("Channels"), _("Adds and changes the ways in and out.")),
    Power.SAVED_REPLIES: (_("Saved replies"), _("Writes and changes them for everybody.")),
    Power.PUT_ASIDE: (_("Putting aside"), _("Says what is spam or a machine, uses the trash, takes back.")),
    Power.EXPORT: (_("Taking lists along"), _("Saves the list of conversations as a file.")),
}


@dataclass(frozen=True, slots=True)
class RoleRow:
    """A role as pages show it: its key, name and words, who has it, and the row of one of the business's own."""

    key: str
    name: str
    words: str
    base: str
    members: list[Member]
    own: OwnRole | None = None


def role_rows(members: Iterable[Member] = ()) -> list[RoleRow]:
    """Every role, the built-in ones from most to least, each followed by those that are it with less."""
    held = list(members)
    own = list(OwnRole.objects.order_by("name"))
    found: list[RoleRow] = []
    for role, (name, words) in ROLES.items():
        found.append(RoleRow(role, str(name), str(words), role, _with(role, held)))
        found += [_own_row(row, held) for row in own if row.base == role]
    return found


def _with(key: str, members: Iterable[Member]) -> list[Member]:
    return [member for member in members if key_of(member) == key and member.is_active]


def _own_row(row: OwnRole, members: Iterable[Member]) -> RoleRow:
    without = [str(POWERS[power][0]) for power in sorted(BASES[row.base] - row.may)]
    words = _now("%(base)s, without: %(powers)s.") if without else _now("%(base)s.")
    names = {"base": str(ROLES[row.base][0]), "powers": ", ".join(without)}
    return RoleRow(str(row.pk), row.name, words % names, row.base, _with(str(row.pk), members), row)


def role_named(key: str) -> dict[str, Any]:
    """What `change_member` and `invite` call the role of a key: `role`, or `own_role`. Unknown ones stay as written."""
    own = OwnRole.objects.filter(pk=int(key)).first() if key.isdigit() and len(key) < 20 else None
    return {"role": own.base, "own_role": own} if own else {"role": key}
