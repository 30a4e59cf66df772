"""Why this order: every place in the list, explained."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy

from cha.promises.care import Reason
from cha.promises.care_words import sentence
from cha.team.models import Member
from cha.workspace.now.rows import SHOWN, Moment, Row, group_of, waiting_rows

# What was read from their words, and may be read wrongly.
_SIGNS: Final = {
    "harm": gettext_lazy("No harm"),
    "vulnerable": gettext_lazy("Not vulnerable"),
    "money": gettext_lazy("No money missed"),
    "deadline": gettext_lazy("No such day"),
}


def explained(member: Member, at: Moment) -> list[dict[str, Any]]:
    """Who waits, in order, each with the reasons in words. One query."""
    return [_place(row, at) for row in waiting_rows(member)[:SHOWN]]


def _place(row: Row, at: Moment) -> dict[str, Any]:
    return {
        "id": row["id"],
        "name": row["person__name"],
        "tint": row["person__tint"],
        "group": group_of(row, at.at),
        "reasons": reasons(row, at),
        "signs": [(code, _SIGNS[code]) for code in (kept["code"] for kept in row["care_reasons"]) if code in _SIGNS],
    }


def reasons(row: Row, at: Moment) -> list[str]:
    """The reasons that are kept on a row, as sentences."""
    first = row["person__name"].split(" ")[0]
    found = (Reason.from_data(kept) for kept in row["care_reasons"])
    return [sentence(reason, at.language, now=at.at, zone=at.zone, name=first) for reason in found]
