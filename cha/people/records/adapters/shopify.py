"""Shopify's Admin REST API, 2024-10: the customer is looked for, then their orders of any state.

Its list of orders takes no address, so there are two questions. A token sees the orders of the last sixty days unless
the app was given `read_all_orders`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final
from urllib.parse import quote

from cha.people.records.adapters.wanted import Wanted, list_at, text
from cha.people.records.asking import Shop, ask, moment_of

VERSION: Final = "2024-10"
MOST_CUSTOMERS: Final = 3
MOST_ORDERS: Final = 50
# https://shopify.dev/docs/api/admin-rest/2024-10/resources/order: financial_status and fulfillment_status.
_PAID: Final = {
    "pending": "not paid yet", "authorized": "payment authorised", "partially_paid": "partly paid", "paid": "paid",
    "partially_refunded": "partly paid back", "refunded": "paid back", "voided": "payment voided",
}  # fmt: skip
_SENT: Final = {"fulfilled": "sent", "partial": "partly sent", "restocked": "restocked"}


def records(shop: Shop, wanted: Wanted, at: datetime) -> Iterator[Mapping[str, Any]]:
    """The orders of whoever has these addresses there. Raises Trouble."""
    base = f"{shop.url}/admin/api/{VERSION}"
    headers = {"X-Shopify-Access-Token": shop.secret}
    queries = [f"email:{value}" for value in wanted.emails] + [f"phone:{value}" for value in wanted.phones]
    seen: set[str] = set()
    for query in queries:
        found = ask(f"{base}/customers/search.json?query={quote(query)}&limit={MOST_CUSTOMERS}", headers, at)
        for customer in list_at(found, "customers", shop.host, "customers")[:MOST_CUSTOMERS]:
            key = text(customer.get("id"))
            if key is None or key in seen or not wanted.is_of(customer.get("email"), customer.get("phone")):
                continue
            seen.add(key)
            url = f"{base}/orders.json?customer_id={quote(key, safe='')}&status=any&limit={MOST_ORDERS}"
            for order in list_at(ask(url, headers, at), "orders", shop.host)[:MOST_ORDERS]:
                yield row(order, shop, customer)


def row(order: Mapping[str, Any], shop: Shop, customer: Mapping[str, Any]) -> Mapping[str, Any]:
    """An order of Shopify's as a record."""
    key = text(order.get("id"))
    lines = order.get("line_items")
    return {
        "kind": "order",
        "external_id": key,
        "number": text(order.get("order_number")) or (text(order.get("name")) or "").lstrip("#"),
        "status": status(order),
        "amount": order.get("total_price"),
        "currency": order.get("currency"),
        "placed_at": moment_of(order.get("created_at")),
        "lines": [
            {
                "title": text(line.get("name")) or text(line.get("title")),
                "quantity": line.get("quantity"),
                "price": line.get("price"),
            }
            for line in (lines if isinstance(lines, list) else [])[:100]
            if isinstance(line, dict)
        ],
        "link": f"{shop.url}/admin/orders/{quote(key, safe='')}" if key and shop.url.startswith("https://") else None,
        "email": order.get("email") or customer.get("email"),
        "phone": order.get("phone") or customer.get("phone"),
    }


def status(order: Mapping[str, Any]) -> str:
    """Where an order is, in words."""
    if order.get("cancelled_at"):
        return "Cancelled"
    paid, sent = order.get("financial_status"), order.get("fulfillment_status")
    words = [_PAID.get(str(paid), str(paid or "")), _SENT.get(str(sent), str(sent)) if sent else "not sent yet"]
    said = ", ".join(word for word in words if word)[:80]
    return said[:1].upper() + said[1:]
