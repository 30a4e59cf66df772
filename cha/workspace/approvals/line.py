"""The line where something is given: how far one may go, or whom to ask and how long that takes."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cha.conversations.models import Conversation
from cha.core.clock import now
from cha.core.errors import Invalid
from cha.core.money import Money, is_code
from cha.people.models.record import Record
from cha.resolutions.approvals.deciders import has_it_now, usual_minutes_to_answer, who_may
from cha.resolutions.authority import authority
from cha.resolutions.kinds import RemedyKind
from cha.team.models import Member, brand
from cha.workspace.amounts import money_typed
from cha.workspace.approvals.words import Authority, authority_words


def line_for(conversation: Conversation, member: Member, asked: Mapping[str, str]) -> Authority:
    """The line for a kind and an amount as typed: `kind`, `amount` ("148.50"), `currency` (the house's without).

    Raises Invalid for a kind or an amount that is none.
    """
    kind = asked.get("kind", "")
    if kind not in RemedyKind.values:
        raise Invalid(_("Choose what is given."), field="kind")
    worth = _worth(asked)
    return said_of(conversation, member, kind, worth)


def said_of(
    conversation: Conversation, member: Member, kind: str, worth: Money, order: Record | None = None
) -> Authority:
    """The line for this kind, worth so much, here and now."""
    decision, language = authority(conversation, member, kind, worth, order=order), get_language() or "en"
    if decision.verdict != "ask":
        return authority_words(decision, worth, member, language)
    may = who_may(conversation, kind, worth, order=order, but=member)
    first = has_it_now(may, decision.ask, now())
    minutes = usual_minutes_to_answer() if first else None
    return authority_words(decision, worth, member, language, asked=first, minutes=minutes)


def _worth(asked: Mapping[str, str]) -> Money:
    face = brand()
    currency = asked.get("currency") or (face.currency if face else "EUR")
    if not is_code(currency):
        raise Invalid(_("Write an amount as 148 or 148.50."), field="amount")
    return money_typed(asked.get("amount", ""), currency, get_language() or "en", field="amount")
