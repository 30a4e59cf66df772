"""Putting right, and opening again."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cha.conversations.models import put_right, reopen
from cha.core.errors import Invalid
from cha.workspace.doors import MemberRequest, find_conversation, members
from cha.workspace.now.page import back_to, say_done
from cha.workspace.views.checklist import ask_for_checks
from cha.workspace.views.custom_fields import ask_for_fields


@members
@require_POST
def create(request: MemberRequest, conversation_id: int) -> HttpResponse:
    """It is put right, as we see it."""
    conversation = find_conversation(request, conversation_id)
    try:
        put_right(conversation, by=request.user)
    except Invalid as error:
        # Something is needed first: it is asked for where they are.
        if error.details.get("field") == "checks":
            return ask_for_checks(request, conversation, error)
        return ask_for_fields(request, conversation, None, error)
    say_done(request, _("Put right"), reverse("reopening", args=[conversation.pk]))
    return back_to(conversation)


@members
@require_POST
def undo(request: MemberRequest, conversation_id: int) -> HttpResponse:
    """It is not put right after all."""
    conversation = find_conversation(request, conversation_id)
    reopen(conversation, by=request.user)
    return back_to(conversation)
