"""What waits to happen, with another time for each and a way to call it off."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cha.conversations.models import Conversation
from cha.core.errors import Invalid
from cha.promises.models import RuleRun
from cha.promises.nudging import cancel_steps, move_step, resume_steps
from cha.workspace.doors import MemberRequest, find_conversation, managers, members
from cha.workspace.now.coming import coming_for, coming_in, place_of
from cha.workspace.now.page import act, back_to, moment, say_done
from cha.workspace.now.times import chosen, follow_times
from cha.workspace.rail import rail


@managers
@require_GET
def house(request: MemberRequest) -> HttpResponse:
    """What is coming in the whole house, soonest first, a page at a time (`?after=` a moment)."""
    at = moment()
    found, more = coming_for(request.user, at, place_of(request.GET.get("after", ""), at.at))
    values = {"rail": rail(request.user, "settings"), "coming": found, "more": more}
    return render(request, "workspace/coming/house.html", values)


@members
@require_GET
def of_one(request: MemberRequest, conversation_id: int) -> HttpResponse:
    """What is coming in one conversation: for the panel's frame, or as a page."""
    conversation = find_conversation(request, conversation_id)
    values = {"conversation": conversation, "coming": coming_in(conversation, moment()), "me": request.user}
    if request.headers.get("Turbo-Frame") == "coming":
        response = render(request, "workspace/coming/frame.html", values)
    else:
        response = render(request, "workspace/coming/one.html", {**values, "rail": rail(request.user, "now")})
    response["Vary"] = "Turbo-Frame, Cookie"
    return response


@members
@require_http_methods(["GET", "POST"])
def step_time(request: MemberRequest, conversation_id: int, step_id: int) -> HttpResponse:
    """Another time for a rule's next step."""
    conversation = find_conversation(request, conversation_id)
    run, at = _find(conversation, step_id), moment()
    values = {"conversation": conversation, "times": follow_times(at, at.zone), "zone": at.zone}
    values["target"] = reverse("rule-step-time", args=[conversation.pk, run.pk])
    if request.method == "GET":
        return act(request, "coming_time", values)
    try:
        move_step(run, chosen(request.POST, at.zone), by=request.user)
    except Invalid as error:
        return act(request, "coming_time", {**values, "typed": request.POST}, error)
    return back_to(conversation)


@members
@require_POST
def stop_step(request: MemberRequest, conversation_id: int, step_id: int) -> HttpResponse:
    """Nothing of the rule comes here, until the next answer."""
    conversation = find_conversation(request, conversation_id)
    run = cancel_steps(_find(conversation, step_id), by=request.user)
    say_done(request, _("The rule does nothing here"), reverse("rule-step-resuming", args=[conversation.pk, run.pk]))
    return back_to(conversation)


@members
@require_POST
def resume_step(request: MemberRequest, conversation_id: int, step_id: int) -> HttpResponse:
    """Undo: it comes after all."""
    conversation = find_conversation(request, conversation_id)
    resume_steps(_find(conversation, step_id), by=request.user)
    return back_to(conversation)


def _find(conversation: Conversation, step_id: int) -> RuleRun:
    return get_object_or_404(RuleRun.objects.select_related("rule"), pk=step_id, conversation=conversation)
