"""A person's orders, subscriptions and invoices as a page shows them: how they stand, as of when, and what is wrong.

Whoever may see the person may see these: they hang on the person and on no conversation.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markupsafe import Markup

from cha.conversations.models import Conversation
from cha.core.ids import encode
from cha.core.money import said_amount
from cha.core.queries import asked
from cha.language.times import said
from cha.people.models import Fact, Record, RecordLook, RecordSource
from cha.people.models.record import looks_of, records_of
from cha.people.models.record_source import sources
from cha.people.records.pulling import PATIENCE
from cha.ui.kept import rendered
from cha.workspace.now.rows import Moment, iso

IN_PANEL: Final = 5
LINES: Final = 3
_GLYPHS: Final = {"order": "shopping-bag", "subscription": "refresh-cw", "invoice": "file-text"}


@dataclass(frozen=True, slots=True)
class Orders:
    """The rows behind what is shown. `named` are the order numbers that the person said in this conversation."""

    rows: Sequence[Record]
    looks: Sequence[RecordLook]
    shops: Sequence[RecordSource]
    named: frozenset[str] = frozenset()  # as `same` writes them

    @property
    def key(self) -> Hashable:
        """Every value in them."""
        return (
            tuple((row.pk, row.as_of, row.person_id, row.claimed, row.source.name) for row in self.rows),
            tuple((look.pk, look.asked_at, look.looked_at, look.trouble) for look in self.looks),
            tuple((shop.pk, shop.name, shop.paused_at) for shop in self.shops),
            self.named,
        )


NONE: Final = Orders((), (), ())


@dataclass(frozen=True, slots=True)
class Shown:
    """One record. `about` is what is in it, `named` that they spoke of it here."""

    glyph: str
    words: str
    number: str
    status: str
    amount: str
    about: str
    link: str
    claimed: bool
    named: bool
    iso: str
    when: str


@dataclass(frozen=True, slots=True)
class Source:
    """One shop: as of when. state: "" (well), asking, hurt."""

    name: str
    words: str
    state: str
    iso: str = ""


def orders_of(person: int, conversation: int | None = None) -> Orders:
    """What is known of a person. One query where no shop is, three or four where one is."""
    shops = sources()
    if not shops:
        return NONE
    rows = records_of(person)
    named = frozenset(map(same, _numbers(conversation))) if conversation and rows else frozenset()
    return Orders(rows, looks_of(person), shops, named)


@asked(int)
def _numbers(conversation: int) -> QuerySet[Fact, str]:
    # SQLite would look through every fact that was never corrected, were that asked for here.
    return (
        Fact.objects.filter(conversation_id=conversation, kind="order")
        .order_by("-id")
        .values_list("value", flat=True)[:12]
    )


def orders_piece(conversation: Conversation, orders: Orders, moment: Moment) -> Markup:
    """The orders in the column beside a conversation, for pages and for live: the same for every reader."""
    values = shown(orders, moment, most=IN_PANEL)
    return rendered("workspace/orders/_panel.html", conversation=conversation, public=encode(conversation.pk), **values)


def shown(orders: Orders, moment: Moment, most: int | None = None) -> dict[str, Any]:
    """What a template shows; those that they named first, then the newest."""
    rows = [_shown(row, orders.named, moment) for row in orders.rows]
    rows.sort(key=lambda row: not row.named)
    looks = {look.source_id: look for look in orders.looks}
    states = [_source(shop, looks.get(shop.pk), orders.rows, moment) for shop in orders.shops if not shop.paused_at]
    return {
        "orders": rows[:most],
        "orders_in_all": len(rows),
        "shops": [state for state in states if state is not None],
        "may_be_asked": any(shop.asks and not shop.paused_at for shop in orders.shops),
    }


def _shown(row: Record, named: frozenset[str], moment: Moment) -> Shown:
    placed = row.placed_at
    return Shown(
        glyph=_GLYPHS[row.kind],
        words=kind_words(row.kind),
        number=row.number,
        status=row.status,
        amount=said_amount(row.amount, row.currency, moment.language) if row.amount is not None else "",
        about=_about(row.lines),
        link=row.link,
        claimed=row.claimed and row.organisation_id is None,
        named=same(row.number) in named,
        iso=iso(placed),
        when=said(placed, now=moment.at, zone=moment.zone, language=moment.language) if placed else "",
    )


def said_by_shop(orders: Orders, fact: Fact) -> str:
    """What a shop says of an order that somebody named: it goes before what they remember. "" where none knows it."""
    if fact.kind != "order":
        return ""
    row = next((row for row in orders.rows if same(row.number) == same(fact.value)), None)
    return ": ".join(part for part in (row.source.name, row.status) if part) if row else ""


def same(number: str) -> str:
    """An order number without what people leave out or add: "JL-2291", "#2291" and "2291" are one."""
    plain = "".join(sign for sign in number.casefold() if sign.isalnum())
    return plain.lstrip("abcdefghijklmnopqrstuvwxyz") or plain


def kind_words(kind: str) -> str:
    """What a record is."""
    return {"order": _("Order"), "subscription": _("Subscription"), "invoice": _("Invoice")}[kind]


def _about(lines: Sequence[dict[str, Any]]) -> str:
    words = [f"{line['quantity']} × {line['title']}" if line["quantity"] != "1" else line["title"] for line in lines]
    more = len(words) - LINES
    told = words[:LINES] + (
        [ngettext("and %(num)s more", "and %(num)s more", more) % {"num": more}] if more > 0 else []
    )
    return ", ".join(told)


def _source(shop: RecordSource, look: RecordLook | None, rows: Sequence[Record], at: Moment) -> Source | None:
    if look and look.trouble:
        return Source(shop.name, look.trouble, "hurt")
    if look and look.waits(at.at - PATIENCE):
        return Source(shop.name, _("being asked now"), "asking")
    moment = look.looked_at if look else max((row.as_of for row in rows if row.source_id == shop.pk), default=None)
    return Source(shop.name, _as_of(moment, at), "", iso(moment)) if moment else None


def _as_of(moment: datetime, at: Moment) -> str:
    return _("as of %(when)s") % {"when": said(moment, now=at.at, zone=at.zone, language=at.language)}
