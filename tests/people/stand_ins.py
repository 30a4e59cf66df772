"""Shops that are no shops: real HTTP servers on this machine that speak as Shopify, WooCommerce and a house's own API.

`shop.orders` are what it has; `shop.asked` what it was asked, with the headers; `shop.instead` answers in its place.
"""

from __future__ import annotations

import json
import threading
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

TOKEN = "shpat_0123"
KEY, SECRET = "ck_0123", "cs_4567"
Instead = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class StandIn:
    """One shop that stands in."""

    url: str = ""
    orders: list[dict[str, Any]] = field(default_factory=list)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    instead: Instead | None = None
    ended: threading.Event = field(default_factory=threading.Event)


def answer(handler: BaseHTTPRequestHandler, value: object, status: int = 200, **headers: str) -> None:
    """Answer with JSON, or with bytes as they are."""
    body = value if isinstance(value, bytes) else json.dumps(value).encode()
    handler.send_response(status)
    for name, said in headers.items():
        handler.send_header(name.replace("_", "-"), said)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    with suppress(OSError):
        handler.wfile.write(body)


def shopify(handler: BaseHTTPRequestHandler, shop: StandIn) -> None:
    """Customers by a query, and the orders of one: customer 7 has them all."""
    if handler.headers.get("X-Shopify-Access-Token") != TOKEN:
        return answer(handler, {"errors": "[API] Invalid API key or access token"}, 401)
    parts = urlsplit(handler.path)
    query = parse_qs(parts.query)
    if parts.path == "/admin/api/2024-10/customers/search.json":
        mine = [
            one for one in shop.orders if query["query"][0] in (f"email:{one['email']}", f"phone:{one.get('phone')}")
        ]
        found = [{"id": 7, "email": mine[0]["email"], "phone": mine[0].get("phone")}] if mine else []
        # Its search is by words: others come along.
        return answer(handler, {"customers": [*found, {"id": 8, "email": "somebody@else.example", "phone": None}]})
    if parts.path == "/admin/api/2024-10/orders.json" and query["status"] == ["any"]:
        return answer(handler, {"orders": shop.orders if query["customer_id"] == ["7"] else [{"id": 1}]})
    return answer(handler, {"errors": "Not Found"}, 404)


def woocommerce(handler: BaseHTTPRequestHandler, shop: StandIn) -> None:
    """Every order, whatever is looked for: what its own search may do with words."""
    given = handler.headers.get("Authorization", "").removeprefix("Basic ")
    if b64decode(given or "eA==").decode() != f"{KEY}:{SECRET}":
        return answer(handler, {"code": "woocommerce_rest_cannot_view", "data": {"status": 401}}, 401)
    if urlsplit(handler.path).path != "/wp-json/wc/v3/orders":
        return answer(handler, {"code": "rest_no_route", "data": {"status": 404}}, 404)
    return answer(handler, shop.orders)


def rest(handler: BaseHTTPRequestHandler, shop: StandIn) -> None:
    """A house's own API: `{"data": {"orders": [...]}}`."""
    if handler.headers.get("X-Key") != "0123":
        return answer(handler, {"error": "no"}, 403)
    return answer(handler, {"data": {"orders": shop.orders}})


@contextmanager
def standing_in(speaks: Callable[[BaseHTTPRequestHandler, StandIn], None]) -> Iterator[StandIn]:
    """A shop at `shop.url` for as long as it is needed."""
    shop = StandIn()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            shop.asked.append((self.path, dict(self.headers.items())))
            if shop.instead:
                with suppress(OSError):
                    shop.instead(self)
            else:
                speaks(self, shop)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    shop.url = f"http://localhost:{server.server_port}"
    try:
        yield shop
    finally:
        shop.ended.set()
        server.shutdown()
        server.server_close()


SHOPIFY_ORDER: dict[str, Any] = {
    "id": 450789469,
    "name": "#2291",
    "order_number": 2291,
    "email": "adaeze@nwosu.example",
    "phone": None,
    "created_at": "2025-11-18T10:05:00+01:00",
    "updated_at": "2025-11-20T10:05:00+01:00",
    "cancelled_at": None,
    "currency": "EUR",
    "total_price": "372.00",
    "financial_status": "paid",
    "fulfillment_status": None,
    "line_items": [{"id": 1, "name": "Centrepiece, white", "quantity": 12, "price": "31.00"}],
}
WOO_ORDER: dict[str, Any] = {
    "id": 727,
    "number": "2291",
    "status": "processing",
    "currency": "EUR",
    "total": "372.00",
    "date_created_gmt": "2025-11-18T09:05:00",
    "billing": {"email": "adaeze@nwosu.example", "phone": "0470 00 00 41", "first_name": "Adaeze"},
    "line_items": [{"id": 1, "name": "Centrepiece, white", "quantity": 12, "total": "372.00", "price": 31}],
}
OWN_ORDER: dict[str, Any] = {
    "no": "2291",
    "state": "on its way",
    "total": {"value": "372.00", "currency": "EUR"},
    "customer": {"mail": "adaeze@nwosu.example"},
    "at": "2025-11-18T09:05:00Z",
    "items": [{"what": "Centrepiece, white", "how_many": 12, "each": "31.00"}],
}
OWN_MAPPING = {
    "header": "X-Key",
    "list": "data.orders",
    "number": "no",
    "status": "state",
    "amount": "total.value",
    "currency": "total.currency",
    "placed_at": "at",
    "email": "customer.mail",
    "lines": "items",
    "line_title": "what",
    "line_quantity": "how_many",
    "line_price": "each",
}
