"""A remedy as a card beside its conversation: what, how far it is, who does it, what is left to do, what went wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from markupsafe import Markup

from cha.conversations.models import Conversation
from cha.core.ids import encode
from cha.core.money import Money
from cha.core.queries import asked
from cha.language.times import by_when, said
from cha.resolutions.kinds import KINDS
from cha.resolutions.models import Remedy, VoucherUse
from cha.team.models import Member
from cha.ui.kept import rendered
from cha.workspace.now.rows import Moment, iso
from cha.workspace.remedies.vouchers import holds, uses_of, voucher_pairs

SHOWN: Final = 8
State = Remedy.State
STATES: Final[dict[str, tuple[str | Lazy, str]]] = {
    State.DECIDED: (gettext_lazy("Decided"), "mist"),
    State.UNDER_WAY: (gettext_lazy("Under way"), "honey"),
    State.DOUBT: (gettext_lazy("In doubt"), "plum"),
    State.DONE: (gettext_lazy("Given"), "leaf"),
    State.FAILED: (gettext_lazy("Did not go through"), "plum"),
    State.TAKEN_BACK: (gettext_lazy("Taken back"), ""),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the list; `who` and `when` say by whom and when it was ticked, "" while it is not."""

    number: int
    words: str
    who: str
    when: str


@dataclass(frozen=True, slots=True)
class Card:
    """One remedy. `acts`: what can be done to it now (done, failed, again, back)."""

    id: int
    glyph: str
    words: str
    worth: str
    state: str
    tone: str
    about: str
    iso: str
    problem: str
    lines: tuple[Line, ...]
    proof: tuple[tuple[str, str], ...]
    acts: tuple[str, ...]


def remedies_piece(conversation: Conversation, at: Moment) -> Markup:
    """What was given there, newest first, for pages and for live: the same for every reader; empty without any."""
    values = {"conversation": conversation, "public": encode(conversation.pk), "remedies": cards(conversation.pk, at)}
    return rendered("workspace/remedies/_beside.html", **values)


def cards(conversation: int, at: Moment) -> list[Card]:
    """The remedies of a conversation, newest first. Two queries, one where there are none; one more for vouchers."""
    rows = _of(conversation)
    uses = uses_of(rows)
    ticked = {line.get("by") for row in rows for line in row.checklist if line.get("by")}
    names = {one.pk: one.first_name for one in Member.objects.filter(pk__in=ticked)} if ticked else {}
    return [_card(row, names, uses.get(row.pk, []), at) for row in rows]


@asked(int)
def _of(conversation: int) -> QuerySet[Remedy]:
    rows = Remedy.objects.filter(conversation_id=conversation).select_related("keeper", "voucher", "connector")
    return rows.order_by("-id")[:SHOWN]


def _card(row: Remedy, names: dict[int, str], uses: Sequence[VoucherUse], at: Moment) -> Card:
    state, tone = STATES[State(row.state)]
    return Card(
        row.pk,
        KINDS[row.kind].icon,
        row.words,
        with_tax(worth_words(row, at.language), row, at.language),
        str(state),
        tone,
        _about(row, at),
        iso(row.done_at or row.decided_at),
        row.problem,
        tuple(_line(number, line, names, at) for number, line in enumerate(row.checklist)),
        (*voucher_pairs(row, uses, at), *proof_of(row)),
        acts_of(row, at),
    )


def worth_words(row: Remedy, language: str) -> str:
    """What the person gets; where that is no money, what it costs us; "" for nothing."""
    if row.amount:
        return Money(row.amount, row.currency).said(language)
    return _("costs us %(amount)s") % {"amount": Money(row.cost, row.currency).said(language)} if row.cost else ""


def with_tax(worth: str, row: Remedy, language: str) -> str:
    """The same with the tax that is in it, where somebody said so."""
    if row.tax is None or not worth:
        return worth
    return _("%(worth)s, %(tax)s of it tax") % {"worth": worth, "tax": Money(row.tax, row.currency).said(language)}


def acts_of(row: Remedy, at: Moment) -> tuple[str, ...]:
    """What a member can do to it now. What goes over a connector is not done by hand unless it failed."""
    return (*_acts(row), *(("use",) if holds(row, at) else ()))


def _acts(row: Remedy) -> tuple[str, ...]:
    by_hand = row.connector_id is None
    if row.state == State.DECIDED:
        return ("done", "back") if by_hand else ("back",)
    if row.state == State.UNDER_WAY:
        return ("done", "failed") if by_hand else ()
    if row.state == State.DOUBT and not by_hand:
        return ("settle",)
    return ("again" if by_hand else "resend", "done", "back") if row.state == State.FAILED else ()


def proof_of(row: Remedy) -> list[tuple[str, str]]:
    """What shows that it is done: (what it is, itself)."""
    names = {"reference": _("Number"), "words": _("Note"), "code": _("Code"), "link": _("Link"), "order": _("Order")}
    return [(words, str(row.proof[name])) for name, words in names.items() if row.proof.get(name)]


def _about(row: Remedy, at: Moment) -> str:
    who = row.keeper.first_name if row.keeper else ""
    if row.state == State.DONE:
        when = said(row.done_at or row.decided_at, now=at.at, zone=at.zone, language=at.language)
        return _("%(who)s, %(when)s") % {"who": who, "when": when} if who else when
    house = row.connector.name if row.connector else ""
    parts = [_("over %(house)s") % {"house": house} if house else who]
    if row.by and row.state in (State.DECIDED, State.UNDER_WAY, State.FAILED):
        parts.append(by_when(row.by, now=at.at, zone=at.zone, language=at.language))
    return ", ".join(part for part in parts if part)


def _line(number: int, line: dict[str, Any], names: dict[int, str], at: Moment) -> Line:
    done = line.get("done_at")
    when = said(datetime.fromisoformat(done), now=at.at, zone=at.zone, language=at.language) if done else ""
    return Line(number, str(line.get("words", "")), names.get(line.get("by") or 0, ""), when)
