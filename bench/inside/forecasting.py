"""What one forecast costs in an install that is seeded: `python -m bench.inside.forecasting`."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import timedelta

from bench.inside import begin, tell

begin()

from django.core.management import call_command  # noqa: E402

from bench.inside.searching import busy  # noqa: E402
from bench.report import percentile  # noqa: E402
from cha.channels.models import Channel  # noqa: E402
from cha.conversations.models import Conversation  # noqa: E402
from cha.core.clock import now  # noqa: E402
from cha.core.verbs import verb  # noqa: E402
from cha.promises.expecting import expected, forget_kept  # noqa: E402
from cha.promises.judging import come_true  # noqa: E402
from cha.promises.models import WaitStat  # noqa: E402
from cha.promises.models.said import keep_said  # noqa: E402

WAITS, ESTIMATES = 200, 1000
TOPICS = ("parcel", "refund", "order", "")


@verb
def say(channel: Channel, number: int) -> None:
    """One time is told, of a conversation that is none."""
    at = now() - timedelta(minutes=number)
    keep_said(-number, channel.pk, at, channel.hours(), expected(channel, at, topic=TOPICS[number % 4]))


def timed(work: Callable[[], object], count: int) -> list[float]:
    """Milliseconds of CPU of each."""
    found = []
    for _ in range(count):
        began = busy()
        work()
        found.append((busy() - began) * 1000)
    return found


def main() -> None:
    """Learn from some waits, then ask: as always, and as the first to ask."""
    call_command("migrate", verbosity=0, interactive=False)
    channel = Channel.objects.select_related("brand", "team").order_by("pk")[0]
    numbers = iter(range(1, WAITS + 1))
    for number in range(1, WAITS + 1):
        say(channel, number)
    learned = timed(lambda: come_true(-next(numbers), ("answer",), now()), WAITS)
    at, began = now(), time.perf_counter()
    expected(channel, at)
    asked = timed(lambda: expected(channel, at), ESTIMATES)
    wall = (time.perf_counter() - began) * 1000 / ESTIMATES
    cold = timed(lambda: (forget_kept(), expected(channel, at)), 50)
    tell(
        {
            "conversations": Conversation.objects.count(),
            "rows": WaitStat.objects.count(),
            "cpu_median": statistics.median(asked),
            "cpu_p99": percentile(asked, 0.99),
            "wall_median": wall,
            "cold_median": statistics.median(cold),
            "learn_median": statistics.median(learned),
        }
    )


if __name__ == "__main__":
    main()
