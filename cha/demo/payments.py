"""The demo's payments: a house that gives money back, and none of it is real. It behaves as one: a key is paid once.

It is a connector of a kind that only the demo knows (`CHA_MORE_CONNECTORS`). What it paid lies in a folder, a file for
each key.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from cha.core.actor import CHA
from cha.core.clock import now
from cha.core.money import Money
from cha.resolutions.carrying.connecting import keep_connector, note_trial
from cha.resolutions.connectors.base import (
    Errand,
    Field,
    Heard,
    House,
    NotTheirs,
    Outcome,
    Post,
    Trial,
    absent,
    done,
    refused,
)
from cha.resolutions.connectors.registry import kinds
from cha.resolutions.kinds import RemedyKind


class Payments:
    """Stand-in payments."""

    name = "demo"
    title = "Stand-in payments"
    about = "The demo’s own: gives money back that is none, and shows it on a page of its own."
    does: tuple[str, ...] = (RemedyKind.REFUND, RemedyKind.PART)
    fields: tuple[Field, ...] = ()
    home = "https://payments.example"
    keyed: timedelta | None = timedelta(days=30)
    quiet = timedelta(seconds=1)
    hears = False

    def fits(self, source: str, payment: str) -> int | None:
        """Whatever no other house takes."""
        return 9

    def carry_out(self, house: House, errand: Errand) -> Outcome:
        """Note that it is paid, once for each key."""
        if not errand.amount:
            return refused("There is nothing to pay.")
        said = {"words": errand.words, "minor": errand.amount.minor, "currency": errand.amount.currency}
        said |= {"order": errand.purchase.number if errand.purchase else "", "at": now().isoformat()}
        root().mkdir(parents=True, exist_ok=True)
        path = _place(errand.key)
        if not path.exists():
            part = path.with_suffix(".part")
            part.write_text(json.dumps(said))
            part.rename(path)
        return self.look(house, errand)

    def look(self, house: House, errand: Errand) -> Outcome:
        """Whether it was paid."""
        if not _place(errand.key).is_file():
            return absent()
        return done(
            f"demo-{errand.key.removeprefix('cha-')}", amount=errand.amount.minor, currency=errand.amount.currency
        )

    def trial(self, house: House) -> Trial:
        """It is always there."""
        return Trial(True, "It let us in. No real money moves.", test=True)

    def heard(self, house: House, post: Post) -> list[Heard]:
        """It posts nothing."""
        raise NotTheirs("Nothing is posted for this connector.")


@dataclass(frozen=True, slots=True)
class Paid:
    """One payment of the demo."""

    words: str
    amount: Money
    order: str
    at: datetime


def root() -> Path:
    """The folder of what was paid."""
    return Path(settings.CHA_DATA) / "payments"


def paid() -> list[Paid]:
    """What was paid, newest first."""
    rows: list[dict[str, Any]] = [json.loads(path.read_text()) for path in root().glob("*.json")]
    found = [
        Paid(row["words"], Money(row["minor"], row["currency"]), row["order"], datetime.fromisoformat(row["at"]))
        for row in rows
    ]
    return sorted(found, key=lambda one: one.at, reverse=True)


def connect_payments() -> None:
    """Let money that is given in the demo go over it, where it is the demo that is served."""
    if Payments.name not in kinds():
        return
    row = keep_connector(None, by=CHA, private=False, kind=Payments.name, name=Payments.title, does=Payments.does)
    note_trial(row, Trial(True, "", test=True), by=CHA)


def _place(key: str) -> Path:
    return root() / f"{key}.json"
