"""The names in a filter as ids: persons, members, teams, tags. Channels' names are given: no channel is known here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.db.models import Q

from cha.conversations.access import sees_all, visible_to
from cha.conversations.filters.fields import FIELDS, ME, MINE, NOBODY
from cha.conversations.filters.values import Filter
from cha.conversations.models.tagging import Tag
from cha.conversations.search.people import people_called
from cha.language.letters import cased, plain
from cha.people.models import Organisation
from cha.team.models import Member, Team

MOST: Final = 300
# For who sees few of them.
MOST_SOUGHT: Final = 2000


@dataclass(frozen=True, slots=True)
class Known:
    """Ids by field and value. A name that nobody has leads to no ids, and its clause to no conversations."""

    ids: Mapping[tuple[str, str], Sequence[int]] = field(default_factory=dict)

    def of(self, name: str, value: str) -> Sequence[int]:
        """The ids that a field's value means."""
        return self.ids.get((name, value), ())


def know(filter: Filter, *, by: Member, channels: Mapping[str, Sequence[int]] | None = None) -> Known:
    """Look up the names in a filter: at most a query per kind of name, none where there are no names.

    `channels` are ids by name or address, in any case. "me" is `by`; a member is found by (the beginning of) a name.
    """
    asked = {clause.field for clause in filter.clauses if clause.field in FIELDS and FIELDS[clause.field].named}
    members = list(Member.objects.values_list("pk", "name", "email")) if "with" in asked else []
    teams = list(Team.objects.values_list("pk", "name")) if "team" in asked else []
    organisations = list(Organisation.objects.values_list("pk", "name")) if "organisation" in asked else []
    mine = list(by.teams.values_list("pk", flat=True)) if "team" in asked else []
    ids: dict[tuple[str, str], Sequence[int]] = {}
    for name, value in _named(filter):
        if name == "from":
            ids[name, value] = _people(value, by)
        elif name == "with":
            ids[name, value] = [by.pk] if value.casefold() in ME else _members(value, members)
        elif name == "organisation":
            ids[name, value] = _matching(value, organisations)
        elif name == "team":
            ids[name, value] = mine if value.casefold() in MINE else _matching(value, teams)
        elif name == "channel":
            ids[name, value] = _matching(value, [(pk, key) for key, pks in (channels or {}).items() for pk in pks])
        elif name == "tag":
            ids[name, value] = list(Tag.objects.filter(Q(name__iexact=value)).values_list("pk", flat=True))
    return Known(ids)


def _named(filter: Filter) -> Iterator[tuple[str, str]]:
    for clause in filter.clauses:
        if clause.field in FIELDS and FIELDS[clause.field].named:
            yield from ((clause.field, value) for value in clause.values if value.casefold() not in NOBODY)


def _people(value: str, by: Member) -> list[int]:
    """Those with that name or address. To a limited member a name that only others deal with is nobody's."""
    if sees_all(by):
        return people_called(value, most=MOST)
    called = people_called(value, most=MOST_SOUGHT)
    seen = set(visible_to(by).filter(person__in=called).values_list("person_id", flat=True))
    return [pk for pk in called if pk in seen][:MOST]


def _members(value: str, members: Sequence[tuple[int, str, str]]) -> list[int]:
    rows = [(pk, name) for pk, name, _ in members] + [(pk, email) for pk, _, email in members]
    return _matching(value, rows)


def _matching(value: str, rows: Sequence[tuple[int, str]]) -> list[int]:
    """Those called exactly so; else those of whose name a word begins so."""
    wanted = _plain(value)
    whole = {pk for pk, name in rows if _plain(name) == wanted}
    begun = {pk for pk, name in rows if _plain(name).startswith(wanted) or f" {wanted}" in _plain(name)}
    return sorted(whole or begun)


def _plain(name: str) -> str:
    return " ".join(plain(cased(name)).split())
