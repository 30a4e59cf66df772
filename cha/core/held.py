"""Rows that a verb holds: locked once, read once.

A verb calls verbs, and each locks the row that it changes. Inside the outermost of them nobody else can change a row
that is locked, so whoever locks it again is given the same object. What changes such a row goes through that object
(`core.prepared.update`); whoever changes it otherwise calls `let_go`.

A verb also puts off what is better done once, or together with its like: the place in the care order, the rows of the
ledger and of tasks. `at_the_end` does it before the outermost verb's transaction ends.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Final, NamedTuple, TypeVar

from django.db import models

from cha.core import prepared

M = TypeVar("M", bound=models.Model)
T = TypeVar("T")

# In which order things are done at a verb's end: what may change rows, the ledger, and what is keyed by its rows.
ROWS: Final = 0
EVENTS: Final = 1
TASKS: Final = 2


class _PutOff(NamedTuple):
    turn: int
    number: int
    work: Callable[[list[Any]], None]
    item: Any


class _Held(threading.local):
    """This thread's: how many verbs deep it is, and what it holds."""

    def __init__(self) -> None:
        self.depth = 0
        self.rows: dict[tuple[type[models.Model], int], models.Model] = {}
        self.known: dict[str, Any] = {}
        self.put_off: list[_PutOff] = []
        self.number = 0


_here = _Held()


def enter() -> int:
    """A verb begins. Returns what `forget` wants when it fails."""
    _here.depth += 1
    return _here.number


def inside() -> bool:
    """Whether a verb is running: what is locked now stays so until its transaction ends."""
    return _here.depth > 0


def leave() -> None:
    """A verb ends; with the outermost one nothing is held any more."""
    _here.depth -= 1
    if not _here.depth:
        _here.rows.clear()
        _here.known.clear()
        _here.put_off.clear()


def at_the_end(turn: int, work: Callable[[list[T]], None], item: T) -> None:
    """Call `work`, once, with this and every other item it is wanted for, before the outermost verb ends.

    Outside of verbs it is called at once.
    """
    if _here.depth:
        _here.put_off.append(_PutOff(turn, _here.number, work, item))
        _here.number += 1
    else:
        work([item])


def finish() -> None:
    """Do what was put off, where the outermost verb ends; what that puts off in its turn, too."""
    if _here.depth == 1:
        _do(TASKS)


def settle() -> None:
    """Do what was put off about rows now, because somebody wants to know how they stand."""
    _do(ROWS)


def _do(last: int) -> None:
    while due := [one for one in _here.put_off if one.turn <= last]:
        work = min(due).work
        _here.put_off = [one for one in _here.put_off if one.work != work]
        work([one.item for one in due if one.work == work])


def forget(since: int) -> None:
    """A verb failed: what it put off is not done, and what it held may not be as it was."""
    _here.put_off = [one for one in _here.put_off if one.number < since]
    let_go()


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


def once(name: str, read: Callable[[], T]) -> T:
    """What the house has said, and a verb does not change: read once in it. Outside of verbs it is read each time."""
    if not _here.depth:
        return read()
    if name not in _here.known:
        _here.known[name] = read()
    found: T = _here.known[name]
    return found


def renew(row: models.Model) -> None:
    """Let a row say what its table says now; without asking where a verb holds it."""
    known = _here.rows.get((type(row), row.pk))
    if known is row:
        return
    settle()
    known = _here.rows.get((type(row), row.pk))
    if known is None:
        prepared.renew(row)
    else:
        state = row._state
        vars(row).update(vars(known), _state=state)
