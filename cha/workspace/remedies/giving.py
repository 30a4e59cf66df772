"""The dialog that gives something: what, how much, why, who does it by when; and whether this member may decide it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cha.conversations.models import Conversation
from cha.core.errors import Invalid, NotFound
from cha.core.ids import decode, encode
from cha.core.money import Money
from cha.people.models.record import Record, records_of
from cha.resolutions.authority import authority
from cha.resolutions.guide_facts import order_of
from cha.resolutions.kinds import KINDS, RemedyKind
from cha.resolutions.policy.case import Decision
from cha.resolutions.remedies.by_hand import by_hand
from cha.resolutions.remedies.order_left import PAYS, currencies, left_of
from cha.team.models import Member, brand
from cha.workspace.amounts import money_typed
from cha.workspace.hands import hands
from cha.workspace.now.rows import Moment
from cha.workspace.now.times import chosen, promise_times
from cha.workspace.remedies.shown import seen_of, to_be_seen
from cha.workspace.remedies.standing import standing

NO_TIME: Final = "none"
ORDERS: Final = 12


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a form says that is given: `amount` to them (`tax` contained in it, None where nobody says), `cost` to us;
    `until` is promised, None for no promise; `holds` is a voucher's last day, None for good.
    """

    kind: str
    words: str
    amount: Money
    cost: Money
    tax: Money | None
    order: Record | None
    why: str
    ours: bool | None
    keeper: Member | None
    until: datetime | None
    holds: date | None
    shown: tuple[str, ...]
    checklist: tuple[str, ...]
    once: str

    @property
    def worth(self) -> Money:
        """What counts against limits."""
        return max(self.amount, self.cost)


def wanted(conversation: Conversation, form: Mapping[str, Any], reader: Member, zone: str) -> Wanted:
    """What the form says. Raises Invalid with its field, NotFound for an order or a hand that is none."""
    kind = _kind(form)
    order = _order(conversation, form.get("order", ""))
    pays = KINDS[kind].money
    money = _money(form, order, needed=pays)
    until = form.get("until", NO_TIME) or NO_TIME
    return Wanted(
        kind,
        form.get("words", "").strip() or str(KINDS[kind].name),
        money if pays else Money(0, money.currency),
        money,
        _tax(form, money) if pays else None,
        order,
        form.get("why", "").strip(),
        {"ours": True, "theirs": False}.get(form.get("ours", "")),
        _keeper(form.get("who", ""), reader),
        None if until == NO_TIME else chosen(form, zone),
        _holds(form) if kind == RemedyKind.VOUCHER else None,
        seen_of(form),
        tuple(form.get("lines", "").splitlines()),
        form.get("once", ""),
    )


def dialog(conversation: Conversation, reader: Member, form: Mapping[str, Any], at: Moment) -> dict[str, Any]:
    """What `acts/give.html` shows for what was typed so far."""
    kind, zone = _kind(form), conversation.person.zone or at.zone
    orders = [row for row in records_of(conversation.person_id) if row.amount][:ORDERS]
    order = _meant(conversation, orders, form)
    worth, amiss = _typed(form, order)
    decision = _decision(conversation, reader, kind, worth, order, form)
    return {
        "conversation": conversation,
        "form_said": form,
        "kinds": [(key, about.name, about.icon) for key, about in KINDS.items()],
        "paying": {key: about.money for key, about in KINDS.items()},
        "kind": kind,
        "about": KINDS[kind],
        "orders": _order_choices(orders, at.language),
        "order": encode(order.pk) if order else "",
        "left": _left(kind, order, at.language),
        "currencies": [(code, code) for code in _currencies(order)],
        "keepers": [(encode(one.pk), one.name) for one in hands(reader)["hands"]] or [(encode(reader.pk), reader.name)],
        "times": promise_times(at, zone),
        "zone": zone,
        "until": form.get("until", NO_TIME) or NO_TIME,
        "lines": form.get("lines") if form.get("lines_of") == kind else "\n".join(by_hand(kind)),
        "amiss": amiss,
        "standing": standing(decision, worth, conversation, reader, kind, order, at.language, seen_of(form))
        if decision and worth is not None
        else None,
        "shows": to_be_seen([decision], form) if decision else [],
        "once": form.get("once") or secrets.token_urlsafe(12),
    }


