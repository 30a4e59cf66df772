"""Rows put together by team or by person. Pure: keys in, groups out; the order inside each stays as it was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

GROUPINGS: Final = ("team", "person", "")
# Beyond so many a list is not put together: it begins with so many of its order.
MOST: Final = 2000


@dataclass(frozen=True, slots=True)
class Group:
    """A heading and the ids of the rows under it. `key` is 0 for those of no team."""

    key: int
    ids: tuple[int, ...]


def together(keys: Sequence[Mapping[str, Any]], by: str, names: Mapping[int, str]) -> list[Group]:
    """Groups of rows by "team" (by name, no team last) or "person" (in the order of their first row)."""
    column = "team_id" if by == "team" else "person_id"
    found: dict[int, list[int]] = {}
    for row in keys:
        found.setdefault(row[column] or 0, []).append(row["id"])
    groups = [Group(key, tuple(ids)) for key, ids in found.items()]
    if by == "team":
        groups.sort(key=lambda group: (not group.key, names.get(group.key, "").casefold()))
    return groups


def page_of(groups: Sequence[Group], after: int, start: int, most: int) -> tuple[list[Group], int, int]:
    """The part of the groups behind the row `after` (0: from the beginning), at most `most` rows.

    Where that row is not in the list any more, the page begins at number `start`. Returns the groups of the page, the
    number of rows before it, and how many come behind it.
    """
    flat = [(group.key, pk) for group in groups for pk in group.ids]
    places = {pk: number for number, (_, pk) in enumerate(flat, 1)}
    begin = places.get(after, min(start, len(flat))) if after else 0
    shown: dict[int, list[int]] = {}
    for key, pk in flat[begin : begin + most]:
        shown.setdefault(key, []).append(pk)
    return [Group(key, tuple(ids)) for key, ids in shown.items()], begin, max(0, len(flat) - begin - most)
