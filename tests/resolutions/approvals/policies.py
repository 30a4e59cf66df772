"""Policies to ask approvals under."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from cha.core.clock import now
from cha.core.money import Money
from cha.resolutions.models.policy import PolicySet

REFUND = {
    "key": "refund",
    "remedies": ["refund", "part"],
    "grants": [{"who": "agent", "up_to": 20000}, {"who": "lead", "up_to": 50000}],
}


def live(*rules: dict[str, Any], number: int = 1) -> PolicySet:
    """A policy in force: agents to €200, leads to €500, unless `rules` say otherwise."""
    return PolicySet.objects.create(
        number=number, state="live", rules=list(rules) or [REFUND], starts_at=now() - timedelta(days=1)
    )


def euros(amount: int) -> Money:
    return Money(amount * 100, "EUR")
