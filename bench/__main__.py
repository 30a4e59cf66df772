"""`python -m bench`: every budget of the design, measured, beside a reference job of the same run.

It measures and judges nothing: the exit code is 0 whatever is met or missed. Loopback only; every part stops by itself.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from bench import (
    acknowledging,
    api,
    care,
    chat,
    first_page,
    forecast,
    likeness,
    live,
    mailbox,
    offers,
    pages,
    policies,
    reading,
    reference,
    rest,
    searching,
    timers,
    widget,
)
from bench.install import ADDRESS, ROOT, Install, database_for, drop_database
from bench.report import Figure

SIZES = {"10k": 10_000, "100k": 100_000, "1m": 1_000_000}
KEPT = ROOT / "var" / "bench"
PARTS = (
    "pages", "reading", "mailbox", "acknowledging", "live", "chat", "connections", "first_page", "rest", "searching",
    "widget", "likeness", "api", "forecast", "policies", "timers", "care", "offers",
)  # fmt: skip
NOISE = "Medians of short runs. Other work on the machine shows: compare the reference job before comparing figures."


def arguments() -> argparse.Namespace:
    """What was asked for. `SIZE` in the environment is `--size`."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--size", choices=SIZES, default=os.environ.get("SIZE", "100k").lower(), help="largest seed")
    parser.add_argument("--only", choices=PARTS, nargs="+", default=PARTS, help="these parts alone")
    parser.add_argument("--json", action="store_true", help="one JSON document in place of the table")
    parser.add_argument("--data", type=Path, default=KEPT, help="where seeds are kept between runs (var/bench)")
    return parser.parse_args()


def seeded(engine: str, server: str, size: str, data: Path) -> Install:
    """The install with that many conversations; made when it is not there."""
    folder = data / f"{engine}-{size}"
    folder.mkdir(parents=True, exist_ok=True)
    url = database_for(server, f"cha_bench_{size}") if server else ""
    install = Install(folder, engine, url)
    install.inside("seed", str(SIZES[size]))
    install.inside("ready")
    return install


def heaped(engine: str, server: str, size: str, data: Path) -> Install:
    """The install with that many messages to search in; made when it is not there."""
    folder = data / f"{engine}-heap-{size}"
    folder.mkdir(parents=True, exist_ok=True)
    url = database_for(server, f"cha_bench_heap_{size}") if server else ""
    install = Install(folder, engine, url)
    install.inside("heap", str(SIZES[size]))
    return install


def peopled(engine: str, server: str, size: str, data: Path) -> Install:
    """The install with that many persons; filled by what measures it."""
    folder = data / f"{engine}-people-{size}"
    folder.mkdir(parents=True, exist_ok=True)
    return Install(folder, engine, database_for(server, f"cha_bench_people_{size}") if server else "")


@contextmanager
def fresh(engine: str, server: str, data: Path) -> Iterator[Install]:
    """An empty install with one address, gone afterwards."""
    folder, name = data / f"{engine}-fresh", f"cha_bench_fresh_{os.getpid()}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    install = Install(folder, engine, database_for(server, name) if server else "")
    try:
        install.cha("channel", "add", "email", ADDRESS, "--business", "Juniper Lane", "--zone", "Europe/Brussels")
        yield install
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if server:
            drop_database(server, name)


def steps(asked: argparse.Namespace, engine: str, server: str) -> Iterator[tuple[str, Callable[[], list[Figure]]]]:
    """What is measured, in order, under the name of its part."""
    sizes = [size for size, count in SIZES.items() if count <= SIZES[asked.size]]

    def in_size(size: str) -> list[Figure]:
        return pages.measure(seeded(engine, server, size, asked.data), size)

    for size in [size for size in sizes if size == asked.size or size == "10k"]:
        yield "pages", partial(in_size, size)

    def in_fresh(work: Callable[[Install], list[Figure]]) -> Callable[[], list[Figure]]:
        def run() -> list[Figure]:
            with fresh(engine, server, asked.data) as install:
                return work(install)

        return run

    def in_seeded(work: Callable[[Install], list[Figure]]) -> Callable[[], list[Figure]]:
        return lambda: work(seeded(engine, server, "10k", asked.data))

    yield "reading", in_fresh(reading.measure)
    yield "mailbox", in_fresh(lambda install: mailbox.measure(install, "store"))
    yield "mailbox", in_fresh(lambda install: mailbox.measure(install, "read"))
    yield "acknowledging", in_fresh(acknowledging.measure)
    yield "live", in_seeded(live.measure)
    yield "chat", in_fresh(chat.measure)
    yield "connections", in_seeded(live.connections)
    yield "first_page", in_seeded(first_page.measure)
    yield "widget", in_fresh(widget.measure)
    yield "rest", in_seeded(rest.measure)
    yield "api", in_seeded(api.measure)
    yield "care", lambda: care.measure(seeded(engine, server, asked.size, asked.data), asked.size)
    yield "offers", lambda: offers.measure(seeded(engine, server, asked.size, asked.data), asked.size)
    for workers in (1, 4) if server else (1,):
        yield "timers", in_fresh(partial(timers.measure, workers=workers))
    yield "forecast", lambda: forecast.measure(seeded(engine, server, asked.size, asked.data), asked.size)
    yield "policies", in_fresh(policies.measure)
    yield "searching", lambda: searching.measure(heaped(engine, server, asked.size, asked.data), asked.size)
    yield (
        "likeness",
        lambda: likeness.measure(peopled(engine, server, asked.size, asked.data), SIZES[asked.size], asked.size),
    )


def main() -> None:
    """Measure, print, and never fail for a budget that is missed."""
    asked = arguments()
    server = os.environ.get("CHA_DATABASE_URL", "")
    engine = "postgresql" if server.startswith("postgres") else "sqlite"
    server = server if engine == "postgresql" else ""
    told: list[dict[str, object]] = []
    say(asked, f"Cha on {engine}, Python {platform.python_version()}, {os.cpu_count()} processors. {NOISE}\n")
    for part, work in steps(asked, engine, server):
        if part not in asked.only:
            continue
        before = reference.milliseconds()
        try:
            figures = work()
        except Exception as error:
            say(asked, f"  {part}: could not be measured: {error}")
            told.append({"part": part, "error": str(error)})
            continue
        after = reference.milliseconds()
        for figure in figures:
            say(asked, figure.line())
        say(asked, f"    reference job {before:.0f} ms before, {after:.0f} ms after\n")
        told += [{"part": part, "reference_ms": (before + after) / 2, **figure.to_data()} for figure in figures]
    if asked.json:
        print(json.dumps({"engine": engine, "python": platform.python_version(), "figures": told}, indent=1))


def say(asked: argparse.Namespace, words: str) -> None:
    """Print for people; nothing when JSON is asked for."""
    if not asked.json:
        print(words, flush=True)


if __name__ == "__main__":
    main()
    sys.exit(0)
