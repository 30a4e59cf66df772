"""Queries that are put together once: for pages, where making SQL of a queryset costs more than running it.

    @asked(int)
    def facts_of(person: int) -> QuerySet[Fact]:
        return Fact.objects.filter(person_id=person).order_by("-id")[:12]

    facts_of(person.pk)     # a list of Fact, at a tenth of the work

The function is called once per engine, with a stand-in for each value; its SQL is kept and asked with the real ones.
So it must be the same query for all values: no `if` over a value, and no collections. `values()`, `values_list()`
and `select_related()` work as usual; prefetches do not, nor does `None` as a value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from functools import lru_cache, update_wrapper
from typing import Any, Final, Generic, ParamSpec, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import QuerySet
from django.db.models.base import ModelState
from django.db.models.query import (
    FlatValuesListIterable,
    ModelIterable,
    ValuesIterable,
    ValuesListIterable,
    get_related_populators,
)
from django.db.models.sql.compiler import SQLCompiler

from cha.core.statements import all_rows, engine

P = ParamSpec("P")
R = TypeVar("R")
Shape = Callable[[Iterable[Any]], list[Any]]

_HOLE: Final = re.compile("%.")
_PLAIN: Final = re.compile("[a-z_.]*")
# Nobody's values, small enough for every column: an id counts up from 0, no text of ours holds U+001F, and nothing
# happened in the year 1.
_STAND_INS: Final[dict[type, Callable[[int], Any]]] = {
    int: lambda place: -32_000 - place,
    str: lambda place: f"\x1f{place}",
    datetime: lambda place: datetime(1, 1, 2 + place, tzinfo=UTC),
}


def asked(*kinds: type, keep: int = 0) -> Callable[[Callable[P, QuerySet[Any, R]]], Query[P, R]]:
    """Make a prepared query of a function from values of these kinds (int, str, datetime) to a queryset.

    With `keep`, so many rows are kept as Python's values under the engine's own, for long lists that are asked for
    again and again. Lists and dicts in them (JSON) are then everybody's: read them only.
    """
    return lambda build: Query(build, kinds, keep)


class Query(Generic[P, R]):
    """A query whose SQL is kept by engine. Call it with the values; it answers with a list. Safe between threads."""

    def __init__(self, build: Callable[P, QuerySet[Any, R]], kinds: Sequence[type], keep: int) -> None:
        self._build, self._kinds, self._keep = build, kinds, keep
        self._ready: dict[str, _Ready] = {}
        update_wrapper(self, build)

    def __call__(self, *values: P.args, **_none: P.kwargs) -> list[R]:
        vendor = engine().vendor
        ready = self._ready.get(vendor)
        if ready is None:
            ready = self._ready[vendor] = _Ready(self._build, self._kinds, self._keep)
        return ready.ask(values)


class _Ready:
    """One engine's statement, where the values go in it, and what makes Python's values of its rows."""

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], kinds: Sequence[type], keep: int) -> None:
        stand_ins = [_STAND_INS[kind](place) for place, kind in enumerate(kinds)]
        queryset = build(*stand_ins)
        compiler = queryset.query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        self._sql, self._params = _fixed(sql, params, [_adapted(value) for value in stand_ins])
        self._places = [_places(self._params, _adapted(value)) for value in stand_ins]
        self._compiler = compiler
        self._converters = compiler.get_converters([column for column, _, _ in compiler.select or ()])
        self._shape = _shape(queryset, compiler)
        self._one = lru_cache(keep)(self._convert) if keep and self._converters else None

    def ask(self, values: Sequence[Any]) -> list[Any]:
        """The rows for these values."""
        params = list(self._params)
        for value, places in zip(values, self._places, strict=True):
            for place, kind in places:
                params[place] = kind(value)
        rows: Iterable[Any] = all_rows(engine(), self._sql, params)
        if self._one:
            rows = map(self._one, map(tuple, rows))
        elif self._converters:
            rows = self._compiler.apply_converters(rows, self._converters)
        return self._shape(rows)

    def _convert(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(next(iter(self._compiler.apply_converters([row], self._converters))))


def _fixed(sql: str, params: Sequence[Any], stand_ins: Sequence[Any]) -> tuple[str, list[Any]]:
    """The statement with what never changes written into it: SQLite plans a partial index anew for each given value."""
    left, given = [], iter(params)

    def written(found: re.Match[str]) -> str:
        if found[0] != "%s":
            return found[0]
        value = next(given)
        if value not in stand_ins and type(value) is not bool:
            if isinstance(value, int):
                return str(int(value))
            if isinstance(value, str) and _PLAIN.fullmatch(value):
                return f"'{value}'"
        left.append(value)
        return "%s"

    return _HOLE.sub(written, sql), left


def _adapted(value: Any) -> Any:
    """As the engine is given it."""
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value


def _places(params: Sequence[Any], stand_in: Any) -> list[tuple[int, Callable[[Any], Any]]]:
    """Where a stand-in stands, and what makes a value fit there (PostgreSQL has a type for each size of number)."""
    found = [place for place, param in enumerate(params) if type(param) is not bool and param == stand_in]
    if not found:
        raise ValueError("A value of a prepared query does not come to its SQL.")
    return [(place, type(params[place]) if isinstance(stand_in, int) else _adapted) for place in found]


def _shape(queryset: QuerySet[Any, Any], compiler: SQLCompiler) -> Shape:
    kind = queryset._iterable_class
    if kind is FlatValuesListIterable:
        return lambda rows: [row[0] for row in rows]
    if kind is ValuesListIterable:
        return lambda rows: [tuple(row) for row in rows]
    if kind is ValuesIterable:
        query = queryset.query
        names = list(query.selected or [*query.values_select, *query.annotation_select])
        return lambda rows: [dict(zip(names, row, strict=True)) for row in rows]
    if kind is ModelIterable:
        return _models(compiler)
    raise TypeError(f"{kind.__name__} cannot be prepared.")


def _models(compiler: SQLCompiler) -> Shape:
    """Rows with the rows that `select_related` brings."""
    info: Any = compiler.klass_info
    select: Any = compiler.select
    model, fields = info["model"], info["select_fields"]
    start, end = fields[0], fields[-1] + 1
    names = [column.target.attname for column, _, _ in select[start:end]]
    populators = get_related_populators(info, select, connection.alias)  # type: ignore[call-arg]

    def made(rows: Iterable[Any]) -> list[Any]:
        found = []
        for row in rows:
            one = model.__new__(model)
            one.__dict__.update(zip(names, row[start:end], strict=True), _state=ModelState())
            one._state.adding, one._state.db = False, DEFAULT_DB_ALIAS
            for populator in populators:
                populator.populate(row, one)
            found.append(one)
        return found

    return made
