"""What is said where something is decided: that one may, whom to ask, what must be shown first, or that it is never."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from cha.core.money import Money
from cha.resolutions.policy.case import Decision, Reason
from cha.resolutions.policy.words import reason_words
from cha.team.models import Member

Tone = Literal["may", "ask", "no", "show"]

_GLYPHS: Final[dict[str, str]] = {"may": "shield-check", "ask": "scale", "no": "circle-alert", "show": "image"}


@dataclass(frozen=True, slots=True)
class Authority:
    """One line. `strong` is its first sentence; `text` the whole; `why` are the reasons, a sentence each."""

    tone: Tone
    strong: str
    rest: str
    why: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return f"{self.strong} {self.rest}".strip()

    @property
    def glyph(self) -> str:
        """The icon beside it."""
        return _GLYPHS[self.tone]


def authority_words(
    decision: Decision,
    worth: Money,
    member: Member,
    language: str,
    *,
    asked: Member | None = None,
    minutes: int | None = None,
) -> Authority:
    """What a member reads of a decision: "You can decide this. It costs €148. Your limit is €200."

    `asked` is who would be asked, and `minutes` how long that usually takes; without, "a lead".
    """
    with override(language):
        why = tuple(
            reason_words(reason, language) for reason in decision.reasons if not _said_already(reason, decision)
        )
        says = {"may": _may, "ask": _ask, "show": _show, "no": _no}[decision.verdict]
        strong, rest = says(decision, worth, language, asked, minutes)
        return Authority(decision.verdict, strong, rest, why)


def _said_already(reason: Reason, decision: Decision) -> bool:
    """Whether the line says it by itself: "Your limit is €200."."""
    return reason.code == "above_limit" and bool(decision.left) and decision.left == decision.limit


def _costs(worth: Money, language: str) -> str:
    return _("It costs %(worth)s.") % {"worth": worth.said(language)} if worth else _("It costs nothing.")


def _may(decision: Decision, worth: Money, language: str, asked: Member | None, minutes: int | None) -> tuple[str, str]:
    rest = _costs(worth, language)
    limit, left = decision.limit, decision.left
    # Where nothing is said of it, the limit is what it costs.
    if limit and limit != worth:
        words = {"limit": limit.said(language), "left": left.said(language)}
        pattern = _("Your limit is %(limit)s.") if left == limit else _("Of your %(limit)s, %(left)s are left.")
        rest = f"{rest} {pattern % words}"
    return _("You can decide this."), rest


def _ask(decision: Decision, worth: Money, language: str, asked: Member | None, minutes: int | None) -> tuple[str, str]:
    name = asked.first_name if asked else _("a lead")
    strong = _("Ask %(name)s.") % {"name": name}
    if minutes:
        usually = ngettext("Ask %(name)s, usually %(num)s minute.", "Ask %(name)s, usually %(num)s minutes.", minutes)
        strong = usually % {"name": name, "num": minutes}
    rest = _costs(worth, language)
    if decision.left:
        left = _("Your limit is %(limit)s.") if decision.left == decision.limit else _("You have %(limit)s left.")
        rest = f"{rest} {left % {'limit': decision.left.said(language)}}"
    return strong, rest


def _show(
    decision: Decision, worth: Money, language: str, asked: Member | None, minutes: int | None
) -> tuple[str, str]:
    return _("Something must be shown first."), _("Ask the person for it.")


def _no(decision: Decision, worth: Money, language: str, asked: Member | None, minutes: int | None) -> tuple[str, str]:
    instead = decision.instead
    return _("This is never given."), _("Instead: %(what)s") % {"what": instead} if instead else ""
