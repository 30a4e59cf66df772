"""May I look into it for two minutes?"""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cha.channels.ways import Way, ways_to
from cha.conversations.models import Conversation
from cha.core.errors import Conflict, Invalid
from cha.promises.holding import USUAL, ask_for_time, asking_words
from cha.workspace.doors import MemberRequest, find_conversation, members
from cha.workspace.now.page import act, back_to, say_done

CHOICES = (2, 5, 10)


@members
@require_http_methods(["GET", "POST"])
def edit(request: MemberRequest, conversation_id: int) -> HttpResponse:
    """Ask for a moment: for how long, and in which words."""
    conversation = find_conversation(request, conversation_id)
    values = {"conversation": conversation, "usual": USUAL, "choices": _choices(conversation)}
    if request.method == "GET":
        return act(request, "asking_time", values)
    try:
        minutes = _minutes(request.POST.get("minutes", ""))
        words = request.POST.get("words", "").strip() or asking_words(minutes, conversation.language)
        way, once = _way(conversation), request.POST.get("once", "")[:40]
        ask_for_time(conversation, minutes, words, by=request.user, channel_id=way.channel.pk, once=once)
    except Invalid as error:
        return act(request, "asking_time", {**values, "typed": request.POST}, error)
    say_done(request, _("Asked. %(name)s knows when you are back.") % {"name": conversation.person.first_name})
    return back_to(conversation)


def _choices(conversation: Conversation) -> list[tuple[int, str]]:
    return [(minutes, asking_words(minutes, conversation.language)) for minutes in CHOICES]


def _minutes(typed: str) -> int:
    try:
        return int(typed)
    except ValueError as error:
        raise Invalid(_("For how many minutes?"), field="minutes") from error


def _way(conversation: Conversation) -> Way:
    """The way by which somebody who is there can be asked. Raises Conflict where there is none."""
    for way in ways_to(conversation):
        if way.can.at_once and way.can.typing and not way.why_not:
            return way
    raise Conflict(_("They are in no chat just now. Promise a time instead."), code="no_chat")
