"""How a member stands towards what they are about to give: they decide it, they ask, or it is never given."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cha.conversations.models import Conversation
from cha.core.errors import ChaError
from cha.core.money import Money
from cha.people.models.record import Record
from cha.resolutions.approving import usual_minutes_to_answer, who_may
from cha.resolutions.policy.case import Decision
from cha.resolutions.policy.words import reason_words


@dataclass(frozen=True, slots=True)
class Standing:
    """tone: may, ask, show, no. `words` say it, `more` why, `goes` is what the button says."""

    tone: str
    words: str
    more: tuple[str, ...]
    goes: str

    @property
    def notice(self) -> str:
        """The colour of the notice."""
        return {"may": "leaf", "ask": "honey", "show": "mist", "no": "plum"}[self.tone]


def standing(
    decision: Decision | None, worth: Money, conversation: Conversation, kind: str, order: Record | None, language: str
) -> Standing | None:
    """What the dialog says under the amount; None while nothing is decided."""
    if decision is None:
        return None
    amounts = {"worth": worth.said(language), "limit": decision.limit.said(language)}
    more = tuple(reason_words(reason, language) for reason in decision.reasons)
    if decision.verdict == "may":
        words = _("You can decide this. It is worth %(worth)s. Your limit is %(limit)s.") % amounts
        return Standing("may", words, (), _("Give %(worth)s") % amounts)
    if decision.verdict == "show":
        return Standing("show", _("Something must be shown first."), more, _("Give %(worth)s") % amounts)
    if decision.verdict == "no":
        instead = (_("Instead: %(what)s.") % {"what": decision.instead.rstrip(".")},) if decision.instead else ()
        return Standing("no", _("This is not given."), (*more, *instead), "")
    return _asks(conversation, kind, worth, order, more)


def _asks(conversation: Conversation, kind: str, worth: Money, order: Record | None, more: tuple[str, ...]) -> Standing:
    try:
        may = who_may(conversation, kind, worth, order=order)
    except ChaError:
        may = []
    if not may:
        return Standing("no", _("Nobody here may decide this."), more, "")
    minutes = usual_minutes_to_answer()
    words = ngettext(
        "%(who)s can say yes, usually within %(minutes)s minute.",
        "%(who)s can say yes, usually within %(minutes)s minutes.",
        minutes,
    ) % {"who": may[0].first_name, "minutes": minutes}
    return Standing("ask", words, more, _("Ask %(who)s") % {"who": may[0].first_name})
