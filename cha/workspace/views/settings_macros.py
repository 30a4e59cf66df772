"""Settings, Macros: several acts kept as one."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cha.conversations.blanks import KNOWN
from cha.conversations.models import Macro
from cha.conversations.models.macro import delete_macro, keep_macro, macros_of, may_keep_macro
from cha.core.errors import Invalid, Refused
from cha.workspace.doors import MemberRequest, members
from cha.workspace.macro_form import choices, kept_steps, step_of, typed_steps
from cha.workspace.now.steps import ACTS
from cha.workspace.settings_page import saved, show, typed, wrong
from cha.workspace.whose import for_whom, whose, whose_of


@members
@require_GET
def macros(request: MemberRequest) -> HttpResponse:
    """Those that one may run, one's own first."""
    rows = [(row, _in_short(row)) for row in macros_of(request.user).select_related("team").order_by("name")]
    found = [(row, short, may_keep_macro(request.user, row)) for row, short in rows]
    groups = [
        (_("Yours"), [one for one in found if one[0].owner_id]),
        (_("The team’s and everybody’s"), [one for one in found if not one[0].owner_id]),
    ]
    return show(request, "settings/macros.html", groups=groups, macros=found)


@members
@require_http_methods(["GET", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    """Put one together."""
    return _edit(request, None)


@members
@require_http_methods(["GET", "POST"])
def macro(request: MemberRequest, macro_id: int) -> HttpResponse:
    """Change one."""
    return _edit(request, _find(request, macro_id))


@members
@require_POST
def deletion(request: MemberRequest, macro_id: int) -> HttpResponse:
    """Delete one."""
    delete_macro(_find(request, macro_id), by=request.user)
    return saved("settings-macros")


def _find(request: MemberRequest, macro_id: int) -> Macro:
    """One that the member may run, and change. Raises NotFound, Refused."""
    row = get_object_or_404(macros_of(request.user), pk=macro_id)
    if not may_keep_macro(request.user, row):
        raise Refused(_("Owners and managers change what is everybody’s. Keep one of your own."))
    return row


def _edit(request: MemberRequest, row: Macro | None) -> HttpResponse:
    shared = may_keep_macro(request.user)
    context: dict[str, Any] = {"macro": row, "whose": whose(shared=shared), "blanks": KNOWN, **choices()}
    if request.method != "POST":
        form = {"name": row.name, "whose": whose_of(row)} if row else {}
        return show(request, "settings/macro.html", form=form, steps=kept_steps(row), **context)
    post = request.POST
    steps = typed_steps(post)
    context |= {"form": typed(request), "steps": steps}
    if post.get("add") or post.get("again"):
        return show(request, "settings/macro.html", **context)
    try:
        name, kept = post.get("name", ""), [step_of(step) for step in steps]
        keep_macro(row, by=request.user, name=name, steps=kept, **for_whom(post.get("whose", "mine"), request.user))
    except Invalid as error:
        return show(request, "settings/macro.html", status=422, errors=wrong(error), **context)
    return saved("settings-macros")


def _in_short(row: Macro) -> str:
    return ", ".join(str(ACTS[step["act"]][0]) for step in row.steps)
