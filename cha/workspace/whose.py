"""Whom something that is saved is for, as forms ask it: everybody, a team, or only oneself."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from cha.conversations.models import Macro, SavedReply
from cha.core.errors import Invalid
from cha.core.ids import decode, encode
from cha.team.models import Member, Team


def whose(*, shared: bool) -> list[tuple[str, str]]:
    """Whom it may be for; others than oneself for who keeps what is `shared`."""
    own = [("mine", _("Only me"))]
    if not shared:
        return own
    return [("", _("Everybody")), *((encode(team.pk), team.name) for team in Team.objects.order_by("name")), *own]


def whose_of(row: SavedReply | Macro) -> str:
    """For whom it is now, as the form has it."""
    return "mine" if row.owner_id else encode(row.team_id) if row.team_id else ""


def for_whom(said: str, member: Member) -> dict[str, Any]:
    """The owner or the team that the form says, for the verb. Raises Invalid for a team that is not there."""
    if said == "mine":
        return {"owner": member}
    try:
        return {"team": Team.objects.get(pk=decode(said)) if said else None}
    except (ValueError, Team.DoesNotExist) as error:
        raise Invalid(_("There is no such team."), field="whose") from error
