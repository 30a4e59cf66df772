"""Filling in the house's own fields: of a conversation, of a person and the organisation they belong to."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cha.conversations.models import Conversation
from cha.conversations.models.filling import fill_in_conversation
from cha.core.errors import Invalid
from cha.people.models import Organisation, Person
from cha.people.models.custom_field import fields_of, fill_in
from cha.workspace.custom_fields import shown_fields, typed_fields, with_persons
from cha.workspace.doors import MemberRequest, find_conversation, members
from cha.workspace.now.page import act, back_to
from cha.workspace.people.going import see
from cha.workspace.people.sight import find_person_to_change
from cha.workspace.rail import rail


@members
@require_http_methods(["GET", "POST"])
def of_conversation(request: MemberRequest, conversation_id: int) -> HttpResponse:
    """Ask for them, or keep what was typed."""
    conversation = find_conversation(request, conversation_id)
    if request.method == "GET":
        return ask_for_fields(request, conversation)
    fields = fields_of("conversation")
    typed = typed_fields(request.POST, fields)
    try:
        fill_in_conversation(conversation, with_persons(typed, fields, request.user), by=request.user)
    except Invalid as error:
        return ask_for_fields(request, conversation, typed, error)
    return back_to(conversation)


def ask_for_fields(
    request: MemberRequest,
    conversation: Conversation,
    typed: dict[str, str] | None = None,
    error: Invalid | None = None,
) -> HttpResponse:
    """The form of a conversation's fields; again with what is wrong."""
    shown = shown_fields(
        fields_of("conversation"),
        conversation.custom,
        reader=request.user,
        topic=conversation.topic,
        typed=typed,
        error=error,
    )
    return act(request, "fields", {"conversation": conversation, "fields": shown}, error)


@members
@require_http_methods(["GET", "POST"])
def of_person(request: MemberRequest, person_id: int) -> HttpResponse:
    """Ask for a person's, or keep what was typed."""
    return _of(request, find_person_to_change(request, person_id), "person")


@members
@require_http_methods(["GET", "POST"])
def of_organisation(request: MemberRequest, person_id: int) -> HttpResponse:
    """The same for the organisation that a person belongs to."""
    return _of(request, find_person_to_change(request, person_id), "organisation")


def _of(request: MemberRequest, person: Person, kind: str) -> HttpResponse:
    subject: Person | Organisation | None = person if kind == "person" else person.organisation
    if subject is None:
        return see("person", person.pk)
    fields, typed, error = fields_of(kind), None, None
    if request.method == "POST":
        typed = typed_fields(request.POST, fields)
        try:
            found = with_persons(typed, fields, request.user)
            fill_in(subject, found, by=request.user, language=request.user.language)
        except Invalid as amiss:
            error = amiss
        else:
            messages.success(request, _("Kept."))
            return see("person", person.pk, place="fields")
    shown = shown_fields(fields, subject.custom, reader=request.user, typed=typed, error=error)
    values = {"person": person, "subject": subject, "fields": shown, "rail": rail(request.user, "people")}
    return render(request, "workspace/people/fields.html", values, status=error.status if error else 200)
