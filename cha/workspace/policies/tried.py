"""What came of trying a draft, in words: before and after of three figures, and a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from babel.dates import format_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cha.core.money import short_amount
from cha.language.times import span
from cha.people.models import Person
from cha.resolutions.policy.replaying import Outcome
from cha.resolutions.trying import SPAN


@dataclass(frozen=True, slots=True)
class Figure:
    """One line: what, how it was, how it would have been, and of how many."""

    what: str
    before: str
    after: str
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Tried:
    """The card: how far it is in percent while it is under way; else figures, sentences, and who was spared."""

    title: str
    percent: int | None = None
    words: str = ""
    figures: tuple[Figure, ...] = ()
    sentences: tuple[str, ...] = ()
    people: tuple[Person, ...] = ()


def tried(outcome: Outcome | None, trial: Mapping[str, Any], at: datetime, language: str) -> Tried:
    """The card of a draft."""
    since = format_date((at - SPAN).date(), "d MMMM", locale=language.replace("-", "_"))
    title = _("If this had been so since %(day)s") % {"day": since}
    if outcome is None:
        done, many = int(trial.get("done", 0)), max(int(trial.get("of", 1)), 1)
        words = _("%(done)s of %(many)s decisions gone through.") % {"done": f"{done:,}", "many": f"{many:,}"}
        return Tried(title, min(done * 100 // many, 100), words)
    if not outcome.cases:
        return Tried(title, words=_("Nothing was given since, so there is nothing to compare with."))
    people = Person.objects.in_bulk(outcome.people)
    shown = tuple(people[key] for key in outcome.people if key in people)
    return Tried(title, None, "", tuple(_figures(outcome, language)), tuple(_sentences(outcome, language)), shown)


def _figures(outcome: Outcome, language: str) -> list[Figure]:
    before, after = outcome.alone
    figures = [Figure(_("Put right on the spot"), str(before), str(after), _("of %(num)s") % {"num": outcome.cases})]
    if outcome.asked:
        was, would = (timedelta(minutes=minutes // outcome.asked) for minutes in outcome.waited)
        figures.append(Figure(_("Waiting for a yes"), _time(was, language), _time(would, language)))
    for currency, (gave, would_give) in sorted(outcome.given.items()):
        if currency:
            both = (short_amount(gave, currency, language), short_amount(would_give, currency, language))
            figures.append(Figure(_("Given in all"), *both))
    return figures


def _sentences(outcome: Outcome, language: str) -> list[str]:
    money = _(" and ").join(
        short_amount(minor, currency, language) for currency, minor in sorted(outcome.freed_money.items()) if currency
    )
    found = []
    if outcome.freed:
        words = ngettext(
            "It would have allowed %(num)s more on the spot, %(money)s.",
            "It would have allowed %(num)s more on the spot, %(money)s.",
            outcome.freed,
        )
        found.append(words % {"num": outcome.freed, "money": money or "0"})
    if outcome.held:
        words = ngettext("%(num)s fewer: a yes comes first.", "%(num)s fewer: a yes comes first.", outcome.held)
        found.append(words % {"num": outcome.held})
    if outcome.barred:
        words = ngettext(
            "%(num)s would not have been given at all.", "%(num)s would not have been given at all.", outcome.barred
        )
        found.append(words % {"num": outcome.barred})
    return found or [_("Nothing would have been decided otherwise.")]


def _time(length: timedelta, language: str) -> str:
    return span(length, language) if length >= timedelta(minutes=1) else _("none")
