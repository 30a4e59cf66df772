"""Are two persons one? Looked at, joined, refused, asked about, and taken apart again."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST

from cha.conversations.access import visible_to
from cha.conversations.joining_persons import join_persons, said_since, take_apart
from cha.conversations.models import Conversation, Draft, keep_draft
from cha.conversations.models.conversation import OPEN
from cha.core.errors import ChaError, NotFound
from cha.core.ids import decode
from cha.core.verbs import verb
from cha.people.models import Joining, Person
from cha.people.models.suggesting import not_the_same, settle
from cha.team.models import Member
from cha.workspace.doors import MemberRequest, members
from cha.workspace.now.page import moment
from cha.workspace.people.going import see
from cha.workspace.people.same import ask_words, heard, pair
from cha.workspace.people.sight import find_person, find_person_to_change
from cha.workspace.people.taken_apart import since
from cha.workspace.rail import rail


@members
@require_http_methods(["GET", "POST"])
def edit(request: MemberRequest, person_id: int, same_id: int) -> HttpResponse:
    """Both beside each other; what goes along and what stays is chosen; joined when it is sent."""
    stays, goes = find_person(request, person_id), find_person(request, same_id)
    if stays.pk == goes.pk:
        return see("person", stays.pk)
    if request.method == "GET":
        return _page(request, stays, goes)
    try:
        join_persons(stays, goes, by=request.user, keep=_kept(request), leave=_left(request))
    except ChaError as error:
        return _page(request, stays, goes, error)
    messages.success(request, _("%(name)s is one person now.") % {"name": stays.called})
    return see("person", stays.pk)


@members
@require_POST
def refuse(request: MemberRequest, person_id: int, same_id: int) -> HttpResponse:
    """Not the same person; nobody is asked again."""
    person, other = find_person_to_change(request, person_id), find_person(request, same_id)
    not_the_same(person, other, by=request.user)
    messages.success(request, _("They stay two. You are not asked again."))
    return see("person", person.pk)


@members
@require_POST
def ask(request: MemberRequest, person_id: int, same_id: int) -> HttpResponse:
    """A line for the one who stays goes into the draft of the answer to them."""
    person, other = find_person_to_change(request, person_id), find_person(request, same_id)
    conversation = visible_to(request.user).filter(person=person, state__in=OPEN).order_by("-last_at").first()
    if conversation is None:
        messages.success(request, _("No conversation with them is open. Write to them here."))
        return see("person-write", person.pk)
    with override(conversation.language or person.language or "en"):
        line = ask_words(other, heard(other, request.user).last(), moment())
    _draft(conversation, line, person, other, request.user)
    return see("conversation", conversation.pk)


@members
@require_http_methods(["GET", "POST"])
def undo(request: MemberRequest, person_id: int, joining_id: int) -> HttpResponse:
    """Take them apart: what came goes back; what was said since goes where it is chosen."""
    person = find_person(request, person_id)
    row = Joining.objects.filter(pk=joining_id, stays=person).select_related("stays", "goes").first()
    if row is None:
        raise NotFound(_("They are two persons already."))
    if request.method == "GET":
        return _apart(request, row)
    try:
        goes = take_apart(row, by=request.user, along=_along(request, row))
    except ChaError as error:
        return _apart(request, row, error)
    messages.success(request, _("Taken apart: %(name)s stands alone again.") % {"name": goes.called})
    return see("person", person.pk)


@verb
def _draft(conversation: Conversation, line: str, person: Person, other: Person, by: Member) -> None:
    begun = Draft.objects.filter(conversation=conversation, member=by, kind="reply").first()
    text = f"{begun.text.rstrip()}\n\n{line}" if begun and line not in begun.text else line
    keep_draft(conversation, text, by=by)
    settle(person.pk, other.pk, "asked", by=by)


def _page(request: MemberRequest, stays: Person, goes: Person, error: ChaError | None = None) -> HttpResponse:
    values = pair(stays, goes, request.user, moment())
    values |= {"rail": rail(request.user, "people"), "error": error, "may_change": request.user.answers}
    values["left"] = {name for name, chosen in _said(request, "m-").items() if chosen == "stays"}
    return render(request, "workspace/people/same.html", values, status=error.status if error else 200)


def _apart(request: MemberRequest, row: Joining, error: ChaError | None = None) -> HttpResponse:
    values: dict[str, Any] = {"row": row, "rail": rail(request.user, "people"), "error": error}
    values |= {"may_change": request.user.answers, "lines": since(row, request.user, moment())}
    return render(request, "workspace/people/apart.html", values, status=error.status if error else 200)


def _kept(request: MemberRequest) -> dict[str, str]:
    """What is chosen to be kept, by field."""
    return _said(request, "keep-")


def _left(request: MemberRequest) -> list[int]:
    """The messages that stay."""
    return _ids(request, "stays")


def _along(request: MemberRequest, row: Joining) -> list[int]:
    """What was said since and goes along."""
    chosen = set(_ids(request, "goes"))
    return [message.pk for message in said_since(row) if message.pk in chosen]


def _said(request: MemberRequest, prefix: str) -> dict[str, str]:
    return {name.removeprefix(prefix): request.POST[name] for name in request.POST if name.startswith(prefix)}


def _ids(request: MemberRequest, where: str) -> list[int]:
    """The messages that were chosen to be there."""
    found = []
    for name, chosen in _said(request, "m-").items():
        if chosen == where:
            with suppress(ValueError):
                found.append(decode(name))
    return found
