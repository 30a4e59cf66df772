"""Conditions that the blanks of a rule cannot say, in CEL: checked when they are kept, and unable to do anything else.

CEL (https://cel.dev) has no loops without end, no files, no names but those given here; what runs long is stopped by
its own budget. The library is loaded with the first expression. Who asks is not among the names: that is what grants
are for, and more authority shall never yield less.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import Any, Final

from cha.resolutions.policy.case import Case

LONGEST: Final = 400
# What an expression may speak of, and what it is. Amounts are in minor units.
NAMES: Final[Mapping[str, str]] = {
    "kind": "STRING",
    "amount": "INT",
    "currency": "STRING",
    "topic": "STRING",
    "medium": "STRING",
    "country": "STRING",
    "has_order": "BOOL",
    "order_days": "INT",
    "order_amount": "INT",
    "given_times": "INT",
    "given_amount": "INT",
    "shown": "LIST",
    "weekday": "INT",
    "hour": "INT",
}
_WHERE: Final = re.compile(r"ERROR: <input>:\d+:(\d+): (.+)")
Test = Callable[[Mapping[str, Any]], bool]


class Unread(ValueError):
    """It is no expression, or could not be worked out here. The message is in the library's words."""


@cache
def _language() -> Any:
    try:
        from cel_expr_python import cel  # type: ignore[import-untyped]
    except ImportError as error:
        raise Unread("expressions need the package cel-expr-python") from error

    text = cel.Type.List(cel.Type.STRING)
    kinds = {name: text if kind == "LIST" else getattr(cel.Type, kind) for name, kind in NAMES.items()}
    return cel, cel.NewEnv(variables=kinds)


@lru_cache(maxsize=1000)
def test_of(expression: str) -> Test:
    """What says whether an expression holds for `values_of` a case; it raises Unread where it cannot be worked out.

    Raises Unread for what is no expression, or no question of yes or no.
    """
    if len(expression) > LONGEST:
        raise Unread(f"longer than {LONGEST} letters")
    cel, language = _language()
    try:
        program = language.compile(expression)
    except RuntimeError as error:
        raise Unread(_said(str(error))) from error
    if program.return_type() != cel.Type.BOOL:
        raise Unread("it says no yes or no")

    def test(values: Mapping[str, Any]) -> bool:
        try:
            answer = program.eval(data=values).value()
        except RuntimeError as error:
            raise Unread(_said(str(error))) from error
        if not isinstance(answer, bool):
            raise Unread(_said(str(answer)))
        return answer

    return test


def values_of(case: Case) -> dict[str, Any]:
    """A case as an expression sees it. What is not known has no value: an expression that asks for it says nothing."""
    values: dict[str, Any] = {
        "kind": case.kind,
        "amount": case.worth.minor,
        "currency": case.worth.currency,
        "topic": case.topic,
        "medium": case.medium,
        "country": case.country,
        "has_order": case.order_days is not None,
        "given_times": len(case.given),
        "given_amount": sum(one.worth for one in case.given if one.currency == case.worth.currency),
        "shown": sorted(case.shown),
        "weekday": case.at.isoweekday(),
        "hour": case.at.hour,
    }
    known = {"order_days": case.order_days, "order_amount": case.order_amount}
    return values | {name: value for name, value in known.items() if value is not None}


def _said(words: str) -> str:
    """What the library says, in a line: "3: undeclared reference to 'amont'"."""
    found = _WHERE.search(words)
    line = f"{found[1]}: {found[2]}" if found else words.splitlines()[0]
    return line.partition(" (in container")[0].partition(" [")[0][:160]
