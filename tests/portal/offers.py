"""An offer as it stands: the three ways in which Adaeze's flowers can be put right."""

from __future__ import annotations

from datetime import timedelta

from cha.conversations.models import Conversation
from cha.core.clock import now
from cha.resolutions.models import Offer, Option
from cha.team.models import Member

WAYS = (
    ("replacement", "All twelve again, in white", "We set them up in the hall and take the peach away.", 0),
    ("part", "White for the head table, half your money back", "€186 back today.", 18600),
    ("refund", "All your money back, keep the peach", "In your account by Monday.", 37200),
)


def offer_to(conversation: Conversation, maker: Member | None = None, **more: object) -> Offer:
    """An open offer of three ways, which can be chosen from for an hour and changed for four more."""
    values = {"until": now() + timedelta(hours=1), "change_until": now() + timedelta(hours=5), "language": "en", **more}
    offer = Offer.objects.create(conversation=conversation, person=conversation.person, made_by=maker, **values)
    for number, (kind, words, extra, amount) in enumerate(WAYS, 1):
        Option.objects.create(
            offer=offer, number=number, kind=kind, words=words, more=extra, amount=amount, cost=amount, currency="EUR"
        )
    return offer
