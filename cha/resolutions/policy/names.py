"""What the parts of a rule are called in a sentence, in the language that is active."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from babel.lists import format_list
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from cha.resolutions.kinds import KINDS

_TOPICS: Final = {
    "account": gettext_lazy("an account"),
    "cancel": gettext_lazy("a cancelled order"),
    "change_order": gettext_lazy("a change to an order"),
    "complaint": gettext_lazy("a complaint"),
    "damaged": gettext_lazy("something damaged"),
    "funeral": gettext_lazy("a funeral"),
    "invoice": gettext_lazy("an invoice"),
    "late_delivery": gettext_lazy("a late delivery"),
    "not_arrived": gettext_lazy("something that has not arrived"),
    "opening_hours": gettext_lazy("opening hours"),
    "payment": gettext_lazy("a payment"),
    "praise": gettext_lazy("a kind word"),
    "question_product": gettext_lazy("a question about what we make"),
    "refund": gettext_lazy("somebody who wants money back"),
    "subscription": gettext_lazy("a subscription"),
    "wedding": gettext_lazy("a wedding"),
    "wrong_item": gettext_lazy("a wrong item"),
}
WHO: Final = {
    "light": pgettext_lazy("who may", "everyone"),
    "agent": pgettext_lazy("who may", "agents"),
    "lead": pgettext_lazy("who may", "leads"),
    "manager": pgettext_lazy("who may", "managers"),
    "owner": pgettext_lazy("who may", "owners"),
    "bot": pgettext_lazy("who may", "the bot"),
    "rule": pgettext_lazy("who may", "automations"),
}
SHOWN: Final = {"photo": gettext_lazy("a photo"), "receipt": gettext_lazy("a receipt")}
DAYS: Final = (
    gettext_lazy("Mondays"),
    gettext_lazy("Tuesdays"),
    gettext_lazy("Wednesdays"),
    gettext_lazy("Thursdays"),
    gettext_lazy("Fridays"),
    gettext_lazy("Saturdays"),
    gettext_lazy("Sundays"),
)


def topic(code: str) -> str:
    """A topic after "for": "a late delivery". One of the house's own is its own word."""
    return str(_TOPICS.get(code, f"“{code.replace('_', ' ')}”"))


def who(code: str) -> str:
    """Who may, in the plural."""
    return str(WHO.get(code, code))


def shown(code: str) -> str:
    """What must be shown."""
    return str(SHOWN.get(code, code))


def may(kind: str) -> str:
    """A remedy after "may": "give money back"."""
    return str(KINDS[kind].may) if kind in KINDS else kind


def remedy(kind: str) -> str:
    """A remedy by its name: "Money back"."""
    return str(KINDS[kind].name) if kind in KINDS else kind


def either(words: Iterable[str]) -> str:
    """ "a, b or c" in the language that is active."""
    return _listed(words, "or")


def both(words: Iterable[str]) -> str:
    """ "a, b and c"."""
    return _listed(words, "standard")


def in_days(days: int) -> str:
    """A span after "in": "a year", "30 days"."""
    known = {365: _("a year"), 366: _("a year"), 1: _("a day"), 7: _("a week")}
    return known.get(days) or _("%(days)s days") % {"days": days}


def _listed(words: Iterable[str], style: str) -> str:
    found = [str(one) for one in words]
    return str(format_list(found, style=style, locale=(get_language() or "en").replace("-", "_")))  # type: ignore[arg-type]
