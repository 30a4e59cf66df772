"""The board of promises, and what is done to one of them there."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cha.conversations.access import visible_to
from cha.core.errors import NotFound
from cha.promises.calming import calm
from cha.promises.models import Promise, keep, release_promise
from cha.promises.models.reopening import reopen_promise
from cha.workspace.doors import MemberRequest, members
from cha.workspace.now.page import say_done
from cha.workspace.promises.choosing import someone
from cha.workspace.promises.forms import form_of
from cha.workspace.promises.page import board


@members
@require_GET
def index(request: MemberRequest) -> HttpResponse:
    """The board: everyone's, of one's teams or one's own; with `column`, one column page by page."""
    return render(request, "workspace/promises/board.html", board(request))


@members
@require_GET
def new(request: MemberRequest) -> HttpResponse:
    """To whom something is promised: the form of their conversation opens next."""
    query = request.GET.get("q", "").strip()
    return form_of(request, "new", {"q": query, "found": someone(request.user, query)})


@members
@require_POST
def kept(request: MemberRequest, promise_id: int) -> HttpResponse:
    """It is done, as promised."""
    promise = keep(_promise(request, promise_id), by=request.user)
    undo = reverse("promise-again", args=[promise.pk]) if promise.state == Promise.State.KEPT else ""
    say_done(request, _("Kept: %(name)s") % {"name": promise.person.first_name}, undo)
    return _back(request)


@members
@require_POST
def release(request: MemberRequest, promise_id: int) -> HttpResponse:
    """The person no longer waits for it."""
    promise = release_promise(_promise(request, promise_id), by=request.user)
    words = _("%(name)s no longer waits for it") % {"name": promise.person.first_name}
    say_done(request, words, reverse("promise-again", args=[promise.pk]))
    return _back(request)


@members
@require_POST
def again(request: MemberRequest, promise_id: int) -> HttpResponse:
    """It was kept or released by mistake."""
    reopen_promise(_promise(request, promise_id), by=request.user)
    return _back(request)


@members
@require_POST
def on_time(request: MemberRequest, promise_id: int) -> HttpResponse:
    """It will still be on time: it is no longer shown as at risk."""
    calm(_promise(request, promise_id), by=request.user)
    say_done(request, _("Good. It stands as it was promised."))
    return _back(request)


def _promise(request: MemberRequest, promise_id: int) -> Promise:
    rows = Promise.objects.filter(conversation__in=visible_to(request.user))
    promise = rows.select_related("conversation__person", "person", "keeper").filter(pk=promise_id).first()
    if promise is None:
        raise NotFound(_("There is no such promise."))
    return promise


def _back(request: HttpRequest) -> HttpResponse:
    whose = request.POST.get("whose", "")
    response = HttpResponseRedirect(reverse("promises") + (f"?whose={whose}" if whose in ("mine", "team") else ""))
    response.status_code = 303
    return response
