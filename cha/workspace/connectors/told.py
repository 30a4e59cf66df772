"""How each connector is, for the pages of Settings, and what its form holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cha.core.errors import NotFound
from cha.language.times import said
from cha.resolutions.carrying.connecting import open_over
from cha.resolutions.carrying.errands import house_of
from cha.resolutions.connectors.base import Kind
from cha.resolutions.connectors.registry import kinds
from cha.resolutions.kinds import KINDS
from cha.resolutions.models import Connector
from cha.workspace.now.rows import Moment


@dataclass(frozen=True, slots=True)
class Told:
    """One connector. state: well, thought, hurt, off. `does` in words; `test`: it moves no real money."""

    id: int
    name: str
    kind: str
    state: str
    words: str
    does: str
    test: bool
    open: str


def told(row: Connector, at: Moment) -> Told:
    """How a connector is, in words."""
    kind = kinds().get(row.kind)
    if kind is None:
        state, words = "hurt", _("What it spoke through is no longer installed.")
    elif not row.active:
        state, words = "off", _("Paused. Nothing new goes over it; what is under way is still asked after.")
    elif row.problem:
        state, words = "hurt", row.problem
    elif row.tested_at is None:
        state, words = "thought", _("Not tried yet.")
    else:
        when = said(row.tested_at, now=at.at, zone=at.zone, language=at.language)
        state, words = "well", _("It let us in %(when)s.") % {"when": when}
    does = ", ".join(str(KINDS[one].name) for one in row.does if one in KINDS)
    return Told(row.pk, row.name, kind.title if kind else row.kind, state, words, does, is_test(row), _open(row))


def is_test(row: Connector) -> bool:
    """Whether it moves no real money."""
    return bool(row.options.get("test"))


def offered() -> list[tuple[str, str, str]]:
    """The kinds that can be added: (name, title, about)."""
    return [(kind.name, kind.title, _(kind.about)) for kind in kinds().values()]


def kind_of(name: str) -> Kind:
    """The kind of a form. Raises NotFound."""
    try:
        return kinds()[name]
    except KeyError:
        raise NotFound(_("There is no such kind of connector.")) from None


def form_of(kind: Kind, row: Connector | None) -> dict[str, Any]:
    """What the form shows: secrets never."""
    if row is None:
        return {"name": kind.title, "does": list(kind.does)}
    plain = {field.name: row.options.get(field.name, "") for field in kind.fields if not field.secret}
    return {"name": row.name, "address": row.address, "does": row.does, **plain}


def typed_of(post: QueryDict, kind: Kind) -> dict[str, Any]:
    """What a form says, as `keep_connector` takes it."""
    return {
        "kind": kind.name,
        "name": post.get("name", ""),
        "address": post.get("address", ""),
        "does": post.getlist("does"),
        "secrets": {field.name: post.get(field.name, "") for field in kind.fields if field.secret},
        "options": {field.name: post.get(field.name, "") for field in kind.fields if not field.secret},
    }


def shown_again(post: QueryDict, kind: Kind) -> Mapping[str, Any]:
    """What was typed, without the secrets."""
    secret = {field.name for field in kind.fields if field.secret}
    return {name: value for name, value in post.dict().items() if name not in secret} | {"does": post.getlist("does")}


def does_of(kind: Kind) -> list[tuple[str, str]]:
    """The kinds of remedy that a kind can do, in words."""
    return [(str(one), str(KINDS[one].name)) for one in kind.does]


def heard_at(row: Connector, kind: Kind) -> str:
    """Where it may post to us; "" for one that does not."""
    return house_of(row, kind).heard_at if kind.hears else ""


def _open(row: Connector) -> str:
    count = open_over(row)
    words = ngettext("%(num)s thing is under way over it.", "%(num)s things are under way over it.", count)
    return words % {"num": count} if count else ""
