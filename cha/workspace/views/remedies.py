"""Remedies from a conversation: something is given, begun, done, ticked off, taken back."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cha.conversations.models import Conversation
from cha.core.errors import ChaError, NotFound
from cha.resolutions.approvals.approving import ask_approval
from cha.resolutions.approvals.asking import telling
from cha.resolutions.models import Remedy
from cha.resolutions.remedies.beginning import begin_remedy
from cha.resolutions.remedies.deciding import decide_remedy
from cha.resolutions.remedies.doing import fail_remedy, finish_remedy, take_back_remedy, tick_line
from cha.team.models import Member
from cha.workspace.doors import MemberRequest, find_conversation, members
from cha.workspace.now.page import act, back_to, moment, say_done
from cha.workspace.remedies.giving import Wanted, dialog, wanted


@members
@require_http_methods(["GET", "POST"])
def give(request: MemberRequest, conversation_id: int) -> HttpResponse:
    """Give something to the person; above the limit a yes is asked for."""
    conversation = find_conversation(request, conversation_id)
    form = request.GET if request.method == "GET" else request.POST
    at = moment()
    if request.method == "GET":
        return act(request, "give", dialog(conversation, request.user, form, at))
    try:
        what = wanted(conversation, form, request.user, conversation.person.zone or at.zone)
        done = _ask(conversation, what, request) if form.get("ask") else _give(conversation, what, request.user)
    except ChaError as error:
        return act(request, "give", dialog(conversation, request.user, form, at), error)
    say_done(request, done)
    return back_to(conversation)


def _give(conversation: Conversation, what: Wanted, by: Member) -> str:
    decide_remedy(
        conversation,
        what.kind,
        what.words,
        by=by,
        amount=what.amount,
        cost=what.cost,
        tax=what.tax,
        order=what.order,
        why=what.why,
        ours=what.ours,
        keeper=what.keeper,
        by_when=what.until,
        promised=True,
        until=what.holds,
        shown=what.shown,
        checklist=what.checklist,
        once=what.once,
    )
    return _("Given to %(name)s. Tell them.") % {"name": conversation.person.first_name}


def _ask(conversation: Conversation, what: Wanted, request: MemberRequest) -> str:
    by, order, tell, times = request.user, what.order, "", None
    if request.POST.get("tell"):
        tell, times = telling(conversation, what.kind, what.worth, by=by, order=order, shown=what.shown)
    asked = ask_approval(
        conversation,
        what.kind,
        what.words,
        by=by,
        amount=what.worth,
        why=what.why,
        tax=what.tax,
        order=order,
        shown=what.shown,
        tell=tell,
        times=times,
    )
    who = asked.to.first_name if asked.to else ""
    return _("%(who)s is asked") % {"who": who} if who else _("It is asked")


@members
@require_POST
def start(request: MemberRequest, conversation_id: int, remedy_id: int) -> HttpResponse:
    """It is being done, or tried again."""
    row = find_remedy(request, conversation_id, remedy_id)
    begin_remedy(row, by=request.user)
    return back_to(row.conversation)


@members
@require_http_methods(["GET", "POST"])
def done(request: MemberRequest, conversation_id: int, remedy_id: int) -> HttpResponse:
    """It is done, with what shows it."""
    row = find_remedy(request, conversation_id, remedy_id)
    if request.method == "GET":
        return _outcome(request, row, "remedy-done")
    said = {name: request.POST.get(name, "").strip()[:200] for name in ("reference", "words")}
    try:
        finish_remedy(row, by=request.user, proof={name: text for name, text in said.items() if text})
    except ChaError as error:
        return _outcome(request, row, "remedy-done", error)
    say_done(request, _("Given: %(what)s") % {"what": row.words})
    return back_to(row.conversation)


@members
@require_http_methods(["GET", "POST"])
def failed(request: MemberRequest, conversation_id: int, remedy_id: int) -> HttpResponse:
    """It went wrong, and why."""
    row = find_remedy(request, conversation_id, remedy_id)
    if request.method == "GET":
        return _outcome(request, row, "remedy-failed")
    try:
        fail_remedy(row, by=request.user, problem=request.POST.get("problem", ""))
    except ChaError as error:
        return _outcome(request, row, "remedy-failed", error)
    return back_to(row.conversation)


@members
@require_POST
def back(request: MemberRequest, conversation_id: int, remedy_id: int) -> HttpResponse:
    """It is not given after all."""
    row = take_back_remedy(find_remedy(request, conversation_id, remedy_id), by=request.user)
    say_done(request, _("Taken back: %(what)s") % {"what": row.words})
    return back_to(row.conversation)


@members
@require_POST
def line(request: MemberRequest, conversation_id: int, remedy_id: int, line: int) -> HttpResponse:
    """A line of its list is ticked; or, when it was, not any more."""
    row = find_remedy(request, conversation_id, remedy_id)
    ticked = 0 <= line < len(row.checklist) and bool(row.checklist[line].get("done_at"))
    row = tick_line(row, line, by=request.user, done=not ticked)
    if row.state == Remedy.State.DONE:
        say_done(request, _("Given: %(what)s") % {"what": row.words})
    return back_to(row.conversation)


def _outcome(request: MemberRequest, row: Remedy, name: str, error: ChaError | None = None) -> HttpResponse:
    address = reverse(name, args=[row.conversation_id, row.pk])
    values = {"remedy": row, "conversation": row.conversation, "address": address, "failed": name == "remedy-failed"}
    return act(request, "remedy_done", {**values, "typed": request.POST}, error)


def find_remedy(request: MemberRequest, conversation_id: int, remedy_id: int) -> Remedy:
    """One that was given in a conversation that the member sees. Raises NotFound."""
    conversation = find_conversation(request, conversation_id)
    row = Remedy.objects.filter(pk=remedy_id, conversation=conversation).first()
    if row is None:
        raise NotFound(_("There is no such thing given."))
    row.conversation = conversation
    return row
