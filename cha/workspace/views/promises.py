"""Promises made from a conversation: a new one, one that is kept, one that gets a new time."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cha.conversations.models import Conversation
from cha.core.errors import Invalid, NotFound
from cha.promises.models import Promise, keep, make_promise, renegotiate
from cha.workspace.doors import MemberRequest, find_conversation, members
from cha.workspace.now.page import STREAM, act, back_to, moment, say_done
from cha.workspace.now.promising import Promising, must_hold, promising, slip_in
from cha.workspace.now.times import chosen


@members
@require_http_methods(["GET", "POST"])
def create(request: MemberRequest, conversation_id: int) -> HttpResponse:
    """Promise something: what, by when, and who keeps it. What cannot be held says so before it is promised."""
    conversation = find_conversation(request, conversation_id)
    shown = _asked(request, conversation)
    if request.method == "GET":
        return act(request, "promise", _values(request, conversation, shown))
    try:
        _make(request, conversation, shown)
    except Invalid as error:
        return act(request, "promise", _values(request, conversation, shown), error)
    say_done(request, _("Promised to %(name)s") % {"name": conversation.person.first_name})
    return back_to(conversation)


def _make(request: MemberRequest, conversation: Conversation, shown: Promising) -> Promise:
    what = _what(request.POST.get("what", ""))
    return make_promise(
        conversation,
        shown.by or chosen(request.POST, shown.zone),
        by=request.user,
        kind="other",
        words=what,
        keeper=shown.keeper,
        reason=must_hold(shown, request.POST),
        zone=shown.zone,
        remind_minutes=slip_in(request.POST),
        kept_by=Promise.KeptBy.HAND,
        source=Promise.Source.MEMBER,
    )


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
    """Agree a new time before the old one is due: one that can be held."""
    conversation = find_conversation(request, conversation_id)
    promise = _promise(conversation, promise_id)
    shown = _asked(request, conversation, promise)
    values = {**_values(request, conversation, shown), "promise": promise}
    if request.method == "GET":
        return act(request, "new_time", values)
    try:
        must_hold(shown, request.POST)
        renegotiate(promise, shown.by or chosen(request.POST, shown.zone), by=request.user)
    except Invalid as error:
        return act(request, "new_time", values, error)
    say_done(request, _("A new time is agreed. Tell %(name)s.") % {"name": conversation.person.first_name})
    return back_to(conversation)


def _what(words: str) -> str:
    if not words.strip():
        raise Invalid(_("Say what you promise, in a few words."), field="what")
    return words.strip()


def _promise(conversation: Conversation, promise_id: int) -> Promise:
    found = Promise.objects.filter(pk=promise_id, conversation=conversation).select_related("keeper").first()
    if found is None:
        raise NotFound(_("There is no such promise."))
    return found


def _asked(request: MemberRequest, conversation: Conversation, besides: Promise | None = None) -> Promising:
    form = request.GET if request.method == "GET" else request.POST
    return promising(conversation, request.user, form, moment(), besides)


def _values(request: MemberRequest, conversation: Conversation, shown: Promising) -> dict[str, object]:
    """`live`: a script renews what the form says, so its button may name the time."""
    form = request.GET if request.method == "GET" else request.POST
    live = request.headers.get("Turbo-Frame") == "dialog" or STREAM in request.headers.get("Accept", "")
    return {"conversation": conversation, "form_said": form, "live": live, **shown.values}
