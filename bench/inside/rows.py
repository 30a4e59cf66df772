"""Rows by the hundred thousand: columns of a model, values straight into the table, no model instance between."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.db import connection, models

BATCH = 20_000


class Table:
    """One model's table. `add` takes fields by attribute name; the others get their model's default, made once."""

    def __init__(self, model: type[models.Model]) -> None:
        fields = [field for field in model._meta.concrete_fields if not _by_database(field)]
        self.name = model._meta.db_table
        self.columns = [field.column for field in fields]
        self._names = [field.attname for field in fields]
        self._defaults = {field.attname: _plain(field.get_default()) for field in fields if not field.primary_key}
        self._rows: list[tuple[Any, ...]] = []
        self.count = 0

    def add(self, **given: Any) -> None:
        """One row; written when enough have come together."""
        row = self._defaults | {name: _plain(value) for name, value in given.items()}
        self._rows.append(tuple(row.get(name) for name in self._names))
        self.count += 1
        if len(self._rows) >= BATCH:
            self.write()

    def write(self) -> None:
        """Write what has come together."""
        if connection.vendor == "postgresql":
            self._copy(self._rows)
        else:
            self._insert(self._rows)
        self._rows = []

    def _insert(self, rows: list[tuple[Any, ...]]) -> None:
        columns, holes = ", ".join(f'"{name}"' for name in self.columns), ", ".join("?" * len(self.columns))
        connection.connection.executemany(f'INSERT INTO "{self.name}" ({columns}) VALUES ({holes})', rows)

    def _copy(self, rows: list[tuple[Any, ...]]) -> None:
        columns = ", ".join(f'"{name}"' for name in self.columns)
        with (
            connection.connection.cursor() as cursor,
            cursor.copy(f'COPY "{self.name}" ({columns}) FROM STDIN') as copy,
        ):
            for row in rows:
                copy.write_row(row)


def _by_database(field: models.Field[Any, Any]) -> bool:
    """Whether the database fills it: a sequence, or a default of its own."""
    return isinstance(field, models.AutoField) or field.has_db_default()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value if connection.vendor == "postgresql" else value.replace(tzinfo=None).isoformat(" ")
    if isinstance(value, (list, dict)):
        return json.dumps(value)
    return value