def _decision(
    conversation: Conversation,
    reader: Member,
    kind: str,
    worth: Money | None,
    order: Record | None,
    form: Mapping[str, Any],
) -> Decision | None:
    if worth is None:
        return None
    return authority(conversation, reader, kind, worth, order=order, shown=seen_of(form))


def _kind(form: Mapping[str, Any]) -> str:
    kind = form.get("kind", "")
    return kind if kind in RemedyKind.values else RemedyKind.REFUND


def _typed(form: Mapping[str, Any], order: Record | None) -> tuple[Money | None, str]:
    """What was typed as an amount, and what is wrong with it; nothing yet is neither."""
    if not form.get("amount", "").strip():
        return None, ""
    try:
        return _money(form, order, needed=False), ""
    except Invalid as error:
        return None, error.sentence


def _money(form: Mapping[str, Any], order: Record | None, *, needed: bool) -> Money:
    known = _currencies(order)
    currency = form.get("currency", "") or known[0]
    text = form.get("amount", "").strip()
    if needed and not text:
        raise Invalid(_("Write an amount such as 12.50."), field="amount")
    return money_typed(text, currency, get_language() or "en", field="amount")


def _tax(form: Mapping[str, Any], amount: Money) -> Money | None:
    """The tax in the amount; None where nothing is typed."""
    text = form.get("tax", "").strip()
    if not text:
        return None
    tax = money_typed(text, amount.currency, get_language() or "en", field="tax")
    if amount < tax:
        most = amount.said(get_language() or "en")
        raise Invalid(_("The tax is a part of the amount: %(most)s at most.") % {"most": most}, field="tax")
    return tax


def _holds(form: Mapping[str, Any]) -> date | None:
    """The last day of a voucher; None where none is said."""
    text = form.get("holds", "").strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise Invalid(_("Choose a day, or none."), field="holds") from error


def _currencies(order: Record | None) -> list[str]:
    """The order's own first, then the house's."""
    face = brand()
    first = order.currency if order and order.currency else face.currency if face else "EUR"
    return [first, *sorted(currencies(order) - {first})]


def _order(conversation: Conversation, text: str) -> Record | None:
    if not text:
        return None
    rows = {encode(row.pk): row for row in records_of(conversation.person_id)}
    if text not in rows:
        raise NotFound(_("There is no such order."))
    return rows[text]


def _meant(conversation: Conversation, orders: list[Record], form: Mapping[str, Any]) -> Record | None:
    """The order that was picked; before anything is, the one that this is about."""
    if "order" not in form:
        about = order_of(conversation)
        return about if about in orders else None
    return next((row for row in orders if encode(row.pk) == form["order"]), None)


def _order_choices(orders: list[Record], language: str) -> list[tuple[str, str]]:
    said = [
        (encode(row.pk), f"{row.number}, {Money(row.amount or 0, row.currency or 'EUR').said(language)}")
        for row in orders
    ]
    return [("", _("None")), *said] if said else []


def _left(kind: str, order: Record | None, language: str) -> str:
    """What is left to give back of an order, where something was given back already."""
    left = left_of(order) if order and kind in PAYS else None
    if order is None or left is None or left.minor == order.amount:
        return ""
    return _("%(amount)s of it is left to give back.") % {"amount": left.said(language)}


def _keeper(text: str, reader: Member) -> Member | None:
    if not text:
        return reader
    everybody: list[Member] = hands(reader)["hands"]
    try:
        found = next((one for one in everybody if one.pk == decode(text)), None)
    except ValueError:
        found = None
    if found is None:
        raise Invalid(_("Choose who does it."), field="who")
    return found
