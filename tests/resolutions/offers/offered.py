"""Ways to offer under a policy, and an offer as Maartje makes it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from cha.conversations.models import Conversation
from cha.core import worker
from cha.core.clock import now
from cha.core.money import Money
from cha.resolutions.models import Offer
from cha.resolutions.offers.offering import Way, make_offer
from tests.resolutions.remedies.giving import policy, rule
from tests.shop import Shop

NOUGHT = timedelta(0)


def euros(amount: int) -> Money:
    return Money(amount * 100, "EUR")


def way(kind: str = "replacement", words: str = "All twelve again, in white", **more: Any) -> Way:
    """One way. Made again costs us €148; what is money goes to the person."""
    given: dict[str, Any] = {"more": "", "by": now() + timedelta(days=3), "amount": euros(0), "cost": euros(148)} | more
    return Way(kind, words, **given)


def back(amount: int = 186, words: str = "White for the head table, half back", **more: Any) -> Way:
    """Money back."""
    return way("refund", words, amount=euros(amount), cost=euros(amount), **more)


def offer(shop: Shop, talk: Conversation, *ways: Way, limit: int = 200, **more: Any) -> Offer:
    """Maartje offers, under a policy that lets an agent give up to `limit` euros; it has gone out."""
    policy(rule(agent=limit * 100))
    return offered(shop, talk, *ways, **more)


def offered(shop: Shop, talk: Conversation, *ways: Way, **more: Any) -> Offer:
    """The same under the policy that there is."""
    given: dict[str, Any] = {"until": now() + timedelta(hours=4), "hold": NOUGHT} | more
    made = make_offer(talk, ways or (way(), back()), by=shop.maartje, **given)
    worker.run_all()
    return made
