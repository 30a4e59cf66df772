"""Into the trash, and out of it for good."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cha.conversations.models import erase_conversation, trash
from cha.workspace.doors import MemberRequest, find_conversation, members
from cha.workspace.now.page import back_to, say_done


@members
@require_POST
def create(request: MemberRequest, conversation_id: int) -> HttpResponse:
    """Out of every list but its own, for thirty days."""
    conversation = find_conversation(request, conversation_id)
    trash(conversation, by=request.user)
    say_done(request, _("In the trash, for thirty days"), reverse("taking-back", args=[conversation.pk]))
    return back_to(conversation)


@members
@require_POST
def erase(request: MemberRequest, conversation_id: int) -> HttpResponse:
    """Erase it now: for leads, from the trash."""
    erase_conversation(find_conversation(request, conversation_id), by=request.user)
    return redirect(f"{reverse('all-conversations')}?view=trash")
