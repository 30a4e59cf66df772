"""What is offered just before now, by the verb itself, with the mail that carries it."""

from __future__ import annotations

from datetime import datetime, timedelta

from cha.conversations.models import Conversation
from cha.core.clock import standing_at
from cha.core.money import Money, minor_units
from cha.demo.living import Life
from cha.demo.world.offers import OFFERS, OfferOf, WayOf
from cha.resolutions.authority import authority
from cha.resolutions.kinds import KINDS
from cha.resolutions.offers.offering import Way, make_offer
from cha.team.models import Member

CURRENCY = "EUR"
CHANGE = timedelta(hours=4)


def offer_ways(at: datetime, crew: dict[str, Member], life: Life) -> None:
    """Make the offers that wait for a choice at `at`; what the policy leaves to somebody above is not offered."""
    for one in OFFERS:
        moment = at - timedelta(minutes=one.minutes)
        with standing_at(moment):
            _offer(one, crew[one.makes], moment)
            life.go_on()


def _offer(one: OfferOf, by: Member, at: datetime) -> None:
    talk = Conversation.objects.get(subject=one.subject)
    ways = [_way(way, at) for way in one.ways]
    if any(authority(talk, by, way.kind, way.worth).verdict != "may" for way in ways):
        return
    until, silent = at + timedelta(hours=one.hours), f"{by.first_name} calls you"
    make_offer(
        talk,
        ways,
        by=by,
        until=until,
        words=one.words,
        silent=silent,
        silent_kind="call",
        hold=timedelta(0),
        at=at,
    )


def _way(way: WayOf, at: datetime) -> Way:
    worth = Money(minor_units(way.euros, CURRENCY), CURRENCY)
    amount = worth if KINDS[way.kind].money else Money(0, CURRENCY)
    by = (at + timedelta(days=way.days)).replace(hour=15, minute=0, second=0, microsecond=0)
    return Way(way.kind, way.words, way.more, by, amount, worth)
