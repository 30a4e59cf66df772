"""Stripe, as far as refunds go: keys are remembered with their answer, whatever it was, and amounts are checked."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from tests.resolutions.connectors.standins.house import Asked, StandIn

KEY = "sk_test_0123456789"


@dataclass
class StandInStripe(StandIn):
    """One payment of 148.00 EUR, for order 2291."""

    amount: int = 14800
    currency: str = "eur"
    status: str = "succeeded"
    refunds: list[dict[str, Any]] = field(default_factory=list)
    keys: dict[str, tuple[str, int, Any]] = field(default_factory=dict)
    sends: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    numbers: Any = field(default_factory=lambda: count(1))

    def answer(self, asked: Asked) -> tuple[int, Any]:
        if asked.headers.get("authorization") != f"Bearer {KEY}":
            return 401, {"error": {"type": "invalid_request_error", "message": "Invalid API Key provided"}}
        if asked.path == "/v1/payment_intents/search":
            hit = "2291" in asked.query["query"]
            return 200, {
                "object": "search_result",
                "data": [self.payment()] if hit else [],
                "has_more": False,
                "url": "/",
            }
        if asked.path.startswith("/v1/payment_intents/"):
            if not asked.path.endswith("/pi_1"):
                return 404, {"error": {"type": "invalid_request_error", "message": "No such payment_intent"}}
            return 200, self.payment()
        if asked.path == "/v1/refunds" and asked.method == "GET":
            return 200, {"object": "list", "data": self.refunds[::-1], "has_more": False, "url": "/v1/refunds"}
        if asked.path == "/v1/refunds":
            return self.refund(asked)
        if asked.path.startswith("/v1/refunds/"):
            return 200, next(one for one in self.refunds if one["id"] == asked.path.rpartition("/")[2])
        return 404, {"error": {"type": "invalid_request_error", "message": "Unrecognized request URL"}}

    def payment(self) -> dict[str, Any]:
        return {"id": "pi_1", "object": "payment_intent", "currency": self.currency, "status": "succeeded"}

    def refund(self, asked: Asked) -> tuple[int, Any]:
        key = asked.headers["idempotency-key"]
        self.sends[key] += 1
        if key in self.keys:
            before, status, said = self.keys[key]
            if before != asked.raw.decode():
                return 400, {"error": {"type": "idempotency_error", "message": "Keys for idempotent requests"}}
            return status, said
        amount = int(asked.form["amount"])
        left = self.amount - sum(one["amount"] for one in self.refunds if one["status"] != "failed")
        if amount > left:
            code = "charge_already_refunded" if not left else "amount_too_large"
            said: Any = {"error": {"type": "invalid_request_error", "code": code, "message": f"{code} ({left} left)"}}
            self.keys[key] = asked.raw.decode(), 400, said
            return 400, said
        marks = {name[9:-1]: value for name, value in asked.form.items() if name.startswith("metadata[")}
        said = {
            "id": f"re_{next(self.numbers)}", "object": "refund", "amount": amount, "currency": self.currency,
            "status": self.status, "metadata": marks, "payment_intent": "pi_1",
        }  # fmt: skip
        self.refunds.append(said)
        self.keys[key] = asked.raw.decode(), 200, dict(said)
        return 200, dict(said)

    def changes(self, asked: Asked) -> bool:
        return asked.path == "/v1/refunds" and asked.method == "POST"

    def lie(self, said: Any) -> Any:
        return {**said, "amount": said["amount"] + 1}

    @property
    def paid(self) -> int:
        """What has left, in minor units."""
        return sum(one["amount"] for one in self.refunds if one["status"] != "failed")
