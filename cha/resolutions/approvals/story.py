"""What somebody who is asked for a yes needs to know, in words: for the page, the mail and the page behind it.

Written in the language that is on. Sums are in the currency of the ask: what was given in another is not counted in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from cha.conversations.models import Message
from cha.conversations.models.message import first_words
from cha.core.money import Money
from cha.language.times import by_when
from cha.resolutions.facts import given_rows
from cha.resolutions.kinds import RemedyKind
from cha.resolutions.models.approval import Approval
from cha.resolutions.models.signal import Signal
from cha.team.models import Member, brand

_YEAR: Final = timedelta(days=365)
_QUOTED: Final = 160
_SAID: Final = ("yes", "other")

# The question, by kind: `amount` is what it is worth, `who` asks.
_QUESTIONS: Final[Mapping[str, Callable[[], str]]] = {
    RemedyKind.REFUND: lambda: _("May %(who)s give %(amount)s back?"),
    RemedyKind.PART: lambda: _("May %(who)s give %(amount)s back?"),
    RemedyKind.CREDIT: lambda: _("May %(who)s give %(amount)s as credit?"),
    RemedyKind.VOUCHER: lambda: _("May %(who)s give a voucher of %(amount)s?"),
    RemedyKind.REPLACEMENT: lambda: _("May %(who)s have it made again, for %(amount)s?"),
    RemedyKind.REPAIR: lambda: _("May %(who)s have it repaired, for %(amount)s?"),
    RemedyKind.EXPEDITE: lambda: _("May %(who)s send it faster, for %(amount)s?"),
    RemedyKind.DISCOUNT: lambda: _("May %(who)s take %(amount)s off?"),
    RemedyKind.LABEL: lambda: _("May %(who)s send a return label, for %(amount)s?"),
    RemedyKind.CARD: lambda: _("May %(who)s send a card by hand, for %(amount)s?"),
    RemedyKind.GESTURE: lambda: _("May %(who)s send a small gift of %(amount)s?"),
    RemedyKind.CORRECTION: lambda: _("May %(who)s put the information right?"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One ask as a reader sees it. `may` and `worth` are the limit and the ask in minor units, for the bar.

    `gave`: what we gave this person; `like`: how such asks were answered in the last year; `told`: what the person was
    told, quoted; `signals`: facts, for leads. `hears` and `best` are by when the person knows, and the answer helps.
    """

    question: str
    words: str
    why: str
    asker: str
    amount: str
    limit: str
    may: int
    worth: int
    gave: str
    like: str
    told: str
    hears: str
    best: str
    otherwise: str
    signals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _There:
    """When, on whose clock and in which language it is told."""

    at: datetime
    zone: str
    language: str


def stories(rows: Sequence[Approval], reader: Member, at: datetime) -> dict[int, Asked]:
    """Each ask, by its key. A query for each kind of fact, however many there are."""
    gave, like, told, face = _gave(rows), _like(reader, at), _told(rows), brand()
    noticed = _noticed(rows) if reader.leads else {}
    there = _There(at, face.zone if face else "UTC", get_language() or "en")
    return {
        row.pk: _story(
            row,
            there,
            gave.get(row.person_id, ()),
            like.get(row.kind, ()),
            told.get(row.pk, ""),
            tuple(noticed.get(row.person_id, ())),
        )
        for row in rows
    }


def question_of(row: Approval, who: str, language: str = "") -> str:
    """What is asked, as a question of `who`."""
    amount = Money(row.amount, row.currency).said(language or get_language() or "en")
    return _QUESTIONS[row.kind]() % {"who": who, "amount": amount}


def otherwise_of(row: Approval) -> str:
    """What happens where nobody answers in time."""
    asker = row.asked_by.first_name if row.asked_by else _("Cha")
    if row.if_nobody == "decides":
        return _("If nobody answers by then, %(name)s decides.") % {"name": asker}
    if row.if_nobody == "stand_in":
        return _("If you cannot answer by then, somebody else who may is asked too.")
    return _("It waits for an answer.")


