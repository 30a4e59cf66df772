"""Roles and what they see, in words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cha.team.models import Role, Scope

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
