"""Views that are kept: a filter under a name, with whom it is shared; and the columns of one's lists."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cha.conversations.models import View, keep_view, views_of
from cha.conversations.models.viewing import (
    NO_VIEW,
    Sharing,
    change_view,
    choose_columns,
    delete_view,
    may_change_view,
    share_view,
)
from cha.core.errors import ChaError, NotFound
from cha.core.ids import decode, encode
from cha.team.models import Team
from cha.workspace.crowd.asked import Asked
from cha.workspace.crowd.columns import CHOSEN_BY, COLUMNS, known
from cha.workspace.crowd.shelf import shelf
from cha.workspace.doors import MemberRequest, members
from cha.workspace.rail import rail
from cha.workspace.settings_page import SEE_OTHER, wrong


@members
@require_http_methods(["GET", "POST"])
def create(request: MemberRequest) -> HttpResponse:
    """Keep what the list shows now under a name."""
    given = request.POST if request.method == "POST" else request.GET
    asked = Asked.of(given, shelf(request.user))
    if request.method == "GET":
        return _form(request, asked=asked, columns=asked.columns([]), sharing=Sharing.OWN)
    try:
        view = keep_view(
            given.get("name", ""),
            asked.wanted,
            by=request.user,
            columns=known(given.getlist("column")),
            order=asked.order,
            grouping=asked.grouping,
        )
        _share(request, view)
    except ChaError as error:
        return _form(request, error, asked=asked, columns=known(given.getlist("column")), sharing=given.get("sharing"))
    return _to(view)


@members
@require_http_methods(["GET", "POST"])
def edit(request: MemberRequest, view_id: int) -> HttpResponse:
    """Its name, its columns, with whom it is shared; or, with `delete`, no more of it."""
    view = _view(request, view_id)
    if request.method == "GET":
        return _form(request, view=view, columns=tuple(view.columns), sharing=view.sharing)
    try:
        if "delete" in request.POST:
            delete_view(view, by=request.user)
            return redirect("all-conversations")
        columns = list(known(request.POST.getlist("column")))
        change_view(view, by=request.user, name=request.POST.get("name", ""), columns=columns)
        _share(request, view)
    except ChaError as error:
        columns = list(known(request.POST.getlist("column")))
        return _form(request, error, view=view, columns=tuple(columns), sharing=request.POST.get("sharing"))
    return _to(view)


@members
@require_POST
def columns(request: MemberRequest) -> HttpResponse:
    """Which columns one's lists have; none chosen is the usual ones."""
    choose_columns(known(request.POST.getlist("column")), by=request.user)
    response = HttpResponseRedirect(Asked.of(request.POST, shelf(request.user)).url())
    response.status_code = SEE_OTHER
    return response


def _share(request: MemberRequest, view: View) -> None:
    wanted, _sep, name = request.POST.get("sharing", Sharing.OWN).partition(":")
    try:
        team = Team.objects.filter(pk=decode(name)).first() if name else None
    except ValueError:
        team = None
    if (wanted, team.pk if team else None) != (view.sharing, view.team_id):
        share_view(view, wanted, team, by=request.user)


def _view(request: MemberRequest, view_id: int) -> View:
    view = views_of(request.user).filter(pk=view_id).first()
    if view is None or not may_change_view(view, request.user):
        raise NotFound(NO_VIEW)
    return view


def _to(view: View) -> HttpResponse:
    response = HttpResponseRedirect(f"{reverse('all-conversations')}?view={encode(view.pk)}")
    response.status_code = SEE_OTHER
    return response


def _form(request: MemberRequest, error: ChaError | None = None, **values: Any) -> HttpResponse:
    member = request.user
    teams = Team.objects.all() if member.leads else member.teams.all()
    view: View | None = values.get("view")
    shared = f"team:{encode(view.team_id)}" if view and view.team_id and values["sharing"] == "team" else None
    context = {
        **values,
        "sharing": shared or values["sharing"],
        "rail": rail(member, "all"),
        "errors": wrong(error) if error else {},
        "name": request.POST.get("name", view.name if view else ""),
        "all_columns": [(name, str(COLUMNS[name][0]), name in values["columns"]) for name in CHOSEN_BY],
        "ways": [
            ("own", _("Nobody: it is yours")),
            *((f"team:{encode(team.pk)}", team.name) for team in teams.order_by("name")),
            *([("all", _("Everybody"))] if member.leads else []),
        ],
    }
    return render(request, "workspace/crowd/view.html", context, status=error.status if error else 200)
