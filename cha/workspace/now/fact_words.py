"""What facts are called on the members' screens, and where they came from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _

from cha.channels.registry import media
from cha.language.times import said
from cha.people.models import Fact
from cha.people.models.fact import BUILT_IN, SAID, Telling
from cha.people.models.fact_pattern import own_names
from cha.workspace.now import words
from cha.workspace.now.rows import Moment

# What a member may say that a fact is, besides the house's own kinds.
ASKED_KINDS: Final = (*BUILT_IN, "name")


def kind_words(kind: str) -> str:
    """A kind of facts in words: "Order number"."""
    known = {
        "order": _("Order number"),
        "date": _("Date"),
        "amount": _("Amount"),
        "phone": _("Telephone"),
        "quantity": _("How many"),
        "size": _("Size"),
        "address": _("Address"),
        "allergy": _("Allergy"),
        "email": _("E-mail address"),
        "name": _("Name"),
        SAID: _("What they said"),
    }
    return known.get(kind) or own_names().get(kind, kind.replace("_", " ").capitalize())


def fact_words(fact: Fact) -> str:
    """A fact with what it is, where a pattern recognised it."""
    return told_words(fact.kind, fact.value)


def told_words(kind: str, value: str) -> str:
    """The same, of a kind and a value."""
    if kind == "order":
        return _("Order %(value)s") % {"value": value}
    if kind not in ASKED_KINDS and kind not in own_names():
        return value
    return _("%(kind)s: %(value)s") % {"kind": kind_words(kind), "value": value}


def source_words(fact: Fact, at: Moment, tellings: Sequence[Telling] = ()) -> str:
    """Where a fact came from and when; how often it was told where that was more than once."""
    if fact.by_kind == "person" and fact.source == "portal" and fact.message_id is None:
        where = _("corrected by themselves")
    else:
        where = where_words(fact.source)
    when = said(fact.told_at, now=at.at, zone=at.zone, language=at.language)
    once = f"{where}, {when}" if where else when
    if not tellings:
        return once
    ways = ", ".join(dict.fromkeys(filter(None, (where_words(row.medium) for row in tellings))))
    return _("%(times)s times: %(once)s; %(ways)s") % {"times": len(tellings) + 1, "once": once, "ways": ways}


def where_words(source: str) -> str:
    """A medium's name, or the words that stand there already."""
    return words.medium_words(source) if source in media() else source
