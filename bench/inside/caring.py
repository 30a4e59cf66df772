"""The care order: N people put in order, and one put in their place anew: `python -m bench.inside.caring N`."""

from __future__ import annotations

import random
import statistics
import sys
import time
from datetime import UTC, date, datetime, timedelta
from typing import Final

from bench.inside import begin, tell

begin()

from django.db import connection  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from bench.report import percentile  # noqa: E402
from cha.conversations.models import Conversation  # noqa: E402
from cha.promises.care import STANDARD, CareInput, in_order  # noqa: E402
from cha.promises.caring import place_again  # noqa: E402

NOON: Final = datetime(2026, 6, 4, 12, 0, tzinfo=UTC)
MOODS: Final = (None, None, None, "glad", "upset", "worried", "grieving")
RUNS: Final = 30
ONES: Final = 200


def people(count: int) -> list[tuple[int, CareInput]]:
    """So many who wait, of every kind; the same each time."""
    dice = random.Random(5)
    return [(number, _somebody(dice)) for number in range(count)]


def _somebody(dice: random.Random) -> CareInput:
    since = NOON - timedelta(minutes=dice.randrange(3_000))
    return CareInput(
        waiting_since=since,
        target=timedelta(hours=4),
        promised_by=since + timedelta(minutes=dice.randrange(60, 900)) if dice.random() < 0.8 else None,
        mood=dice.choice(MOODS),
        contacts=dice.choice((1, 1, 1, 2, 3)),
        fresh_promise_broken=dice.random() < 0.05,
        at_risk=dice.random() < 0.05,
        harm=dice.random() < 0.02,
        vulnerable=dice.random() < 0.05,
        money=dice.random() < 0.05,
        access=dice.random() < 0.05,
        present=dice.random() < 0.02,
        event="wedding" if dice.random() < 0.1 else "",
        event_on=date(2026, 6, 6) if dice.random() < 0.1 else None,
    )


def main() -> None:
    waiting = people(int(sys.argv[1]))
    whole = []
    for _ in range(RUNS):
        began = time.process_time()
        in_order(waiting)
        whole.append((time.process_time() - began) * 1000)
    ones, asked = _one_by_one()
    tell(
        {
            "ordered": statistics.median(whole),
            "ordered_p99": percentile(whole, 99),
            "one": statistics.median(ones) if ones else 0.0,
            "queries": asked,
            "conversations": Conversation.objects.count(),
            "reasons": len(STANDARD),
        }
    )


def _one_by_one() -> tuple[list[float], int]:
    """CPU of putting one in their place anew, in milliseconds, and how many statements it takes."""
    keys = list(Conversation.objects.waiting().order_by("-pk").values_list("pk", flat=True)[:ONES])
    found = []
    for pk in keys:
        began = time.process_time()
        place_again([pk])
        found.append((time.process_time() - began) * 1000)
    if not keys:
        return [], 0
    with CaptureQueriesContext(connection) as context:
        place_again(keys[:1])
    return found, len(context)


if __name__ == "__main__":
    main()
