"""Shopify and WooCommerce, as far as refunds and new orders go. Neither takes an idempotency key: twice is twice."""

from __future__ import annotations

from base64 import b64decode
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from tests.resolutions.connectors.standins.house import Asked, StandIn

API = "/admin/api/2024-10"


def minor(value: str) -> int:
    return round(float(value) * 100)


@dataclass
class Shop(StandIn):
    """One order of 148.00 EUR, number 2291."""

    amount: int = 14800
    currency: str = "EUR"
    refunds: list[dict[str, Any]] = field(default_factory=list)
    orders: list[dict[str, Any]] = field(default_factory=list)
    numbers: Any = field(default_factory=lambda: count(30000))


@dataclass
class StandInShopify(Shop):
    """Shopify."""

    status: str = "success"

    def answer(self, asked: Asked) -> tuple[int, Any]:
        if asked.headers.get("x-shopify-access-token") != "shpat_0123":
            return 401, {"errors": "[API] Invalid API key or access token"}
        path = asked.path.removeprefix(API)
        if path == "/orders.json":
            return self.order_again(asked) if asked.method == "POST" else (200, {"orders": self.orders})
        if path == "/orders/22910.json":
            return 200, {"order": self.order()}
        if path == "/orders/22910/refunds/calculate.json":
            one = {"parent_id": 5, "gateway": "cards", "maximum_refundable": f"{(self.amount - self.paid) / 100:.2f}"}
            return 200, {"refund": {"transactions": [{**one, "kind": "suggested_refund", "currency": self.currency}]}}
        if path == "/orders/22910/refunds.json":
            return self.refund(asked) if asked.method == "POST" else (200, {"refunds": self.refunds})
        return 404, {"errors": "Not Found"}

    def order(self) -> dict[str, Any]:
        lines = [{"variant_id": 11, "quantity": 2, "title": "Roses"}, {"variant_id": None, "title": "A card"}]
        address = {"address1": "Kerkstraat 1", "city": "Gent", "country_code": "BE", "latitude": 51.0}
        return {"id": 22910, "name": "#2291", "line_items": lines, "customer": {"id": 7}, "shipping_address": address}

    def refund(self, asked: Asked) -> tuple[int, Any]:
        said = asked.json["refund"]
        if sum(minor(one["amount"]) for one in said["transactions"]) > self.amount - self.paid:
            return 422, {"errors": {"base": ["Refund amount is too high"]}}
        parts = [{**one, "status": self.status} for one in said["transactions"]]
        row = {"id": next(self.numbers), "note": said["note"], "transactions": parts}
        self.refunds.append(row)
        return 201, {"refund": row}

    def order_again(self, asked: Asked) -> tuple[int, Any]:
        number = next(self.numbers)
        row = {"id": number, "name": f"#{number}", **asked.json["order"]}
        self.orders.append(row)
        return 201, {"order": row}

    def changes(self, asked: Asked) -> bool:
        return asked.method == "POST" and not asked.path.endswith("calculate.json")

    def lie(self, said: Any) -> Any:
        return {"refund": {**said["refund"], "transactions": [{"amount": "0.01", "status": "success"}]}}

    @property
    def paid(self) -> int:
        """What has left, in minor units."""
        parts = [part for one in self.refunds for part in one["transactions"] if part["status"] != "failure"]
        return sum(minor(part["amount"]) for part in parts)


@dataclass
class StandInWoo(Shop):
    """WooCommerce. With `deletes` a refund that broke half-way is deleted, although the payment's house paid."""

    deletes: bool = False
    gateway: int = 0

    def answer(self, asked: Asked) -> tuple[int, Any]:
        given = asked.headers.get("authorization", "").removeprefix("Basic ")
        if b64decode(given or "eA==").decode() != "ck_0123:cs_4567":
            return 401, {"code": "woocommerce_rest_cannot_view", "message": "Sorry", "data": {"status": 401}}
        path = asked.path.removeprefix("/wp-json/wc/v3/")
        if path == "orders":
            return self.order_again(asked) if asked.method == "POST" else (200, self.orders)
        if path == "orders/22910":
            return 200, self.order()
        if path == "orders/22910/refunds":
            return self.refund(asked) if asked.method == "POST" else (200, self.refunds)
        return 404, {"code": "rest_no_route", "message": "No route"}

    def order(self) -> dict[str, Any]:
        lines = [{"product_id": 11, "variation_id": 0, "quantity": 2, "name": "Roses"}]
        given = [{"id": one["id"], "total": f"-{one['amount']}"} for one in self.refunds]
        billing = {"email": "adaeze@nwosu.example"}
        return {"id": 22910, "number": "2291", "currency": self.currency, "total": "148.00", "line_items": lines,
                "refunds": given, "customer_id": 0, "billing": billing}  # fmt: skip

    def refund(self, asked: Asked) -> tuple[int, Any]:
        said = asked.json
        if minor(said["amount"]) > self.amount - self.paid:
            return 500, {"code": "woocommerce_rest_cannot_create_order_refund", "message": "Invalid refund amount."}
        self.gateway += minor(said["amount"])
        row = {"id": next(self.numbers), **{name: said[name] for name in ("amount", "reason", "meta_data")}}
        if not self.deletes:
            self.refunds.append({**row, "refunded_payment": True})
        return 201, {**row, "refunded_payment": True}

    def order_again(self, asked: Asked) -> tuple[int, Any]:
        number = next(self.numbers)
        self.orders.append({"id": number, "number": str(number), **asked.json})
        return 201, self.orders[-1]

    def lie(self, said: Any) -> Any:
        return {**said, "amount": "0.01"}

    def broken(self) -> Any:
        return {"code": "internal_server_error", "message": "There has been a critical error on this website."}

    @property
    def paid(self) -> int:
        """What has left, in minor units."""
        return self.gateway
