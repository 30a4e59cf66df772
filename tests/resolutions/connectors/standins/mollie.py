"""Mollie, as far as refunds go: keys are remembered with their answer; a refund is pending for a while."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from tests.resolutions.connectors.standins.house import Asked, StandIn

KEY = "test_0123456789"


@dataclass
class StandInMollie(StandIn):
    """One payment of 148.00 EUR, for order 2291."""

    amount: int = 14800
    currency: str = "EUR"
    status: str = "refunded"
    refunds: list[dict[str, Any]] = field(default_factory=list)
    keys: dict[str, tuple[int, Any]] = field(default_factory=dict)
    sends: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    numbers: Any = field(default_factory=lambda: count(1))

    def answer(self, asked: Asked) -> tuple[int, Any]:
        if asked.headers.get("authorization") != f"Bearer {KEY}":
            return 401, problem(401, "Missing authentication, or failed to authenticate")
        if asked.path == "/v2/payments":
            return 200, listed("payments", [self.payment()])
        if asked.path == "/v2/payments/tr_1":
            return 200, self.payment()
        if asked.path == "/v2/payments/tr_1/refunds" and asked.method == "GET":
            return 200, listed("refunds", self.refunds)
        if asked.path == "/v2/payments/tr_1/refunds":
            return self.refund(asked)
        return 404, problem(404, "No payment exists with this token")

    def payment(self) -> dict[str, Any]:
        return {
            "resource": "payment", "id": "tr_1", "status": "paid", "description": "Order 2291",
            "amount": {"value": "148.00", "currency": self.currency}, "createdAt": "2026-01-02T10:00:00+00:00",
            "_links": {"refunds": {"href": f"{self.url}/v2/payments/tr_1/refunds", "type": "application/hal+json"}},
        }  # fmt: skip

    def refund(self, asked: Asked) -> tuple[int, Any]:
        key = asked.headers["idempotency-key"]
        self.sends[key] += 1
        if key in self.keys:
            return self.keys[key]
        value = asked.json
        minor = int(value["amount"]["value"].replace(".", ""))
        if minor > self.amount - self.paid:
            self.keys[key] = 422, problem(422, "The specified amount cannot be refunded")
            return self.keys[key]
        said = {
            "resource": "refund", "id": f"re_{next(self.numbers)}", "amount": value["amount"], "status": self.status,
            "metadata": value["metadata"], "paymentId": "tr_1", "_links": {},
        }  # fmt: skip
        self.refunds.append(said)
        self.keys[key] = 201, dict(said)
        return 201, dict(said)

    def lie(self, said: Any) -> Any:
        return {**said, "amount": {"value": "0.01", "currency": self.currency}}

    def broken(self) -> Any:
        return problem(500, "Internal Server Error")

    @property
    def paid(self) -> int:
        """What has left, in minor units."""
        going = [one for one in self.refunds if one["status"] not in ("failed", "canceled")]
        return sum(int(one["amount"]["value"].replace(".", "")) for one in going)


def problem(status: int, detail: str) -> dict[str, Any]:
    return {"status": status, "title": "Problem", "detail": detail}


def listed(name: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    links = {"self": {}, "previous": None, "next": None}
    return {"count": len(rows), "_embedded": {name: rows}, "_links": links}
