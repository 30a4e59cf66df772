"""From rows to the values that connectors take: which house, and what is to be carried out there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import QuerySet

from cha.core.ids import encode
from cha.core.money import Money
from cha.core.queries import asked
from cha.core.secrets import seal, unseal
from cha.people.models.record import Record
from cha.resolutions.connectors.base import Errand, House, Kind, Purchase
from cha.resolutions.connectors.registry import kinds
from cha.resolutions.models import Attempt, Connector, Remedy


@asked()
def active_connectors() -> QuerySet[Connector]:
    """Those that something may go over now, the oldest first."""
    return Connector.objects.filter(active=True).order_by("id")


def connector_for(remedy: Remedy) -> Connector | None:
    """The house that carries out a remedy: of those that do its kind the one that fits its order or payment best.

    None where two fit alike and nobody has named the payment: a number of one house may be somebody else's in another.
    """
    known, found = kinds(), list[tuple[int, Connector]]()
    source = remedy.order.source.kind if remedy.order else ""
    for row in active_connectors():
        kind = known.get(row.kind)
        if kind is None or remedy.kind not in row.does or remedy.kind not in kind.does:
            continue
        fits = kind.fits(source, remedy.payment)
        if fits is not None and not _is_another_shop(row, remedy):
            found.append((fits, row))
    best = min((fits for fits, _row in found), default=None)
    rows = [row for fits, row in found if fits == best]
    return rows[0] if rows and (len(rows) == 1 or remedy.payment) else None


def _is_another_shop(row: Connector, remedy: Remedy) -> bool:
    """Whether an order came from a shop of this kind at another address: its number is another order here."""
    source = remedy.order.source if remedy.order else None
    if source is None or source.kind != row.kind or not source.url:
        return False
    return urlsplit(source.url).netloc.lower() != urlsplit(row.address).netloc.lower()


def seal_secrets(secrets: Mapping[str, str]) -> str:
    """What lets us in, sealed."""
    return seal(json.dumps(dict(secrets))) if secrets else ""


def secrets_of(row: Connector) -> dict[str, str]:
    """What lets us in. Raises Invalid when it can no longer be read."""
    found: dict[str, str] = json.loads(unseal(row.sealed)) if row.sealed else {}
    return found


def house_of(row: Connector, kind: Kind) -> House:
    """The house as its kind takes it. Raises Invalid when its secrets can no longer be read."""
    return House(
        name=row.name,
        address=(row.address or kind.home).rstrip("/"),
        secrets=secrets_of(row),
        options={name: str(value) for name, value in row.options.items()},
        private=settings.CHA_CONNECTORS_PRIVATE,
        heard_at=f"{settings.CHA_PUBLIC_URL}/hooks/connectors/{encode(row.pk)}",
    )


def errand_of(remedy: Remedy, attempt: Attempt) -> Errand:
    """What is to be carried out. It may have been done before where it goes again, or is not the first attempt."""
    return Errand(
        key=attempt.key,
        remedy=encode(remedy.pk),
        kind=remedy.kind,
        amount=Money(remedy.amount, remedy.currency),
        words=remedy.words,
        payment=remedy.payment,
        reference=attempt.reference,
        purchase=_purchase(remedy.order) if remedy.order else None,
        again=attempt.sends > 1 or attempt.number > 1,
    )


def key_of(remedy: Remedy, number: int) -> str:
    """The idempotency key of an attempt. The same for the same attempt, even where the row of it was lost."""
    return f"cha-{encode(remedy.pk)}-{number}"


def _purchase(row: Record) -> Purchase:
    return Purchase(row.external_id, row.number, row.placed_at, tuple(row.lines if isinstance(row.lines, list) else ()))
