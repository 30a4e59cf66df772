"""Rows that a verb holds: locked once, read once.

A verb calls verbs, and each locks the row that it changes. Inside the outermost of them nobody else can change a row
that is locked, so whoever locks it again is given the same object. What changes such a row goes through that object
(`core.prepared.update`); whoever changes it otherwise calls `let_go`.
"""

from __future__ import annotations

import threading
from typing import TypeVar

from django.db import models

from cha.core import prepared

M = TypeVar("M", bound=models.Model)


class _Held(threading.local):
    """This thread's: how many verbs deep it is, and what it holds."""

    def __init__(self) -> None:
        self.depth = 0
        self.rows: dict[tuple[type[models.Model], int], models.Model] = {}


_here = _Held()


def enter() -> None:
    """A verb begins."""
    _here.depth += 1


def leave() -> None:
    """A verb ends; with the outermost one nothing is held any more."""
    _here.depth -= 1
    if not _here.depth:
        _here.rows.clear()


def let_go() -> None:
    """What is held may not be as it was: it is read again. After a failure, and after a change behind its back."""
    _here.rows.clear()


def hold(model: type[M], pk: int) -> M:
    """The row, locked until the transaction ends. Outside of verbs it is read each time. Raises Model.DoesNotExist."""
    if not _here.depth:
        return prepared.read_locked(model, pk)
    row = _here.rows.get((model, pk))
    if row is None:
        row = _here.rows[model, pk] = prepared.read_locked(model, pk)
    return row  # type: ignore[return-value]


def renew(row: models.Model) -> None:
    """Let a row say what its table says now; without asking where a verb holds it."""
    known = _here.rows.get((type(row), row.pk))
    if known is None:
        prepared.renew(row)
    elif known is not row:
        state = row._state
        vars(row).update(vars(known), _state=state)
