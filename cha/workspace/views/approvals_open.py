"""The page behind the link in a mail: it asks once more, so that no machine says yes. Nobody needs to sign in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods

from cha.core.errors import ChaError, Invalid, NotFound, TooMany
from cha.core.limits import within
from cha.resolutions.approvals.approving import can_take_back, take_back_approval
from cha.resolutions.approvals.link import OpenedApproval, open_approval
from cha.resolutions.models import Approval
from cha.team.letters import house
from cha.workspace.approvals.cards import Form, card_of, kind_options
from cha.workspace.approvals.forms import answer_from
from cha.workspace.approvals.opened import said_of
from cha.workspace.now.page import moment

MOST_WRONG = 20
MOST_TRIES = 30
_WAYS = ("yes", "other", "no")


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, token: str) -> HttpResponse:
    """What is asked, with a form for each answer. A GET decides nothing, whatever its address says."""
    opened = _opened(request, token)
    with override(opened.member.language):
        if request.method == "POST" and not opened.rested:
            if not within("approval-answer", token, MOST_TRIES):
                raise TooMany(_("Too often. Try again in an hour."))
            return _answered(request, opened)
        return _page(request, opened)


def _answered(request: HttpRequest, opened: OpenedApproval) -> HttpResponse:
    try:
        if "back" in request.POST:
            take_back_approval(opened.approval, by=opened.member)
        else:
            answer_from(opened.approval, request.POST, by=opened.member, via="mail")
    except ChaError as error:
        name = str(error.details.get("field", "")) if isinstance(error, Invalid) else ""
        typed = {key: str(value) for key, value in request.POST.items()}
        form = Form(opened.approval.pk, typed.get("answer", ""), typed, {name: error.sentence} if name else {})
        opened.approval.refresh_from_db()
        return _page(request, opened, form, error.status, "" if name else error.sentence)
    return _kept(HttpResponseRedirect(request.path, status=303))


def _page(
    request: HttpRequest, opened: OpenedApproval, form: Form | None = None, status: int = 200, amiss: str = ""
) -> HttpResponse:
    at, approval, way = moment(), opened.approval, request.GET.get("a", "")
    usable = approval.state == Approval.State.OPEN and not opened.rested
    chosen = Form(approval.pk, way if way in _WAYS else "")
    values = {
        "card": card_of(approval, opened.member, at) if usable else None,
        "said": "" if usable else said_of(opened, at),
        "member": opened.member,
        "to": request.path,
        "wrong": form or chosen,
        "kinds": kind_options(),
        "amiss": amiss,
        "back": not usable and not opened.rested and _may_take_back(opened),
        "name": approval.person.called,
        "house": house(),
    }
    return _kept(render(request, "workspace/approvals/open.html", values, status=status))


def _may_take_back(opened: OpenedApproval) -> bool:
    row = opened.approval
    return row.answered_by_id == opened.member.pk and can_take_back(row)


def _opened(request: HttpRequest, token: str) -> OpenedApproval:
    """What the link opens for its member, who must still see the conversation. Too many wrong ones are too many."""
    try:
        return open_approval(token)
    except NotFound:
        if not within("approval-wrong", request.META.get("REMOTE_ADDR", ""), MOST_WRONG):
            raise TooMany(_("Too often. Try again in an hour.")) from None
        raise


def _kept(response: HttpResponse) -> HttpResponse:
    """Nobody keeps the page, finds it, or is told its address."""
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    # Not "no-referrer": a browser would then keep the origin of the form to itself, and no answer were taken.
    response["Referrer-Policy"] = "same-origin"
    return response
