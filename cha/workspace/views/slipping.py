"""A promise that may slip, or broke: the words to the person, and a call that was made."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cha.conversations.models import Conversation
from cha.conversations.models.noting_call import note_call
from cha.core.clock import now
from cha.core.errors import Conflict, Invalid, NotFound
from cha.promises.apologising import apologise
from cha.promises.models import Promise
from cha.promises.warning import warn
from cha.workspace.doors import MemberRequest, find_conversation, members
from cha.workspace.now.page import act, back_to, moment, say_done
from cha.workspace.now.slipping import shown_draft, typed


@members
@require_http_methods(["GET", "POST"])
def heads_up(request: MemberRequest, conversation_id: int, promise_id: int) -> HttpResponse:
    """Tell them that it takes longer, or that we are sorry, with a new time: as drafted, or as it was changed."""
    conversation = find_conversation(request, conversation_id)
    promise = _promise(conversation, promise_id)
    zone = conversation.person.zone or moment().zone
    if request.method == "GET":
        return act(request, "heads_up", {"conversation": conversation, **shown_draft(promise, zone, moment())})
    try:
        text, by = typed(promise, request.POST, zone, now())
        tells = apologise if request.POST.get("what") == "apologise" else warn
        tells(promise, text, by, by=request.user, once=request.POST.get("once", "")[:40])
    except (Invalid, Conflict) as error:
        values = {"conversation": conversation, **shown_draft(promise, zone, moment()), "typed": request.POST}
        return act(request, "heads_up", values, error)
    say_done(request, _("On its way to %(name)s, with the new time") % {"name": conversation.person.first_name})
    return back_to(conversation)


@members
@require_http_methods(["GET", "POST"])
def call(request: MemberRequest, conversation_id: int) -> HttpResponse:
    """ "I rang": whether they were reached, and what was said."""
    conversation = find_conversation(request, conversation_id)
    if request.method == "GET":
        return act(request, "call", {"conversation": conversation})
    reached, words = request.POST.get("reached") != "no", request.POST.get("words", "")
    try:
        words = words.strip() or (_("Rang, and reached them.") if reached else _("Rang, and nobody answered."))
        note_call(conversation, words, by=request.user, reached=reached, once=request.POST.get("once", "")[:40])
    except Invalid as error:
        return act(request, "call", {"conversation": conversation, "typed": request.POST}, error)
    say_done(request, _("The call is noted"))
    return back_to(conversation)


def _promise(conversation: Conversation, promise_id: int) -> Promise:
    found = Promise.objects.filter(pk=promise_id, conversation=conversation).select_related("keeper").first()
    if found is None:
        raise NotFound(_("There is no such promise."))
    found.conversation = conversation
    return found
