"""WooCommerce's REST API, v3: its orders are looked for by words, and those of others left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final
from urllib.parse import quote

from cha.people.records.adapters.wanted import Wanted, list_at, text
from cha.people.records.asking import Shop, ask, basic, moment_of

MOST_ORDERS: Final = 50
_STATUS: Final = {
    "pending": "Not paid yet", "processing": "Paid, not sent yet", "on-hold": "On hold", "completed": "Done",
    "cancelled": "Cancelled", "refunded": "Paid back", "failed": "Payment failed", "trash": "Thrown away",
    "checkout-draft": "Not ordered yet",
}  # fmt: skip


def records(shop: Shop, wanted: Wanted, at: datetime) -> Iterator[Mapping[str, Any]]:
    """The orders of whoever has these addresses there. Raises Trouble."""
    headers = {"Authorization": basic(shop.user, shop.secret)}
    for value in (*wanted.emails, *wanted.phones):
        url = f"{shop.url}/wp-json/wc/v3/orders?search={quote(value, safe='')}&per_page={MOST_ORDERS}&orderby=date"
        for order in list_at(ask(url, headers, at), "", shop.host)[:MOST_ORDERS]:
            billing = order.get("billing") if isinstance(order.get("billing"), dict) else {}
            if wanted.is_of(billing.get("email"), billing.get("phone")):  # type: ignore[union-attr]
                yield row(order, shop, billing or {})


def row(order: Mapping[str, Any], shop: Shop, billing: Mapping[str, Any]) -> Mapping[str, Any]:
    """An order of WooCommerce's as a record."""
    key, lines, status = text(order.get("id")), order.get("line_items"), text(order.get("status")) or ""
    edit = f"{shop.url}/wp-admin/post.php?post={quote(key, safe='')}&action=edit" if key else None
    return {
        "kind": "order",
        "external_id": key,
        "number": text(order.get("number")) or key,
        "status": _STATUS.get(status, status.replace("-", " ").capitalize()[:80]),
        "amount": order.get("total"),
        "currency": order.get("currency"),
        "placed_at": moment_of(order.get("date_created_gmt"), naive_is_utc=True),
        "lines": [
            {"title": text(line.get("name")), "quantity": line.get("quantity")}
            for line in (lines if isinstance(lines, list) else [])[:100]
            if isinstance(line, dict)
        ],
        "link": edit if shop.url.startswith("https://") else None,
        "email": billing.get("email"),
        "phone": billing.get("phone"),
    }
