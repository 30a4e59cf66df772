"""Statements that are put together once: for what every verb does, where making SQL costs more than running it.

`insert(row)` is `row.save(force_insert=True)`, `update(row, names)` `row.save(update_fields=names)`, `read(Model, pk)`
is `.get(pk=pk)`, `read_locked` the same with `select_for_update()`, `renew(row)` is `row.refresh_from_db()`: the same
columns and conversions, the same values on the row afterwards. No signal is sent and no `__init__` or `from_db` of a
model is called; this project has none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from json import dumps
from typing import Any, TypeVar

from django.db import connection, models
from django.db.models.base import ModelState
from django.db.models.expressions import Expression
from django.db.models.sql.compiler import SQLCompiler
from django.db.transaction import TransactionManagementError

from cha.core.statements import all_rows, engine, one_row, run

M = TypeVar("M", bound=models.Model)
Fields = tuple["models.Field[Any, Any]", ...]
# A field's attribute, the types whose values are given to the engine as they are, and what makes the others ready.
Hole = tuple[str, frozenset[type], Callable[[models.Model], Any]]

_TEXTS = (models.CharField, models.TextField)
_NUMBERS = (models.IntegerField, models.ForeignKey)
_NONE = type(None)
# So many rows go into one statement; each number of rows is a statement to keep.
MOST = 16


def insert(row: models.Model, *, unless: str = "", over: str = "") -> None:
    """Write a new row. What the database fills (a sequence, a default of its own) is on the row afterwards.

    With `unless`, a row that stands under the same value of that unique field stays as it is; with `over`, it becomes
    what the new one says, but for its key.
    """
    conn = engine()
    sql, given, filled = _insert(type(row), conn.vendor, unless, over)
    values = _values(row, given)
    if filled:
        for field, value in zip(filled, one_row(conn, sql, values) or (), strict=True):
            setattr(row, field.attname, value)
    else:
        run(conn, sql, values)
    row._state.adding, row._state.db = False, conn.alias


def insert_all(rows: Sequence[models.Model], *, unless: str = "") -> None:
    """The same for several new rows of one model, up to `MOST` of them in one statement."""
    if len(rows) > MOST:
        for start in range(0, len(rows), MOST):
            insert_all(rows[start : start + MOST], unless=unless)
        return
    if len(rows) == 1:
        insert(rows[0], unless=unless)
        return
    conn = engine()
    sql, given, filled = _insert(type(rows[0]), conn.vendor, unless, "", len(rows))
    values = [value for row in rows for value in _values(row, given)]
    if filled:
        # Numbers rise in the order of the rows; the engine may give them back in another.
        for row, found in zip(rows, sorted(all_rows(conn, sql, values)), strict=True):
            for field, value in zip(filled, found, strict=True):
                setattr(row, field.attname, value)
    else:
        run(conn, sql, values)
    for row in rows:
        row._state.adding, row._state.db = False, conn.alias


@cache
def _insert(
    model: type[models.Model], vendor: str, unless: str, over: str, count: int = 1
) -> tuple[str, tuple[Hole, ...], Fields]:
    """The statement, the fields that it is given, and those that it gives back. Kept by model, engine and count."""
    fields = tuple(model._meta.concrete_fields)
    filled = tuple(field for field in fields if isinstance(field, models.AutoField) or field.has_db_default())
    given = tuple(field for field in fields if field not in filled)
    names, holes = ", ".join(map(_quoted, given)), ", ".join([f"({', '.join(['%s'] * len(given))})"] * count)
    sql = f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES {holes}'  # noqa: S608 - names of our own tables
    if unless:
        sql += f' ON CONFLICT ("{unless}") DO NOTHING'
    if over:
        others = [_quoted(field) for field in given if not field.primary_key and field.name != over]
        sql += f' ON CONFLICT ("{over}") DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in others)}'
    if filled:
        sql += f" RETURNING {', '.join(map(_quoted, filled))}"
    return sql, _holes(given, vendor, new=True), filled


def _holes(fields: Sequence[models.Field[Any, Any]], vendor: str, *, new: bool) -> tuple[Hole, ...]:
    return tuple((field.attname, _as_they_are(field, vendor), _made_ready(field, vendor, new)) for field in fields)


def _made_ready(field: models.Field[Any, Any], vendor: str, new: bool) -> Callable[[models.Model], Any]:
    """What makes the engine's value of a row's: Django's own way, shorter for moments and for JSON."""
    # A connection's operations know no more than its engine and its time zone, which every thread has the same.
    name, ops = field.attname, engine().ops

    def usual(row: models.Model) -> Any:
        return field.get_db_prep_save(field.pre_save(row, new), connection)

    def moment(row: models.Model) -> Any:
        value = getattr(row, name)
        return ops.adapt_datetimefield_value(value) if type(value) is datetime else usual(row)

    def json(row: models.Model) -> Any:
        value = getattr(row, name)
        return dumps(value) if type(value) in (dict, list) else usual(row)

    if isinstance(field, models.DateTimeField) and not (field.auto_now or field.auto_now_add):
        return moment
    return json if vendor == "sqlite" and isinstance(field, models.JSONField) and not field.encoder else usual


