"""What one person is known by when two are one, and what is given back when they are two again: arithmetic.

What is known is the columns of a person by their names, as JSON values.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db import models

from cha.people.models import Person
from cha.people.preferences import join_likes

# What is about the row and not about the human being.
NOT_KNOWN: Final = frozenset({"id", "version", "joined_into_id", "tint"})
STAYS, GOES, BOTH = "stays", "goes", "both"
Known = dict[str, Any]


def known_of(person: Person) -> Known:
    """What a person's columns say."""
    values = {field.attname: getattr(person, field.attname) for field in _fields()}
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()}


def columns(known: Mapping[str, Any]) -> dict[str, Any]:
    """The values for a person's columns; `known_of` wrote them."""
    fields = {field.attname: field for field in _fields()}
    return {name: fields[name].to_python(value) for name, value in known.items() if name in fields}


def together(mine: Known, theirs: Known, keep: Mapping[str, str]) -> Known:
    """One person's. `keep` says of a column whose stands (`stays`, `goes`, or `both` for words); else mine, if any."""
    return {name: _one(name, mine[name], theirs.get(name), keep.get(name.removesuffix("_id"), "")) for name in mine}


def given_back(now: Known, before: Known, after: Known) -> Known:
    """What somebody changed since stays; what nobody touched is as it was before."""
    return {name: _back(value, before[name], after[name]) for name, value in now.items() if name in before}


def _one(name: str, mine: Any, theirs: Any, whose: str) -> Any:
    if name == "likes":
        return join_likes(theirs, mine) if whose == GOES else join_likes(mine, theirs)
    if isinstance(mine, dict) and isinstance(theirs, dict):
        return {**mine, **theirs} if whose == GOES else {**theirs, **mine}
    if name == "arrived_at":
        return min(mine, theirs)
    if name == "about" and whose in ("", BOTH) and mine and theirs and mine != theirs:
        return f"{mine}\n{theirs}"
    if whose == GOES:
        return theirs if theirs not in ("", None) else mine
    return mine if mine not in ("", None) else theirs


def _back(now: Any, before: Any, after: Any) -> Any:
    if isinstance(now, dict) and isinstance(before, dict) and isinstance(after, dict):
        return {key: value for key, value in {**before, **now}.items() if _stands(key, value, before, after)}
    return before if now == after else now


def _stands(key: str, value: Any, before: dict[str, Any], after: dict[str, Any]) -> bool:
    came = key in after and key not in before
    return not (came and after[key] == value)


def _fields() -> list[models.Field[Any, Any]]:
    return [field for field in Person._meta.concrete_fields if field.attname not in NOT_KNOWN]
