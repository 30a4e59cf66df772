"""How long search takes: `python -m bench.inside.searching [--explain]`, in an install that `bench.inside.heap` filled.

Each question is a line of the filter language, from its words to the fifty newest messages with their people, as the
page asks it. Wall clock; every question is another one, after a warm-up.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any, Final

from bench.inside import begin, tell

begin()

from django.db import connection  # noqa: E402

from bench.inside.heap import OTHERS, WORDS, word  # noqa: E402
from bench.report import percentile  # noqa: E402
from cha.conversations.filters import know, narrowed, parse  # noqa: E402
from cha.conversations.search.asking import asked  # noqa: E402
from cha.conversations.search.messages import Look, look  # noqa: E402
from cha.core.clock import now  # noqa: E402
from cha.team.models import Member, Role, Scope  # noqa: E402
from cha.team.models.sight import set_sight  # noqa: E402

EACH: Final = 100
FILTERS: Final = (
    "is:waiting", "with:me", "mood:grieving", "before:2025", 'during:"last month"', "tag:recall", "-is:aside",
    "has:note", "with:nobody is:right",
)  # fmt: skip


def kinds(dice: random.Random) -> dict[str, Callable[[], str]]:
    """A question of each kind."""
    common = lambda: f"{word(dice.randrange(60))} "  # noqa: E731
    middling = lambda: word(dice.randrange(60, 3000))  # noqa: E731
    spoken = [words for language, words in OTHERS.items() if language != "zh"]
    chinese = lambda: "".join(dice.sample(OTHERS["zh"][:60], 2))  # noqa: E731
    return {
        "common": common,
        "rare": lambda: dice.choice([f"{word(dice.randrange(8000, WORDS))} ", f"JL-{dice.randrange(1_000_000)}"]),
        "begun": lambda: middling()[: dice.randrange(2, 6)],
        "several": lambda: f"{middling()} {common()}",
        "scripts": lambda: dice.choice([chinese(), dice.choice(dice.choice(spoken)[:400])]),
        "phrase": lambda: f'"{middling()} {common().strip()}"',
        "narrowed": lambda: f"{dice.choice(FILTERS)} {dice.choice([common(), middling()])}",
        "hidden": common,
    }


def ask(text: str, by: Member) -> Look:
    """One question, as the page asks it."""
    filter = parse(text)
    known = know(filter, by=by)
    return look(asked(filter.words), narrowed(filter, by=by, at=now(), known=known), by=by, limit=50)


def measure() -> dict[str, Any]:
    """Milliseconds by kind of question."""
    owner = Member.objects.get(role=Role.OWNER)
    limited = Member.objects.filter(role=Role.AGENT).order_by("id")[0]
    set_sight(Role.AGENT, Scope.OWN, by=owner)
    told: dict[str, Any] = {}
    everything: list[float] = []
    for name, question in kinds(random.Random(2291)).items():
        by = limited if name == "hidden" else owner
        for _ in range(10):
            ask(question(), by)
        took, hits = [], 0
        for _ in range(EACH):
            text, began = question(), time.perf_counter()
            hits += len(ask(text, by).messages)
            took.append((time.perf_counter() - began) * 1000)
        everything += took
        told[name] = _told(took, hits)
    return told | {"all": _told(everything, 0)}


def _told(took: list[float], hits: int) -> dict[str, Any]:
    return {
        "median": statistics.median(took),
        "p99": percentile(took, 0.99),
        "questions": len(took),
        "hits": hits,
    }


def explain() -> None:
    """The plans of one question of each kind, on standard output."""
    owner = Member.objects.get(role=Role.OWNER)
    how = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN (ANALYZE, BUFFERS) "
    for name, question in kinds(random.Random(7)).items():
        statements: list[tuple[str, Any]] = []

        def keep(execute: Any, sql: str, params: Any, many: bool, context: Any, into: Any = statements) -> Any:
            into.append((sql, params))
            return execute(sql, params, many, context)

        text = question()
        with connection.execute_wrapper(keep):
            ask(text, owner)
        print(f"\n== {name}: {text}")
        for sql, params in statements:
            with connection.cursor() as cursor:
                cursor.execute(how + sql, params)
                print(f"-- {sql[:150]}", *(f"   {row[-1]}" for row in cursor.fetchall()), sep="\n")


if __name__ == "__main__":
    explain() if "--explain" in sys.argv else tell(measure())
