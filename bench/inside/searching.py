"""How long search takes: `python -m bench.inside.searching [--explain]`, in an install that `bench.inside.heap` filled.

Each question is a line of the filter language, from its words to the fifty newest messages with their people, as the
page asks it. Every question is another one, after a warm-up. Two figures: the wall clock, which other work on the
machine lengthens, and the CPU of this process and of PostgreSQL's, which is the wall clock of an idle machine that has
the index in memory.
"""

from __future__ import annotations

import gc
import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
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

    def common() -> str:
        return f"{word(dice.randrange(60))} "

    def middling() -> str:
        return word(dice.randrange(60, 3000))

    def chinese() -> str:
        return "".join(dice.sample(OTHERS["zh"][:60], 2))

    spoken = [words for language, words in OTHERS.items() if language != "zh"]
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
    # As the front does when it starts: else the collector goes through all of Django now and then.
    gc.collect()
    gc.freeze()
    told: dict[str, Any] = {}
    everything: list[tuple[float, float]] = []
    for name, question in kinds(random.Random(2291)).items():
        by = limited if name == "hidden" else owner
        for _ in range(10):
            ask(question(), by)
        took, hits = list[tuple[float, float]](), 0
        for _ in range(EACH):
            text, began, cpu = question(), time.perf_counter(), busy()
            hits += len(ask(text, by).messages)
            took.append(((busy() - cpu) * 1000, (time.perf_counter() - began) * 1000))
        everything += took
        told[name] = _told(took, hits)
    return told | {"all": _told(everything, 0)}


def busy() -> float:
    """Seconds of CPU that this process has used, and PostgreSQL's for it, where that runs on this machine."""
    own = time.process_time()
    if connection.vendor == "sqlite":
        return own
    backend = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    return own + (int(backend.read_text().split()[0]) / 1e9 if backend.exists() else 0)


def _told(took: list[tuple[float, float]], hits: int) -> dict[str, Any]:
    told: dict[str, Any] = {"questions": len(took), "hits": hits}
    for place, name in enumerate(("cpu", "wall")):
        values = [one[place] for one in took]
        told |= {f"{name}_median": statistics.median(values), f"{name}_p99": percentile(values, 0.99)}
    return told


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