def _as_they_are(field: models.Field[Any, Any], vendor: str) -> frozenset[type]:
    """Python's types that a field leaves alone on the way to the engine: asking it costs more than writing them."""
    if isinstance(field, _TEXTS):
        return frozenset((str, _NONE))
    if isinstance(field, models.BooleanField):
        return frozenset((bool, _NONE))
    if isinstance(field, models.DateTimeField) and not (field.auto_now or field.auto_now_add):
        return frozenset((_NONE,))
    if isinstance(field, _NUMBERS):
        # PostgreSQL is told how large the column is.
        return frozenset((int, _NONE) if vendor == "sqlite" else (_NONE,))
    return frozenset()


def _values(row: models.Model, holes: Sequence[Hole]) -> list[Any]:
    return [value if type(value := getattr(row, name)) in plain else ready(row) for name, plain, ready in holes]


def made(model: type[M], **values: Any) -> M:
    """A new row with these columns (by attribute: `conversation_id`), the others as the model has them by default."""
    row = model.__new__(model)
    same, anew = _defaults(model)
    columns = row.__dict__
    columns.update(same, _state=ModelState())
    columns.update(values)
    for name, default in anew:
        if name not in values:
            columns[name] = default()
    return row


@cache
def _defaults(model: type[models.Model]) -> tuple[dict[str, Any], tuple[tuple[str, Callable[[], Any]], ...]]:
    """What a new row has by default: what is the same for each, and what is made anew."""
    fields = model._meta.concrete_fields
    anew = tuple((field.attname, field.get_default) for field in fields if callable(field.default))
    return {field.attname: None if callable(field.default) else field.get_default() for field in fields}, anew


def update(row: models.Model, names: Sequence[str]) -> None:
    """Write these fields of a row that stands."""
    conn = engine()
    sql, holes = _update(type(row), tuple(names), conn.vendor)
    run(conn, sql, [*_values(row, holes), row.pk])


@cache
def _update(model: type[models.Model], names: tuple[str, ...], vendor: str) -> tuple[str, tuple[Hole, ...]]:
    known = {name: field for field in model._meta.concrete_fields for name in (field.name, field.attname)}
    fields = tuple(known[name] for name in names)
    changes = ", ".join(f"{_quoted(field)} = %s" for field in fields)
    sql = f'UPDATE "{model._meta.db_table}" SET {changes} WHERE {_quoted(model._meta.pk)} = %s'  # noqa: S608
    return sql, _holes(fields, vendor, new=False)


def read_locked(model: type[M], pk: int) -> M:
    """The row, locked until the transaction ends (SQLite: its writers queue anyway). Raises Model.DoesNotExist.

    Must be called inside a transaction.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError(f"{model.__name__} {pk} is locked outside a transaction")
    return _fetch(model, pk, lock=connection.vendor == "postgresql")


def read(model: type[M], pk: int | str) -> M:
    """The row. Raises Model.DoesNotExist."""
    return _fetch(model, pk, lock=False)


def renew(row: models.Model) -> None:
    """Let a row say what its table says now."""
    for name, value in vars(read(type(row), row.pk)).items():
        if name != "_state":
            setattr(row, name, value)


def _fetch(model: type[M], pk: int | str, *, lock: bool) -> M:
    conn = engine()
    sql, names, convert = _read(model, lock, conn.vendor)
    found = one_row(conn, sql, [pk])
    if found is None:
        raise model.DoesNotExist(f"{model._meta.object_name} {pk}")  # type: ignore[attr-defined]
    return _row(model, names, convert(found), conn.alias)


def taken(model: type[M], sql: str, values: Sequence[Any]) -> list[M]:
    """The rows that a statement changes, as they are then. It ends in `WHERE …`; `values` are the engine's."""
    conn = engine()
    _, names, convert = _read(model, False, conn.vendor)
    columns = ", ".join(_quoted(field) for field in model._meta.concrete_fields)
    found = all_rows(conn, f"{sql} RETURNING {columns}", values)
    return [_row(model, names, convert(one), conn.alias) for one in found]


def _row(model: type[M], names: Sequence[str], values: Sequence[Any], alias: str) -> M:
    row = model.__new__(model)
    row.__dict__.update(zip(names, values, strict=True), _state=ModelState())
    row._state.adding, row._state.db = False, alias
    return row


@cache
def _read(model: type[models.Model], lock: bool, vendor: str) -> tuple[str, list[str], Callable[[Any], list[Any]]]:
    """The statement, the attributes that it fills, and what makes Python's values of the engine's."""
    query = model._default_manager.filter(pk=0).query
    compiler: SQLCompiler = query.get_compiler(connection=connection)
    columns: list[Expression] = [field.get_col(model._meta.db_table) for field in model._meta.concrete_fields]
    converters = compiler.get_converters(columns)

    def convert(found: Any) -> list[Any]:
        values = list(found)
        for place, (steps, column) in converters.items():
            # Nothing is nothing in Python too, whatever the column.
            if values[place] is not None:
                for step in steps:
                    values[place] = step(values[place], column, compiler.connection)
        return values

    names = ", ".join(_quoted(field) for field in model._meta.concrete_fields)
    pk = _quoted(model._meta.pk)
    sql = f'SELECT {names} FROM "{model._meta.db_table}" WHERE {pk} = %s{" FOR UPDATE" if lock else ""}'  # noqa: S608
    return sql, [field.attname for field in model._meta.concrete_fields], convert


def _quoted(field: Any) -> str:
    return f'"{field.column}"'
