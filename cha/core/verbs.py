"""The write path. A verb locks, checks access, checks the rule, changes, and records one event, in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import transaction

from cha.core import held

P = ParamSpec("P")
R = TypeVar("R")


def verb(work: Callable[P, R]) -> Callable[P, R]:
    """Make a function a verb: it runs in one transaction, and everything in it stands or falls together.

    A verb may call another; the outermost transaction decides. Nothing is rendered, parsed or sent inside one.
    """

    @wraps(work)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        since = held.enter()
        try:
            # A verb within a verb needs no savepoint: when it fails, nothing of either may stay.
            with transaction.atomic(savepoint=False):
                found = work(*args, **kwargs)
                held.finish()
                return found
        except BaseException:
            held.forget(since)
            raise
        finally:
            held.leave()

    return run
