"""What is asked of a lead just before now, by the verb itself, with the mail that goes to them."""

from __future__ import annotations

from datetime import datetime, timedelta

from cha.conversations.models import Conversation
from cha.core.clock import standing_at
from cha.core.money import Money, minor_units
from cha.demo.living import Life
from cha.demo.world.approvals import APPROVALS, AskOf
from cha.resolutions.approvals.approving import ask_approval
from cha.resolutions.authority import authority
from cha.team.models import Member

CURRENCY = "EUR"


def ask_for_a_yes(at: datetime, crew: dict[str, Member], life: Life) -> None:
    """Ask what waits for a yes at `at`; what the shop's policy leaves to the asker is not asked."""
    for ask in sorted(APPROVALS, key=lambda one: -one.minutes):
        with standing_at(at - timedelta(minutes=ask.minutes)):
            _ask(ask, crew[ask.asks])
            life.go_on()


def _ask(ask: AskOf, by: Member) -> None:
    talk = Conversation.objects.get(subject=ask.subject)
    worth = Money(minor_units(ask.euros, CURRENCY), CURRENCY)
    if authority(talk, by, ask.kind, worth).verdict == "ask":
        ask_approval(talk, ask.kind, ask.words, by=by, amount=worth, why=ask.why)
