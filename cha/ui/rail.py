"""The rail and the tab bar of the members' frame, drawn once for the values they show."""

from __future__ import annotations

from django.template import engines
from django.utils.translation import get_language
from markupsafe import Markup

from cha.ui.kept import PROOF, Kept, proven
from cha.ui.pieces import Rail

_rails: Kept[tuple[Markup, Markup]] = Kept(400)


def rail_of(rail: Rail, csrf_input: object = "") -> Markup:
    """The rail; `csrf_input` is the reader's, for signing out."""
    return proven(_drawn(rail)[0], csrf_input)


def tabs_of(rail: Rail) -> Markup:
    """A phone's tab bar."""
    return _drawn(rail)[1]


def _drawn(rail: Rail) -> tuple[Markup, Markup]:
    return _rails.one((rail, get_language()), lambda: _draw(rail))


def _draw(rail: Rail) -> tuple[Markup, Markup]:
    template = engines["jinja2"].env.get_template("ui/rail.html")  # type: ignore[attr-defined]
    made = template.make_module({"csrf_input": PROOF})
    return made.rail_of(rail), made.tabs_of(rail)
