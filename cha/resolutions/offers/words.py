"""The words that carry an offer: what the member writes, the ways with their numbers, and what silence does.

Rendered before the verb, in the person's language and on their clock; every channel can carry them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext, ngettext, override

from cha.core.money import Money
from cha.language.times import by_when


@dataclass(frozen=True, slots=True)
class Said:
    """One way as it is read: its number, what happens, what there is to add, by when (aware, None for at once)."""

    number: int
    words: str
    more: str
    by: datetime | None
    amount: Money


@dataclass(frozen=True, slots=True)
class Asked:
    """How many ways more are being asked for, and by when they hear of it (aware)."""

    count: int
    hears: datetime | None = None


NOTHING_ASKED: Final = Asked(0)


def yes_or_no(what: str, language: str) -> str:
    """What is promised while somebody is asked: the answer, never the thing itself. At most 200 letters."""
    with override(language):
        return gettext("A yes or a no to “%(what)s”") % {"what": what if len(what) <= 150 else f"{what[:149]}…"}


@dataclass(frozen=True, slots=True)
class Clock:
    """Whose clock, when, and in which language."""

    now: datetime
    zone: str
    language: str

    def by(self, moment: datetime) -> str:
        """ "today before 14:00", as they say it."""
        return by_when(moment, now=self.now, zone=self.zone, language=self.language)


def way_lines(way: Said, clock: Clock, *, money: bool) -> str:
    """ "2. Money back, keep the peach. €372, Monday before 17:00." With `money`, what they get is said."""
    facts = [way.amount.said(clock.language)] if money and way.amount else []
    facts += [clock.by(way.by)] if way.by else []
    parts = [way.words, _begun(", ".join(facts)), way.more]
    return f"{way.number}. " + " ".join(_ended(part) for part in parts if part)


def offer_text(
    words: str, ways: Sequence[Said], asked: Asked, until: datetime, silent: str, clock: Clock, money: Sequence[bool]
) -> str:
    """The whole message. `money`: for each way, whether what they get is said as an amount."""
    with override(clock.language):
        listed = "\n".join(way_lines(way, clock, money=says) for way, says in zip(ways, money, strict=True))
        paragraphs = [words.strip() or gettext("How shall we put it right? Any of these is fine with us."), listed]
        if asked.count:
            paragraphs.append(asked_words(asked, clock))
        paragraphs.append(answer_words([way.number for way in ways], until, silent, clock))
    return "\n\n".join(part for part in paragraphs if part)


def asked_words(asked: Asked, clock: Clock) -> str:
    """That more ways are being asked for, in the language that is on."""
    one, more = "We are asking about one more way.", "We are asking about %(num)s more ways."
    words = ngettext(one, more, asked.count).replace("%(num)s", str(asked.count))
    return f"{words} {_hears(asked, clock)}"


def asked_first_words(asked: Asked, clock: Clock) -> str:
    """That what was chosen is asked for first, in the language that is on."""
    return f"{gettext('We ask for a yes for it first.')} {_hears(asked, clock)}"


def _hears(asked: Asked, clock: Clock) -> str:
    if asked.hears is None or asked.hears <= clock.now:
        return gettext("We tell you as soon as we know.")
    return gettext("You hear from us %(when)s.") % {"when": clock.by(asked.hears)}


def answer_words(numbers: Sequence[int], until: datetime, silent: str, clock: Clock) -> str:
    """How and until when they choose, and what happens if they do not; in the language that is on."""
    sentences = []
    if numbers:
        form = gettext("Answer with a number, %(when)s, or tell us what you would rather have.")
        sentences.append(form % {"when": clock.by(until)})
    if silent.strip():
        sentences.append(gettext("If we hear nothing: %(what)s") % {"what": _ended(silent.strip())})
    return " ".join(sentences)


def ready_text(ways: Sequence[Said], clock: Clock, money: Sequence[bool], *, declined: int) -> str:
    """What is said, once, when everything that was asked for is answered."""
    with override(clock.language):
        if not ways:
            return gettext("We asked, and cannot offer another way. The ways you have stand.")
        listed = "\n".join(way_lines(way, clock, money=says) for way, says in zip(ways, money, strict=True))
        lead = ngettext("You can choose this way, too:", "You can choose these ways, too:", len(ways))
        last = gettext("Another one that we asked about we cannot offer.") if declined else ""
        return "\n\n".join(part for part in (lead, listed, last) if part)


def _ended(words: str) -> str:
    return words if words[-1:] in ".!?…。؟" else f"{words}."


def _begun(words: str) -> str:
    return words[:1].upper() + words[1:]
