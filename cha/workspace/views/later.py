"""Sending later: choosing when, changing it, sending it now, taking it back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cha.channels.models import channel_of
from cha.conversations.models import Conversation, Draft, Later, change_time, say_now, take_back_later
from cha.core.errors import Invalid, NotFound, TooLarge
from cha.core.hours import always
from cha.promises.vowing import say_later_and_promise
from cha.workspace.doors import MemberRequest, find_conversation, members
from cha.workspace.now.copies import recipients
from cha.workspace.now.page import act, back_to, moment, not_taken, say_done
from cha.workspace.now.times import chosen, promised_words, send_times
from cha.workspace.now.vows import must_be_looked_at
from cha.workspace.now.writing import Written, keep_files, pending, typed


@members
@require_http_methods(["GET", "POST"])
def edit(request: MemberRequest, conversation_id: int) -> HttpResponse:
    """Choose when; without script, on a page of its own that carries what was written along."""
    conversation = find_conversation(request, conversation_id)
    written = typed(request) if request.method == "POST" else _drafted(conversation, request)
    try:
        written = replace(written, files=(*written.files, *keep_files(request.FILES.getlist("files"))))
        if "until" not in request.POST:
            return _choose(request, conversation, written)
        later = _say_later(request, conversation, written)
    except (Invalid, TooLarge) as error:
        if "apart" in request.POST:
            return _choose(request, conversation, written, error)
        return not_taken(request, conversation, written, error)
    undo = reverse("later-taking-back", args=[conversation.pk, later.pk])
    say_done(request, _("It goes later"), undo)
    return back_to(conversation)


def _say_later(request: MemberRequest, conversation: Conversation, written: Written) -> Later:
    at, who, form = moment(), recipients(request.POST), request.POST
    goes, body = chosen(form, at.zone), written.body or ""
    return say_later_and_promise(
        conversation,
        body,
        goes,
        must_be_looked_at(conversation, body, form, request.user, at, goes=goes),
        by=request.user,
        to=who.to,
        cc=who.cc,
        bcc=who.bcc,
        attachment_ids=written.files,
        zone=conversation.person.zone or at.zone,
        every=form.get("every", ""),
        until=_last_day(form.get("last_day", "")),
        holds="holds" in form,
    )


@members
@require_http_methods(["GET", "POST"])
def time(request: MemberRequest, conversation_id: int, later_id: int) -> HttpResponse:
    """Another time."""
    conversation = find_conversation(request, conversation_id)
    later = _find(conversation, later_id)
    values = {**_times(conversation), "later": later}
    if request.method == "GET":
        return act(request, "later_time", values)
    try:
        change_time(later, chosen(request.POST, moment().zone), by=request.user)
    except Invalid as error:
        return act(request, "later_time", {**values, "typed": request.POST}, error)
    return back_to(conversation)


@members
@require_POST
def now(request: MemberRequest, conversation_id: int, later_id: int) -> HttpResponse:
    """Send it now."""
    conversation = find_conversation(request, conversation_id)
    say_now(_find(conversation, later_id), by=request.user)
    say_done(request, _("Sent to %(name)s") % {"name": conversation.person.first_name})
    return back_to(conversation)


@members
@require_POST
def take_back(request: MemberRequest, conversation_id: int, later_id: int) -> HttpResponse:
    """Undo: its words are the draft again, its files chosen again."""
    conversation = find_conversation(request, conversation_id)
    take_back_later(_find(conversation, later_id), by=request.user)
    return back_to(conversation)


def _choose(
    request: MemberRequest, conversation: Conversation, written: Written, error: Invalid | TooLarge | None = None
) -> HttpResponse:
    form = request.POST
    carried = [(name, value) for name in ("to", "cc", "bcc", "copy") for value in form.getlist(name)]
    carried += [("kept", file["token"]) for file in pending(written.files)]
    apart = request.headers.get("Turbo-Frame") != "dialog"
    values: dict[str, Any] = {**_times(conversation), "apart": apart, "written": written, "carried": carried}
    return act(request, "later", {**values, "typed": form} if error else values, error)


def _drafted(conversation: Conversation, request: MemberRequest) -> Written:
    draft = Draft.objects.filter(conversation=conversation, member=request.user, kind="reply").first()
    return Written("reply", draft.text if draft else "")


def _times(conversation: Conversation) -> dict[str, Any]:
    at, channel = moment(), channel_of(conversation)
    hours = channel.hours() if channel else always(at.zone)
    times = send_times(at, conversation.person.zone or at.zone, conversation.next_promise_at, hours)
    return {
        "conversation": conversation,
        "times": times,
        "zone": at.zone,
        "promised": promised_words(conversation, at),
    }


def _last_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise Invalid(_("Give a day such as 2026-06-12."), field="last_day") from error


def _find(conversation: Conversation, later_id: int) -> Later:
    found = Later.objects.filter(pk=later_id, conversation=conversation).first()
    if found is None:
        raise NotFound(_("It has gone already, or was never here."))
    return found
