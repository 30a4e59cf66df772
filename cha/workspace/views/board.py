"""The board of promises, and what is done to one of them there."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cha.conversations.access import visible_to
from cha.core.errors import ChaError, Invalid, NotFound, Refused
from cha.promises.apologising import apologise
from cha.promises.calming import calm
from cha.promises.models import Promise, keep, release_promise
from cha.promises.models.reopening import reopen_promise
from cha.promises.moving_on import change_keeper
from cha.promises.warning import warn
from cha.workspace.doors import MemberRequest, members
from cha.workspace.hands import chosen_hand, hands
from cha.workspace.now.page import moment, say_done
from cha.workspace.now.times import chosen
from cha.workspace.promises.choosing import someone
from cha.workspace.promises.forms import form_of, is_over, telling, zone_there
from cha.workspace.promises.page import board, paper


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
@require_GET
def day(request: MemberRequest) -> HttpResponse:
    """What is due today, for paper."""
    return render(request, "workspace/promises/day.html", paper(request))


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
@require_http_methods(["GET", "POST"])
def keeper(request: MemberRequest, promise_id: int) -> HttpResponse:
    """Hand it to somebody."""
    promise = _promise(request, promise_id)
    values = {"promise": promise, "hands": hands(request.user)["hands"]}
    if request.method == "GET":
        return form_of(request, "keeper", values)
    member, _team = chosen_hand(request.POST.get("hand", ""))
    try:
        if member is None:
            raise Invalid(_("Choose who keeps it."), field="hand")
        change_keeper(promise, member, by=request.user)
    except ChaError as error:
        return form_of(request, "keeper", values, error)
    say_done(request, _("%(name)s keeps it now") % {"name": member.first_name})
    return _back(request)


@members
@require_http_methods(["GET", "POST"])
def warning(request: MemberRequest, promise_id: int) -> HttpResponse:
    """Tell the person before it is due that it takes longer, or that we are sorry; and by when they have it."""
    promise, at = _promise(request, promise_id), moment()
    if request.method == "GET":
        return form_of(request, "warn", telling(promise, at))
    text, zone = request.POST.get("text", "").strip(), zone_there(promise, at)
    try:
        say = apologise if is_over(promise, at) else warn
        say(promise, text, chosen(request.POST, zone), by=request.user)
    except ChaError as error:
        return form_of(request, "warn", {**telling(promise, at), "typed": request.POST}, error)
    say_done(request, _("%(name)s hears of it, with the new time") % {"name": promise.person.first_name})
    return _back(request)


@members
@require_POST
def on_time(request: MemberRequest, promise_id: int) -> HttpResponse:
    """It will still be on time: it is no longer shown as at risk."""
    calm(_promise(request, promise_id), by=request.user)
    say_done(request, _("Good. It stands as it was promised."))
    return _back(request)


def _promise(request: MemberRequest, promise_id: int) -> Promise:
    if request.method == "POST" and not request.user.answers:
        raise Refused(_("You may look and leave a note. Somebody with a seat answers."))
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
