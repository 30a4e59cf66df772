"""How a member stands towards what they are about to give: they decide it, they ask, or it is never given."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cha.conversations.models import Conversation
from cha.core.clock import now
from cha.core.money import Money
from cha.people.models.record import Record
from cha.resolutions.approvals.deciders import has_it_now, usual_minutes_to_answer, who_may
from cha.resolutions.policy.case import Decision
from cha.team.models import Member
from cha.workspace.approvals.words import Authority, authority_words


@dataclass(frozen=True, slots=True)
class Standing:
    """`line` is what stands under the amount, `goes` what the button says; "" where there is nobody to ask."""

    line: Authority
    goes: str

    @property
    def asks(self) -> bool:
        """Whether the button asks somebody."""
        return self.line.tone == "ask"


def standing(
    decision: Decision,
    worth: Money,
    conversation: Conversation,
    member: Member,
    kind: str,
    order: Record | None,
    language: str,
    shown: Iterable[str] = (),
) -> Standing:
    """What the dialog says of an amount, and what its button does with it."""
    if decision.verdict != "ask":
        goes = "" if decision.verdict == "no" else _("Give %(worth)s") % {"worth": worth.said(language)}
        return Standing(authority_words(decision, worth, member, language), goes)
    may = who_may(conversation, kind, worth, order=order, but=member, shown=shown)
    first = has_it_now(may, decision.ask, now())
    minutes = usual_minutes_to_answer() if first else None
    line = authority_words(decision, worth, member, language, asked=first, minutes=minutes)
    return Standing(line, _("Ask %(who)s") % {"who": first.first_name} if first else "")
