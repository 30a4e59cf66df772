"""What asks for more care in a conversation: a member says that it is not so."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from cha.promises.signed import deny_sign
from cha.workspace.doors import MemberRequest, find_conversation, members
from cha.workspace.settings_page import SEE_OTHER


@members
@require_POST
def denial(request: MemberRequest, conversation_id: int) -> HttpResponse:
    """It is not so: it counts no more, and the order is shown again."""
    conversation = find_conversation(request, conversation_id)
    deny_sign(conversation, request.POST.get("code", ""), by=request.user)
    response = redirect("why")
    response.status_code = SEE_OTHER
    return response
