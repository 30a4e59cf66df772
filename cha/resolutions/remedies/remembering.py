"""Remembering: a conversation is erased, and what was given in it for an order is known still, without a word of it."""

from __future__ import annotations

from cha.core.ids import new_id
from cha.resolutions.models import GivenBefore
from cha.resolutions.remedies.order_left import given_rows


def remember_given(conversation: int) -> None:
    """Before a locked conversation goes: note what its remedies gave for orders, so that none is given back twice."""
    rows = given_rows().filter(conversation_id=conversation, order__isnull=False).order_by("pk")
    GivenBefore.objects.bulk_create(
        GivenBefore(
            id=new_id(),
            order_id=row.order_id,
            kind=row.kind,
            amount=row.amount,
            cost=row.cost,
            currency=row.currency,
            decided_at=row.decided_at,
        )
        for row in rows
    )
