"""How each shop is, for the pages of Settings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.utils.translation import gettext as _

from cha.language.times import said
from cha.people.models import RecordSource
from cha.workspace.now.rows import Moment

PATIENCE: Final = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Told:
    """One shop. state: well, thought, hurt, off. `tried` is what the last try showed, with `tries` while it runs."""

    id: int
    name: str
    kind: str
    state: str
    words: str
    tried: dict[str, Any]
    tries: bool


def kinds() -> list[tuple[str, str]]:
    """The kinds of shops that are asked."""
    return [("shopify", "Shopify"), ("woocommerce", "WooCommerce"), ("rest", _("Another shop, with a REST API"))]


def told(row: RecordSource, at: Moment) -> Told:
    """How a shop is, in words."""
    since = row.tried.get("at", "")
    runs = bool(since) and "done" not in row.tried and at.at - datetime.fromisoformat(since) < PATIENCE
    if row.paused_at:
        state, words = "off", _("Paused. What it said before stays.")
    elif row.trouble:
        state, words = "hurt", row.trouble
    elif row.last_at:
        when = said(row.last_at, now=at.at, zone=at.zone, language=at.language)
        state, words = "well", _("It last told us something %(when)s.") % {"when": when}
    else:
        state, words = "thought", _("Nothing came from it yet.")
    kind = dict(kinds()).get(row.kind, _("Sends by itself"))
    return Told(row.pk, row.name, kind, state, words, row.tried, runs)


def field_words(name: str) -> str:
    """What a field of the mapping is called on the form."""
    return {
        "list": _("The list of orders"),
        "number": _("Number"),
        "external_id": _("Id, if it is another than the number"),
        "kind": _("Kind (=order, =subscription, =invoice)"),
        "status": _("Status"),
        "amount": _("Amount"),
        "currency": _("Currency (such as =EUR)"),
        "placed_at": _("Ordered at"),
        "link": _("Link"),
        "email": _("E-mail of the person"),
        "phone": _("Telephone of the person"),
        "account": _("Account of the person"),
        "lines": _("The list of what was bought"),
        "line_title": _("of each: what it is"),
        "line_quantity": _("of each: how many"),
        "line_price": _("of each: the price of one"),
    }[name]
