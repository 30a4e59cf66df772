"""What a filter is: words to be found, and clauses. Frozen, and JSON: a saved view is one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class Clause:
    """`field` must be (or, negated, must not be) one of `values`. A field may stand in several clauses: all hold."""

    field: str
    values: tuple[str, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Doubt:
    """What could not be read and so stayed words. `kind`: field (no such one), value (none that the field takes).

    `near` is what may have been meant, or "".
    """

    kind: str
    field: str
    value: str
    near: str = ""


@dataclass(frozen=True, slots=True)
class Filter:
    """What one looks for. `words` hold phrases in "quotes" and a minus before what must not be there.

    A space after the last word says that it is whole; else it may be the beginning of a longer one. `doubts` are for
    whoever typed it: they are not kept, and do not make filters differ.
    """

    words: str = ""
    clauses: tuple[Clause, ...] = ()
    doubts: tuple[Doubt, ...] = field(default=(), compare=False)

    def __bool__(self) -> bool:
        return bool(self.words.strip() or self.clauses)

    def of(self, *fields: str) -> tuple[Clause, ...]:
        """The clauses of these fields."""
        return tuple(clause for clause in self.clauses if clause.field in fields)

    def without(self, clause: Clause) -> Filter:
        """The same without one clause: what a chip's cross leads to."""
        return replace(self, clauses=tuple(one for one in self.clauses if one != clause))

    def besides(self, *fields: str) -> Filter:
        """The same without the clauses of these fields."""
        return replace(self, clauses=tuple(one for one in self.clauses if one.field not in fields))

    def adding(self, clause: Clause) -> Filter:
        """The same and one clause more; a clause that is there already is there once."""
        return self if clause in self.clauses else replace(self, clauses=(*self.clauses, clause))

    def to_data(self) -> dict[str, Any]:
        """As JSON: {"version", "words", "clauses": [{"field", "values", "negated"}]}."""
        clauses = [{"field": one.field, "values": list(one.values), "negated": one.negated} for one in self.clauses]
        return {"version": VERSION, "words": self.words, "clauses": clauses}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Filter:
        """Of what `to_data` gave. Raises ValueError for a version that is not known here."""
        if data.get("version") != VERSION:
            raise ValueError(f"a filter of version {data.get('version')!r}; known is {VERSION}")
        clauses = (
            Clause(str(one["field"]), tuple(str(value) for value in one["values"]), bool(one["negated"]))
            for one in data["clauses"]
        )
        return cls(str(data["words"]), tuple(clauses))