def _story(
    row: Approval,
    there: _There,
    gave: Sequence[tuple[Money, datetime]],
    like: Sequence[tuple[str, bool]],
    told: str,
    noticed: tuple[str, ...],
) -> Asked:
    language, worth = there.language, Money(row.amount, row.currency)
    limit = Money(row.limit or 0, row.currency)
    asker = row.asked_by.first_name if row.asked_by else _("Cha")
    return Asked(
        question=question_of(row, asker),
        words=row.words,
        why=row.why,
        asker=asker,
        amount=worth.said(language),
        limit=limit.said(language),
        may=limit.minor,
        worth=worth.minor,
        gave=_gave_words([one for one in gave if one[0].currency == row.currency], there),
        like=_like_words(like),
        told=told,
        hears=_when(row.by, there),
        best=_when(row.due, there),
        otherwise=otherwise_of(row),
        signals=noticed,
    )


def _when(moment: datetime | None, there: _There) -> str:
    return by_when(moment, now=there.at, zone=there.zone, language=there.language) if moment else ""


def _gave(rows: Sequence[Approval]) -> dict[int, list[tuple[Money, datetime]]]:
    found: dict[int, list[tuple[Money, datetime]]] = {}
    given = given_rows().filter(person__in={row.person_id for row in rows}).order_by("decided_at")
    for remedy in given.only("person_id", "amount", "cost", "currency", "decided_at"):
        found.setdefault(remedy.person_id, []).append((remedy.worth, remedy.decided_at))
    return found


def _gave_words(given: Sequence[tuple[Money, datetime]], there: _There) -> str:
    if not given:
        return _("Nothing yet")
    whole = sum((worth.minor for worth, _at in given), 0)
    since = given[0][1].astimezone(ZoneInfo(there.zone)).year
    words = {"sum": Money(whole, given[0][0].currency).said(there.language), "num": len(given), "year": since}
    pattern = ngettext("%(sum)s, once, in %(year)s", "%(sum)s, %(num)s times since %(year)s", len(given))
    return pattern % words


def _like(reader: Member, at: datetime) -> dict[str, list[tuple[str, bool]]]:
    """How asks of each kind were answered in the last year, and whether by the reader."""
    found: dict[str, list[tuple[str, bool]]] = {}
    for kind, state, by in _answered(at - _YEAR):
        found.setdefault(kind, []).append((state, by == reader.pk))
    return found


def _answered(since: datetime) -> QuerySet[Approval, tuple[str, str, int | None]]:
    rows = Approval.objects.filter(answered_at__gte=since, state__in=(*_SAID, "no"), answered_by__isnull=False)
    return rows.values_list("kind", "state", "answered_by_id")[:1000]


def _like_words(answers: Sequence[tuple[str, bool]]) -> str:
    mine = [state for state, own in answers if own]
    counted = mine or [state for state, _own in answers]
    if not counted:
        return _("Nothing like it yet")
    yes = sum(state in _SAID for state in counted)
    words = {"yes": yes, "num": len(counted)}
    if mine:
        pattern = ngettext(
            "You said yes %(yes)s of %(num)s time.", "You said yes %(yes)s of %(num)s times.", words["num"]
        )
        return pattern % words
    return ngettext("Yes, %(yes)s of %(num)s time", "Yes, %(yes)s of %(num)s times", words["num"]) % words


def _told(rows: Sequence[Approval]) -> dict[int, str]:
    """What each person was told, as it was said to them."""
    by_message = {row.promise.message: row.pk for row in rows if row.promise and row.promise.message}
    said = Message.objects.filter(pk__in=by_message).values_list("pk", "text")
    return {by_message[pk]: first_words(text, _QUOTED) for pk, text in said}


def _noticed(rows: Sequence[Approval]) -> dict[int, list[str]]:
    """What leads should know of each person: what was counted, never what it means."""
    found: dict[int, list[str]] = {}
    signals = Signal.objects.filter(person__in={row.person_id for row in rows}).exclude(means="fine")
    for signal in signals.order_by("pk"):
        said = _SIGNALS.get(signal.kind)
        if said:
            count = int(signal.facts.get("count", 0))
            words = found.setdefault(signal.person_id, [])
            words.append(said(count) % {"count": count})
    return found


_SIGNALS: Final[Mapping[str, Callable[[int], str]]] = {
    "same_photo": lambda count: ngettext(
        "The same photo came before, %(count)s time.", "The same photo came before, %(count)s times.", count
    ),
    "not_arrived": lambda count: ngettext(
        "“Not arrived” %(count)s time in a month.", "“Not arrived” %(count)s times in a month.", count
    ),
    "many_remedies": lambda count: ngettext("%(count)s remedy in a month.", "%(count)s remedies in a month.", count),
    "same_address": lambda count: ngettext(
        "%(count)s more person at the same address.", "%(count)s more people at the same address.", count
    ),
}
