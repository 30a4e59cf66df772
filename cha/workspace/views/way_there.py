"""The steps on the way there that a member ticks: done with a word to add, or not done after all."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cha.conversations.models import Conversation
from cha.core.errors import NotFound
from cha.promises.models.pathway_template import StepTemplate, template_for
from cha.promises.models.step_done import tick_step, untick_step
from cha.promises.telling import words_for
from cha.workspace.doors import MemberRequest, find_conversation, members
from cha.workspace.now.page import act, back_to, moment, say_done


@members
@require_http_methods(["GET", "POST"])
def done(request: MemberRequest, conversation_id: int, step_key: str) -> HttpResponse:
    """It is done; `tells` lets the person hear of it."""
    conversation = find_conversation(request, conversation_id)
    step = _step(conversation, step_key)
    if request.method == "GET":
        return act(request, "step_done", _values(conversation, step))
    note, tells = request.POST.get("note", ""), "tells" in request.POST
    tick_step(conversation, step_key, by=request.user, note=note, tells=tells)
    undo = reverse("step-taking-back", args=[conversation.pk, step_key])
    say_done(
        request,
        _("Done, and %(name)s hears of it") % {"name": conversation.person.first_name} if tells else _("Done"),
        undo,
    )
    return back_to(conversation)


@members
@require_POST
def take_back(request: MemberRequest, conversation_id: int, step_key: str) -> HttpResponse:
    """It is not done after all."""
    conversation = find_conversation(request, conversation_id)
    untick_step(conversation, step_key, by=request.user)
    return back_to(conversation)


def _step(conversation: Conversation, key: str) -> StepTemplate:
    template = template_for(conversation.topic)
    for step in template.templates if template else ():
        if step.key == key and step.done_when == "hand":
            return step
    raise NotFound(_("There is no such step on the way there."))


def _values(conversation: Conversation, step: StepTemplate) -> dict[str, Any]:
    return {
        "conversation": conversation,
        "step": step,
        "language": get_language() or "en",
        "reads": words_for(conversation, [step.key], moment().at),
        "address": reverse("step-done", args=[conversation.pk, step.key]),
    }
