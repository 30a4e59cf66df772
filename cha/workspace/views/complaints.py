"""Complaints: making one, saying how it comes out, the second look, and the list by date."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cha.conversations.models import Conversation
from cha.core.errors import Conflict, Invalid, NotFound, Refused
from cha.resolutions.endings.complaining import answer_appeal, complaint_of, decide, open_complaint, own_complaint
from cha.resolutions.endings.complaint_terms import terms_of
from cha.resolutions.endings.words import language_of, outcome_words
from cha.resolutions.models import Complaint
from cha.workspace.doors import MemberRequest, find_conversation, members
from cha.workspace.endings.complaints import deadlines, listed, outcomes, shown
from cha.workspace.endings.noes import asked_again
from cha.workspace.hands import chosen_hand, hands
from cha.workspace.now.page import act, back_to, moment, say_done
from cha.workspace.rail import rail


@members
@require_GET
def index(request: MemberRequest) -> HttpResponse:
    """What is owed by when, soonest first; the noes that are asked about again; what is settled."""
    at = moment()
    owed, settled = listed(request.user, at)
    values = {"owed": owed, "settled": settled, "noes": asked_again(request.user, at)}
    return render(request, "workspace/endings/complaints.html", {**values, "rail": rail(request.user, "complaints")})


@members
@require_http_methods(["GET", "POST"])
def create(request: MemberRequest, conversation_id: int) -> HttpResponse:
    """It is a complaint: whose, by when, about what."""
    conversation = find_conversation(request, conversation_id)
    if complaint_of(conversation):
        return redirect("complaint-outcome", conversation.pk)
    values = {"conversation": conversation, "laws": deadlines(moment()), **hands(request.user)}
    owner, _team = chosen_hand(request.POST.get("owner", ""))
    terms = terms_of(conversation, law=request.POST.get("law", ""), owner=owner)
    values |= {"terms": terms, "language": language_of(conversation)}
    if request.method == "GET":
        return act(request, "complaint", values)
    about = request.POST.get("about", "")
    try:
        open_complaint(conversation, by=request.user, due=terms.due, told=terms.told, about=about, owner=terms.owner)
    except (Invalid, Conflict) as error:
        return act(request, "complaint", {**values, "typed": request.POST}, error)
    say_done(request, _("It is a complaint. %(name)s was told by when.") % {"name": conversation.person.first_name})
    return back_to(conversation)


@members
@require_http_methods(["GET", "POST"])
def outcome(request: MemberRequest, conversation_id: int) -> HttpResponse:
    """How it comes out, with the reason in plain words; or the answer to the second look."""
    conversation = find_conversation(request, conversation_id)
    row = _find(conversation)
    second = bool(row.appealed_at and not row.appeal_outcome)
    values: dict[str, Any] = {"conversation": conversation, "complaint": row, "second": second}
    values |= {"shown": shown(row, request.user, moment()), "outcomes": outcomes()}
    if request.method == "GET":
        return act(request, "complaint_outcome", values)
    form = request.POST
    how, reason = form.get("outcome", ""), form.get("reason", "").strip()
    try:
        does = answer_appeal if second else decide
        words = outcome_words(conversation, how, reason, second=second) if how in Complaint.Outcome.values else "-"
        does(row, how, reason, words, by=request.user, hold=timedelta(0))
    except (Invalid, Conflict, Refused) as error:
        return act(request, "complaint_outcome", {**values, "typed": form}, error)
    say_done(request, _("The outcome is on its way to %(name)s") % {"name": conversation.person.first_name})
    return back_to(conversation)


@members
@require_http_methods(["GET", "POST"])
def owner(request: MemberRequest, conversation_id: int) -> HttpResponse:
    """Whose complaint it is."""
    conversation = find_conversation(request, conversation_id)
    row = _find(conversation)
    values = {"conversation": conversation, "complaint": row, **hands(request.user)}
    if request.method == "GET":
        return act(request, "complaint_owner", values)
    member, _team = chosen_hand(request.POST.get("owner", ""))
    try:
        if member:
            own_complaint(row, member, by=request.user)
    except (Invalid, Conflict, Refused) as error:
        return act(request, "complaint_owner", values, error)
    return back_to(conversation)


def _find(conversation: Conversation) -> Complaint:
    row = complaint_of(conversation)
    if row is None:
        raise NotFound(_("This is no complaint."))
    row.conversation = conversation
    return row
