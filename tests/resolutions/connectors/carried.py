"""A remedy, a connector and the house it goes to, for tests of money paths."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cha.core.actor import CHA
from cha.core.clock import now, standing_at
from cha.core.ids import encode
from cha.core.money import Money
from cha.core.tasks import Task
from cha.core.worker import run_all
from cha.resolutions.carrying.connecting import keep_connector
from cha.resolutions.connectors.base import Errand, House, Purchase
from cha.resolutions.models import Attempt, Connector, Remedy
from tests.resolutions.connectors.standins.house import StandIn
from tests.resolutions.connectors.standins.mollie import KEY as MOLLIE
from tests.resolutions.connectors.standins.stripe import KEY as STRIPE

SECRETS: Mapping[str, Mapping[str, str]] = {
    "stripe": {"key": STRIPE, "hook": "whsec_0123456789"},
    "mollie": {"key": MOLLIE},
    "shopify": {"token": "shpat_0123"},
    "woocommerce": {"key": "ck_0123", "secret": "cs_4567"},
    "webhook": {"secret": "a secret of twenty letters"},
}


def connect(kind: str, url: str, does: tuple[str, ...] = ("refund", "part")) -> Connector:
    """A connector to a house that stands in."""
    said: dict[str, Any] = {"name": f"{kind} {Connector.objects.count() + 1}", "address": url, "does": does}
    return keep_connector(None, by=CHA, private=True, kind=kind, secrets=SECRETS[kind], **said)


def house(kind: str, stand_in: StandIn, **options: str) -> House:
    """The same, as values."""
    return House(kind, stand_in.url, SECRETS[kind], options, private=True, heard_at="https://shop.example/hook")


def errand(number: int = 1, *, minor: int = 14800, kind: str = "refund", **more: Any) -> Errand:
    """Money back on order 2291."""
    remedy = encode(7)
    said: dict[str, Any] = {"words": "Money back", "purchase": Purchase("22910", "2291"), **more}
    return Errand(f"cha-{remedy}-{number}", remedy, kind, Money(minor, "EUR"), **said)


def run_at(moment: datetime | None = None) -> None:
    """Run everything that is due at a moment."""
    with standing_at(moment or now()):
        run_all()


def pass_time(rounds: int = 12) -> None:
    """Let time pass from task to task until nothing is open any more, or so often."""
    for _ in range(rounds):
        due = Task.objects.filter(state="waiting", name="resolutions.carry_out").values_list("due", flat=True)
        if not due:
            return
        run_at(max(due))


def story(remedy: Remedy) -> tuple[str, list[tuple[int, str]]]:
    """How a remedy stands, and its attempts."""
    remedy.refresh_from_db()
    rows = Attempt.objects.filter(remedy=remedy).order_by("number")
    return remedy.state, list(rows.values_list("number", "outcome"))
