"""To decide: what waits for a yes, the answers, and the line that says how far one may go."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from cha.conversations.access import GONE, visible_to
from cha.core.errors import ChaError, Invalid, NotFound
from cha.resolutions.approvals.approving import take_back_approval, usual_minutes_to_answer
from cha.resolutions.models import Approval
from cha.workspace.approvals.cards import Form, cards, decided, kind_options
from cha.workspace.approvals.forms import answer_from
from cha.workspace.approvals.line import line_for
from cha.workspace.doors import MemberRequest, find_conversation, members
from cha.workspace.now.page import moment, say_done
from cha.workspace.rail import rail


@members
@require_GET
def index(request: MemberRequest) -> HttpResponse:
    """What waits for the member, or with `show=decided` what was settled lately."""
    return _page(request)


@members
@require_POST
def answer(request: MemberRequest, approval_id: int) -> HttpResponse:
    """Yes, another way, or no, because."""
    approval = _approval(request, approval_id)
    try:
        answered = answer_from(approval, request.POST, by=request.user, via="page")
    except ChaError as error:
        return _again(request, approval, error)
    say_done(request, _said(answered), reverse("approval-take-back", args=[approval.pk]))
    return _back()


@members
@require_POST
def take_back(request: MemberRequest, approval_id: int) -> HttpResponse:
    """The answer is taken back while nothing was done with it; or the ask, by its asker."""
    approval = take_back_approval(_approval(request, approval_id), by=request.user)
    say_done(request, _("Taken back"))
    if approval.asked_by_id == request.user.pk:
        return HttpResponseRedirect(reverse("conversation", args=[approval.conversation_id]), status=303)
    return _back()


@members
@require_GET
def line(request: MemberRequest, conversation_id: int) -> HttpResponse:
    """How far the member may go with a `kind` worth `amount` here: one line, for dialogs that give something."""
    found = line_for(find_conversation(request, conversation_id), request.user, request.GET)
    return render(request, "workspace/approvals/_line.html", {"line": found})


def _page(request: MemberRequest, form: Form | None = None, status: int = 200, amiss: str = "") -> HttpResponse:
    at, member, settled = moment(), request.user, request.GET.get("show") == "decided"
    found = [] if settled else cards(member, at)
    page = reverse("approvals")
    waits = ngettext("Open, %(num)s", "Open, %(num)s", len(found)) % {"num": len(found)} if found else _("Open")
    values = {
        "cards": found,
        "told": bool(found) and all(card.story.told for card in found),
        "decided": decided(member, at) if settled else [],
        "settled": settled,
        "segments_of": [(waits, page, not settled), (_("Decided"), f"{page}?show=decided", settled)],
        "usual": usual_minutes_to_answer(),
        "kinds": kind_options(),
        "wrong": form or Form(),
        "amiss": amiss,
        "done": list(messages.get_messages(request)),
        "rail": rail(member, "approvals"),
    }
    return render(request, "workspace/approvals/page.html", values, status=status)


def _again(request: MemberRequest, approval: Approval, error: ChaError) -> HttpResponse:
    """The page once more, with what was typed and what is wrong."""
    name = str(error.details.get("field", "")) if isinstance(error, Invalid) else ""
    typed = {key: str(value) for key, value in request.POST.items()}
    form = Form(approval.pk, typed.get("answer", ""), typed, {name: error.sentence} if name else {})
    return _page(request, form, error.status, "" if name else error.sentence)


def _said(approval: Approval) -> str:
    asker = approval.asked_by.first_name if approval.asked_by else _("Cha")
    pattern = {
        "yes": _("You said yes. %(name)s knows."),
        "other": _("You said: rather another way. %(name)s knows."),
        "no": _("You said no. %(name)s knows why."),
    }[approval.state]
    return pattern % {"name": asker}


def _approval(request: MemberRequest, approval_id: int) -> Approval:
    rows = Approval.objects.filter(conversation__in=visible_to(request.user)).select_related("conversation", "asked_by")
    found = rows.filter(pk=approval_id).first()
    if found is None:
        raise NotFound(GONE)
    return found


def _back() -> HttpResponse:
    return HttpResponseRedirect(reverse("approvals"), status=303)
