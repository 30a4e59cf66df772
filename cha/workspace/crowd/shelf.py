"""The views at the side of the long list: those that everybody has, one for each team, and those that were kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext_lazy as _

from cha.conversations.filters import Filter, parse
from cha.conversations.models import View, views_of
from cha.core.ids import encode
from cha.team.models import Member, Team

USUAL: Final = "open"


@dataclass(frozen=True, slots=True)
class Shelved:
    """A view as the list knows it: kept (`row`), or everybody’s. Looks are "" where it has none of its own."""

    key: str
    label: str
    icon: str
    wanted: Filter
    order: str = ""
    grouping: str = ""
    columns: tuple[str, ...] = ()
    tone: str = ""
    row: View | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Section:
    """Views under one heading."""

    title: str
    views: tuple[Shelved, ...]


_YOURS: Final = (
    ("mine", _("With you"), "user", "is:mine is:open", ""),
    ("later", _("Snoozed by you"), "clock", "is:mine is:snoozed", ""),
)
_MY_TEAM: Final = ("team", _("Your team"), "users", "team:mine is:open", "")
_EVERYONES: Final = (
    ("open", _("All open"), "inbox", "is:open", ""),
    ("unassigned", _("With nobody yet"), "circle-dashed", "is:unassigned", "persimmon"),
    ("today", _("Promised today"), "handshake", "promised:today", ""),
    ("risk", _("Promise at risk"), "hourglass", "is:open is:risk", "persimmon"),
    ("hurt", _("Most hurt"), "heart-crack", "is:open mood:upset,grieving,hostile", ""),
    ("theirs", _("Waits for them"), "message-circle-reply", "is:theirs", ""),
    ("right", _("Put right today"), "check", "is:right during:today", ""),
    ("all", _("Everything"), "history", "", ""),
)
_LYING: Final = (
    ("unwanted", _("Spam and machines"), "shield-alert", "is:aside", ""),
    ("trash", _("Trash"), "trash-2", "is:trash", ""),
)
_NEWEST: Final = frozenset({"theirs", "right", "all", "unwanted", "trash"})


def shelf(member: Member) -> list[Section]:
    """All views that a member has, under their headings. Two queries, three where they share a team's."""
    teams = list(Team.objects.order_by("name"))
    rows = list(views_of(member).distinct())
    yours = [*_YOURS, _MY_TEAM] if any(team.pk for team in teams) else _YOURS
    sections = [
        Section(str(_("Yours")), tuple(map(_usual, yours))),
        Section(str(_("Everyone’s")), tuple(map(_usual, _EVERYONES))),
        Section(str(_("By team")), tuple(map(_of_team, teams))),
        Section(str(_("Kept views")), tuple(map(_kept, rows))),
        Section(str(_("Put away")), tuple(map(_usual, _LYING))),
    ]
    return [section for section in sections if section.views or section.title == str(_("Kept views"))]


def chosen(sections: Sequence[Section], key: str) -> Shelved:
    """The view of that key; all that is open for one that is not there (any more)."""
    known = {view.key: view for section in sections for view in section.views}
    return known.get(key) or known[USUAL]


def _usual(given: tuple[str, object, str, str, str]) -> Shelved:
    key, label, icon, text, tone = given
    return Shelved(key, str(label), icon, parse(text), "newest" if key in _NEWEST else "care", tone=tone)


def _of_team(team: Team) -> Shelved:
    return Shelved(f"team-{encode(team.pk)}", team.name, "users", parse(f'is:open team:"{team.name}"'), "care")


def _kept(row: View) -> Shelved:
    key = encode(row.pk)
    return Shelved(key, row.name, "bookmark", row.wanted, row.order, row.grouping, tuple(row.columns), row=row)
