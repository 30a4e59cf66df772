"""What the dialog of an offer says of each way: whether the member may, who is asked else, what its button does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cha.core.clock import now
from cha.resolutions.approvals.deciders import has_it_now, times_of, usual_minutes_to_answer, who_may
from cha.resolutions.kinds import KINDS
from cha.resolutions.offers.offering import Way
from cha.resolutions.policy.case import Decision
from cha.resolutions.policy.rules import Ask
from cha.resolutions.policy.words import reason_words
from cha.workspace.now.words import topic_words
from cha.workspace.offers.authorities import Authorities
from cha.workspace.offers.prefilled import Chosen

ICONS = {"may": "shield-check", "ask": "scale", "show": "image", "no": "circle-alert"}


@dataclass(frozen=True, slots=True)
class Authority:
    """A line under a way. `tone` is the verdict: may, ask, show, no."""

    tone: str
    text: str

    @property
    def glyph(self) -> str:
        return ICONS[self.tone]


class Verdict:
    """What the policy says of one way, and who would be asked."""

    def __init__(self, asked: Authorities, way: Way, language: str) -> None:
        self.asked, self.way, self.language = asked, way, language
        self.decision: Decision = asked.of(way.kind, way.worth)

    @cached_property
    def who(self) -> str:
        """The first name of whoever is asked; "" where nobody may."""
        asked, way = self.asked, self.way
        found = who_may(asked.conversation, way.kind, way.worth, order=way.order, but=asked.member, shown=asked.shown)
        first = has_it_now(found, self.decision.ask, now())
        return first.first_name if first else ""


def authority_words(verdict: Verdict) -> Authority:
    """ "You can decide this. Up to €200.", or who answers in about how long, or why it is not given."""
    decision, language = verdict.decision, verdict.language
    if decision.verdict == "may":
        limit = decision.left if decision.rules else None
        text = (
            _("You can decide this. Up to %(limit)s.") if limit and limit.minor < 10**12 else _("You can decide this.")
        )
        return Authority("may", text % {"limit": limit.said(language)} if limit else text)
    if decision.verdict == "ask":
        return Authority("ask", _asks(verdict.who, decision.ask or Ask()))
    reasons = " ".join(reason_words(reason, language) for reason in decision.reasons[:2])
    return Authority(decision.verdict, reasons or _("This is not given here."))


def _asks(who: str, ask: Ask) -> str:
    if not who:
        return _("Above yours, and nobody else here may say yes. An owner can change the policy.")
    minutes, at = usual_minutes_to_answer(), now()
    if times_of(ask, at).due - at > timedelta(minutes=max(ask.minutes, minutes) + 1):
        closed = _("Above yours. %(who)s answers once you are open again; they can choose it when %(who)s agrees.")
        return closed % {"who": who}
    form = ngettext(
        "Above yours. %(who)s answers in about %(num)s minute; they can choose it once %(who)s agrees.",
        "Above yours. %(who)s answers in about %(num)s minutes; they can choose it once %(who)s agrees.",
        minutes,
    )
    return form % {"who": who, "num": minutes}


def goes_words(verdicts: Sequence[Verdict]) -> str:
    """What the button does: "Offer both", "Offer two now, ask Priya for one"."""
    may = sum(one.decision.verdict == "may" for one in verdicts)
    asks = [one for one in verdicts if one.decision.verdict == "ask"]
    who = asks[0].who if asks else ""
    if not asks:
        return {2: _("Offer both"), 3: _("Offer all three"), 4: _("Offer all four")}.get(may, _("Offer it"))
    words = {"may": _number(may), "who": who or _("a lead"), "asks": _number(len(asks))}
    if not may:
        return _("Ask %(who)s for %(asks)s") % words
    return _("Offer %(may)s now, ask %(who)s for %(asks)s") % words


def _number(count: int) -> str:
    return {1: _("one"), 2: _("two"), 3: _("three"), 4: _("four")}.get(count, str(count))


def counted(topic: str, chosen: Chosen) -> tuple[str, str]:
    """What was chosen last time: the sentence up to the kind, and the kind."""
    said = _("Last time for “%(topic)s”, %(count)s of %(of)s chose") % {
        "topic": topic_words(topic), "count": chosen.count, "of": chosen.of,
    }  # fmt: skip
    return said, str(KINDS[chosen.kind].name).lower()
