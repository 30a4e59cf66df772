"""Who is chosen in the long list: the rows that were ticked, or all that fit."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.http import QueryDict

from cha.conversations.access import visible_to
from cha.conversations.listing import listed
from cha.conversations.models.undoing import MOST
from cha.core.ids import decode
from cha.team.models import Member
from cha.workspace.crowd.asked import Asked
from cha.workspace.crowd.page import channels_by_name
from cha.workspace.now.rows import Moment


def picked(form: QueryDict) -> list[int]:
    """The ids of the rows that were ticked; words that are no id are left out."""
    found = []
    for name in form.getlist("pick"):
        try:
            found.append(decode(name))
        except ValueError:
            continue
    return list(dict.fromkeys(found))


def chosen_ids(form: QueryDict, asked: Asked, member: Member, at: Moment) -> list[int]:
    """Those that are chosen and may be seen, in no order: the ticked ones, or with `all` everybody who fits."""
    if form.get("all"):
        zoned = at.at.astimezone(ZoneInfo(at.zone))
        rows = listed(asked.wanted, by=member, at=zoned, channels=channels_by_name())
        return list(rows.order_by().values_list("pk", flat=True)[: MOST + 1])
    ids = picked(form)
    seen = set(visible_to(member).filter(pk__in=ids).values_list("pk", flat=True))
    return [pk for pk in ids if pk in seen]
