"""A guide beside a conversation: chosen, begun, answered, gone back in, said, left, finished."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from markupsafe import Markup

from cha.conversations.models import Conversation, Draft
from cha.conversations.models.drafting import keep_draft
from cha.core.errors import Conflict, Invalid, NotFound
from cha.core.ids import decode
from cha.resolutions.guiding import flow_of
from cha.resolutions.models import GuideWalk
from cha.resolutions.walks import answer_step, begin_walk, finish, go_back, know_better, leave_walk, remark, standing_of
from cha.resolutions.walks import walk_of as open_walk
from cha.workspace.doors import MemberRequest, find_conversation, members
from cha.workspace.guides.panel import choice_piece, live_guide, piece, said_of
from cha.workspace.guides.words import findings
from cha.workspace.now.page import back_to, moment, screen
from cha.workspace.now.saved import known_to
from cha.workspace.people.going import see

FRAME = "walk"


@members
@require_http_methods(["GET", "POST"])
def walk(request: MemberRequest, conversation_id: int) -> HttpResponse:
    """The walk that one is on here, or the guides to choose from; a POST begins one."""
    conversation = find_conversation(request, conversation_id)
    if request.method == "POST":
        guide = live_guide(_id(request.POST.get("guide", "")))
        if guide is None:
            raise NotFound(_("This guide is not walked any more."))
        begin_walk(conversation, guide, by=request.user)
        return see("walk", conversation.pk)
    return _show(request, conversation)


@members
@require_POST
def answer(request: MemberRequest, conversation_id: int, walk_id: int) -> HttpResponse:
    """One answer; the words of whoever was quicker are shown as they stand."""
    conversation, found = _found(request, conversation_id, walk_id)
    try:
        answer_step(found, request.POST.get("step", ""), request.POST.get("answer", ""), by=request.user)
    except (Invalid, Conflict) as error:
        return _show(request, conversation, error.sentence, error.status)
    return see("walk", conversation.pk)


@members
@require_POST
def back(request: MemberRequest, conversation_id: int, walk_id: int) -> HttpResponse:
    """Answer a step again: the one that is named, else the last."""
    conversation, found = _found(request, conversation_id, walk_id)
    try:
        go_back(found, by=request.user, step=request.POST.get("step", ""))
    except Conflict as error:
        return _show(request, conversation, error.sentence, error.status)
    return see("walk", conversation.pk)


@members
@require_POST
def words(request: MemberRequest, conversation_id: int, walk_id: int) -> HttpResponse:
    """Put the words of the step that waits into the draft, behind what stands there."""
    conversation, found = _found(request, conversation_id, walk_id)
    step = standing_of(found).at
    if step is not None:
        said = said_of(step, flow_of(found.version), conversation, known_to(conversation, request.user))
        before = Draft.objects.filter(conversation=conversation, member=request.user, kind="reply").first()
        text = before.text.rstrip() if before else ""
        if said.draft not in text:
            keep_draft(conversation, f"{text}\n\n{said.draft}".strip(), by=request.user)
    return back_to(conversation)


@members
@require_POST
def remarks(request: MemberRequest, conversation_id: int, walk_id: int) -> HttpResponse:
    """Say that something is missing at this step."""
    conversation, found = _found(request, conversation_id, walk_id)
    remark(found, request.POST.get("words", ""), by=request.user)
    messages.success(request, _("Whoever writes this guide reads it."))
    return see("walk", conversation.pk)


@members
@require_POST
def leaving(request: MemberRequest, conversation_id: int, walk_id: int) -> HttpResponse:
    """Put it away, or (`better`) go another way."""
    conversation, found = _found(request, conversation_id, walk_id)
    leave = know_better if request.POST.get("better") else leave_walk
    leave(found, request.POST.get("words", ""), by=request.user)
    return _gone(request, conversation, _("The guide is put away."))


@members
@require_POST
def finishing(request: MemberRequest, conversation_id: int, walk_id: int) -> HttpResponse:
    """Its end: what was found becomes a note."""
    conversation, found = _found(request, conversation_id, walk_id)
    try:
        finish(found, findings(flow_of(found.version).name, standing_of(found)), by=request.user)
    except Conflict as error:
        return _show(request, conversation, error.sentence, error.status)
    return _gone(request, conversation, _("What you found stands in a note."))


def _found(request: MemberRequest, conversation_id: int, walk_id: int) -> tuple[Conversation, GuideWalk]:
    conversation = find_conversation(request, conversation_id)
    rows = GuideWalk.objects.select_related("version", "conversation__person")
    found = rows.filter(pk=walk_id, conversation=conversation, member=request.user).first()
    if found is None:
        raise NotFound(_("There is no such walk of yours."))
    return conversation, found


def _show(request: MemberRequest, conversation: Conversation, amiss: str = "", status: int = 200) -> HttpResponse:
    """The column alone where its frame asks, else the whole screen with it in front."""
    found, at = open_walk(conversation, request.user), moment()
    if found and request.user.answers:
        column = piece(request, conversation, found, at, amiss)
    else:
        column = choice_piece(request, conversation, amiss)
    if request.headers.get("Turbo-Frame") == FRAME:
        return _frame(request, column, status)
    return screen(request, conversation, show="person", walk=column, status=status)


def _gone(request: MemberRequest, conversation: Conversation, said: str) -> HttpResponse:
    """The column is the person's again."""
    if request.headers.get("Turbo-Frame") == FRAME:
        return _frame(request, Markup(), said=said)
    messages.success(request, said)
    return back_to(conversation)


def _frame(request: MemberRequest, column: Markup, status: int = 200, said: str = "") -> HttpResponse:
    values = {"column": column, "said": said, "done": list(messages.get_messages(request))}
    response = render(request, "workspace/guides/frame.html", values, status=status)
    response["Vary"] = "Turbo-Frame, Cookie"
    return response


def _id(text: str) -> int | None:
    try:
        return decode(text)
    except ValueError:
        return None
