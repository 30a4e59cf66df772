"""Following: told the news without looking after it."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cha.conversations.models import follow, unfollow
from cha.workspace.doors import MemberRequest, find_conversation, members
from cha.workspace.now.page import back_to, say_done


@members
@require_POST
def create(request: MemberRequest, conversation_id: int) -> HttpResponse:
    """Tell me its news."""
    conversation = find_conversation(request, conversation_id)
    follow(conversation, by=request.user)
    say_done(request, _("You follow this"), reverse("unfollowing", args=[conversation.pk]))
    return back_to(conversation)


@members
@require_POST
def undo(request: MemberRequest, conversation_id: int) -> HttpResponse:
    """Tell me no more."""
    conversation = find_conversation(request, conversation_id)
    unfollow(conversation, by=request.user)
    say_done(request, _("You no longer follow this"), reverse("following", args=[conversation.pk]))
    return back_to(conversation)
