"""Statements that are put together once: for what every verb does, where putting SQL together costs more than running it.

`insert(row)` is `row.save(force_insert=True)`, `update(row, names)` is `row.save(update_fields=names)`, and
`read_locked(Model, pk)` is `.select_for_update().get(pk=pk)`: the same columns and conversions, the same values on the
row afterwards. No signal is sent; this project has none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, TypeVar

from django.db import connection, models
from django.db.models.sql.compiler import SQLCompiler
from django.db.transaction import TransactionManagementError

M = TypeVar("M", bound=models.Model)
Fields = tuple["models.Field[Any, Any]", ...]


def insert(row: models.Model, *, unless: str = "", over: str = "") -> None:
    """Write a new row. What the database fills (a sequence, a default of its own) is on the row afterwards.

    With `unless`, a row that stands under the same value of that unique field stays as it is; with `over`, it becomes
    what the new one says, but for its key.
    """
    sql, given, filled = _insert(type(row), connection.vendor, unless, over)
    values = [field.get_db_prep_save(field.pre_save(row, True), connection) for field in given]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        if filled:
            for field, value in zip(filled, cursor.fetchone(), strict=True):
                setattr(row, field.attname, value)
    row._state.adding, row._state.db = False, connection.alias


@cache
def _insert(model: type[models.Model], vendor: str, unless: str, over: str) -> tuple[str, Fields, Fields]:
    """The statement, the fields that it is given, and those that it gives back. Kept by model and engine."""
    fields = tuple(model._meta.concrete_fields)
    filled = tuple(field for field in fields if isinstance(field, models.AutoField) or field.has_db_default())
    given = tuple(field for field in fields if field not in filled)
    names, holes = ", ".join(map(_quoted, given)), ", ".join(["%s"] * len(given))
    sql = f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES ({holes})'  # noqa: S608 - names of our own tables
    if unless:
        sql += f' ON CONFLICT ("{unless}") DO NOTHING'
    if over:
        others = [_quoted(field) for field in given if not field.primary_key and field.name != over]
        sql += f' ON CONFLICT ("{over}") DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in others)}'
    if filled:
        sql += f" RETURNING {', '.join(map(_quoted, filled))}"
    return sql, given, filled


def update(row: models.Model, names: Sequence[str]) -> None:
    """Write these fields of a row that stands."""
    sql, fields = _update(type(row), tuple(names))
    values = [field.get_db_prep_save(field.pre_save(row, False), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, row.pk])


@cache
def _update(model: type[models.Model], names: tuple[str, ...]) -> tuple[str, Fields]:
    fields = tuple(model._meta.get_field(name) for name in names)
    changes = ", ".join(f"{_quoted(field)} = %s" for field in fields)
    sql = f'UPDATE "{model._meta.db_table}" SET {changes} WHERE {_quoted(model._meta.pk)} = %s'  # noqa: S608
    return sql, fields


def read_locked(model: type[M], pk: int) -> M:
    """The row, locked until the transaction ends (SQLite: its writers queue anyway). Raises Model.DoesNotExist.

    Must be called inside a transaction.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError(f"{model.__name__} {pk} is locked outside a transaction")
    sql, names, convert = _read(model, connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(sql, [pk])
        found = cursor.fetchone()
    if found is None:
        raise model.DoesNotExist(f"{model._meta.object_name} {pk}")  # type: ignore[attr-defined]
    row: M = model.from_db(connection.alias, names, convert(found))
    return row


@cache
def _read(model: type[models.Model], vendor: str) -> tuple[str, list[str], Callable[[Any], list[Any]]]:
    """The statement, the attributes it fills, and what makes Python's values of the engine's. Kept by model and engine."""
    query = model._default_manager.filter(pk=0).query
    compiler: SQLCompiler = query.get_compiler(connection=connection)
    columns = [field.get_col(model._meta.db_table) for field in model._meta.concrete_fields]
    converters = compiler.get_converters(columns)

    def convert(found: Any) -> list[Any]:
        return next(iter(compiler.apply_converters([found], converters))) if converters else list(found)

    names = ", ".join(_quoted(field) for field in model._meta.concrete_fields)
    pk = _quoted(model._meta.pk)
    lock = " FOR UPDATE" if vendor == "postgresql" else ""
    sql = f'SELECT {names} FROM "{model._meta.db_table}" WHERE {pk} = %s{lock}'  # noqa: S608
    return sql, [field.attname for field in model._meta.concrete_fields], convert


def _quoted(field: Any) -> str:
    return f'"{field.column}"'
