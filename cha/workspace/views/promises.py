"""Promises made from a conversation: a new one, one that is kept, one that gets a new time."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cha.conversations.models import Conversation
from cha.core.errors import Invalid, NotFound
from cha.promises.models import Promise, keep, make_promise, renegotiate
from cha.workspace.doors import MemberRequest, find_conversation, members
from cha.workspace.now.page import act, back_to, moment, say_done
from cha.workspace.now.times import chosen, promise_times


@members
@require_http_methods(["GET", "POST"])
def create(request: MemberRequest, conversation_id: int) -> HttpResponse:
    """Promise something: what, and by when."""
    conversation = find_conversation(request, conversation_id)
    if request.method == "GET":
        return act(request, "promise", _choices(conversation))
    try:
        what = _what(request.POST.get("what", ""))
        by = chosen(request.POST, _zone(conversation))
        make_promise(conversation, by, by=request.user, kind="other", words=what, keeper=request.user)
    except Invalid as error:
        return act(request, "promise", {**_choices(conversation), "typed": request.POST}, error)
    say_done(request, _("Promised to %(name)s") % {"name": conversation.person.first_name})
    return back_to(conversation)


@members
@require_POST
def keep_one(request: MemberRequest, conversation_id: int, promise_id: int) -> HttpResponse:
    """It is done, as promised."""
    conversation = find_conversation(request, conversation_id)
    keep(_promise(conversation, promise_id), by=request.user)
    say_done(request, _("Kept"))
    return back_to(conversation)


@members
@require_http_methods(["GET", "POST"])
def new_time(request: MemberRequest, conversation_id: int, promise_id: int) -> HttpResponse:
    """Agree a new time before the old one is due."""
    conversation = find_conversation(request, conversation_id)
    promise = _promise(conversation, promise_id)
    values = {**_choices(conversation), "promise": promise}
    if request.method == "GET":
        return act(request, "new_time", values)
    try:
        renegotiate(promise, chosen(request.POST, _zone(conversation)), by=request.user)
    except Invalid as error:
        return act(request, "new_time", {**values, "typed": request.POST}, error)
    say_done(request, _("A new time is agreed. Tell %(name)s.") % {"name": conversation.person.first_name})
    return back_to(conversation)


def _what(words: str) -> str:
    if not words.strip():
        raise Invalid(_("Say what you promise, in a few words."), field="what")
    return words.strip()


def _promise(conversation: Conversation, promise_id: int) -> Promise:
    promise = Promise.objects.filter(pk=promise_id, conversation=conversation).first()
    if promise is None:
        raise NotFound(_("There is no such promise."))
    return promise


def _zone(conversation: Conversation) -> str:
    return conversation.person.zone or moment().zone


def _choices(conversation: Conversation) -> dict[str, object]:
    zone = _zone(conversation)
    return {"conversation": conversation, "times": promise_times(moment(), zone), "zone": zone}
