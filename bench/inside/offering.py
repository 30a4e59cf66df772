"""What opening the dialog of an offer costs: `python -m bench.inside.offering [--profile]`, in a seeded install.

A conversation with an order and a topic, under a policy of fifty lines, with two hundred choices to count. It is taken
away again.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import urlencode

from bench.inside import begin, tell

begin()

from django.urls import reverse  # noqa: E402

from bench.inside.pages import Pages, counted, profiled  # noqa: E402
from cha.conversations.models import Conversation  # noqa: E402
from cha.core import wiring  # noqa: E402
from cha.core.clock import now  # noqa: E402
from cha.people.models.record import Record  # noqa: E402
from cha.people.models.record_source import RecordSource  # noqa: E402
from cha.resolutions.kinds import RemedyKind  # noqa: E402
from cha.resolutions.models import Choice, Offer, Option, PolicySet  # noqa: E402
from cha.team.models import Member  # noqa: E402

NAME, TOPIC, LINES, CHOICES, TIMES = "Bench", "bench", 50, 200, 60
TYPED = {
    "what-1": "We make it again", "kind-1": "replacement", "by-1": "Friday by 16:00", "worth-1": "€148",
    "what-2": "Half your money back", "kind-2": "part", "by-2": "tomorrow", "worth-2": "186,00",
    "what-3": "All your money back", "kind-3": "refund", "by-3": "Monday", "worth-3": "372",
    "until": "tomorrow 08:00", "silent": "call", "words": "Dear Adaeze,", "once": "a",
}  # fmt: skip


class Dialogs(Pages):
    """Pages as the dialog's frame asks for them."""

    def _environ(self, path: str) -> dict[str, Any]:
        path, _mark, query = path.partition("?")
        return {**super()._environ(path), "QUERY_STRING": query, "HTTP_TURBO_FRAME": "dialog"}


def prepare() -> Conversation:
    """The conversation, its order, the policy, what was chosen before."""
    talk = Conversation.objects.waiting().in_care_order().select_related("person")[7]
    Conversation.objects.filter(pk=talk.pk).update(topic=TOPIC)
    # A member with a limit: an owner has none.
    Member.objects.filter(pk=Member.objects.order_by("id").values("pk")[:1]).update(role="lead")
    source = RecordSource(name=NAME, kind="webhook")
    source.save(force_insert=True)
    order = {"external_id": "2291", "number": "2291", "amount": 372_00, "currency": "EUR", "as_of": now()}
    Record(source=source, kind="order", placed_at=now(), person_id=talk.person_id, **order).save(force_insert=True)
    rules = [_rule(number) for number in range(LINES)]
    PolicySet(number=1, state="live", rules=rules, starts_at=now()).save(force_insert=True)
    before = list(Conversation.objects.exclude(pk=talk.pk)[:CHOICES])
    Conversation.objects.filter(pk__in=[one.pk for one in before]).update(topic=TOPIC)
    for number, other in enumerate(before):
        offer = Offer(conversation=other, person_id=other.person_id, until=now(), state="done")
        offer.save(force_insert=True)
        kind = "part" if number % 3 else "replacement"
        option = Option(offer=offer, number=1, kind=kind, words="A way", currency="EUR")
        option.save(force_insert=True)
        Choice(offer=offer, option=option, via="page").save(force_insert=True)
    return talk


def clear() -> None:
    """Take away what `prepare` made."""
    Offer.objects.all().delete()
    PolicySet.objects.all().delete()
    RecordSource.objects.filter(name=NAME).delete()
    Conversation.objects.filter(topic=TOPIC).update(topic="")
    Member.objects.filter(pk=Member.objects.order_by("id").values("pk")[:1]).update(role="owner")


def _rule(number: int) -> dict[str, Any]:
    """Three lines of the topic, the others of other topics."""
    grants = [{"who": "agent", "up_to": 200_00}, {"who": "manager", "up_to": 500_00}]
    topics = [TOPIC] if number < 3 else [f"topic {number}"]
    return {
        "key": f"line {number}", "remedies": list(RemedyKind.values), "currency": "EUR", "grants": grants,
        "when": {"topics": topics}, "cap": {"person": 500_00, "times": 9},
    }  # fmt: skip


def cpu(work: Callable[[], object]) -> tuple[float, float]:
    """The median and the 95th of a hundred of this process's CPU for `work`, in milliseconds."""
    found = []
    for _ in range(TIMES):
        began = time.process_time()
        work()
        found.append((time.process_time() - began) * 1000)
    return round(statistics.median(found), 2), round(statistics.quantiles(found, n=20)[-1], 2)


def measure() -> dict[str, Any]:
    """Milliseconds of CPU, bytes and queries."""
    wiring.load()
    try:
        talk, pages = prepare(), Dialogs()
        path = reverse("offer", args=[talk.pk])
        opened, typed = partial(pages.get, path), partial(pages.get, f"{path}?{urlencode(TYPED)}")
        body, queries = opened(), counted(opened)
        for _ in range(5):
            opened()
            typed()
        took, looked = cpu(opened), cpu(typed)
        if "--profile" in sys.argv:
            with profiled():
                for _ in range(40):
                    opened()
    finally:
        clear()
    figures = {"opened": took[0], "opened_p95": took[1], "typed": looked[0], "typed_p95": looked[1]}
    return {**figures, "queries": queries, "bytes": len(body)}


if __name__ == "__main__":
    tell(measure())
