"""A word among members."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cha.conversations.models import note
from cha.conversations.models.mentioning import named_in
from cha.core.errors import Invalid
from cha.team.models import Member
from cha.workspace.doors import MemberRequest, find_conversation, members
from cha.workspace.now.page import back_to, say_done, screen
from cha.workspace.now.writing import Written


@members
@require_POST
def create(request: MemberRequest, conversation_id: int) -> HttpResponse:
    """Write a note; everybody who sees the conversation may."""
    conversation = find_conversation(request, conversation_id)
    body = request.POST.get("body", "")
    try:
        note(conversation, body, by=request.user, once=request.POST.get("once", "")[:40], mentions=_named(body))
    except Invalid as error:
        return screen(request, conversation, written=Written("note", body, amiss=error.sentence), status=error.status)
    say_done(request, _("Noted for the team"))
    return back_to(conversation)


def _named(body: str) -> list[int]:
    """Whom the note names."""
    return named_in(body, list(Member.objects.filter(is_active=True))) if "@" in body else []
