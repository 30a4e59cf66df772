"""Settings, Saved replies: words that fit more than once."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cha.conversations.models import SavedReply
from cha.conversations.models.saved_reply import delete_reply, keep_reply
from cha.core.errors import Invalid
from cha.workspace.doors import MemberRequest, managers
from cha.workspace.settings_page import saved, show, typed, wrong


@managers
@require_GET
def replies(request: MemberRequest) -> HttpResponse:
    """All of them, by name."""
    return show(request, "settings/replies.html", replies=SavedReply.objects.all())


@managers
@require_http_methods(["GET", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    """Add one."""
    return _edit(request, None)


@managers
@require_http_methods(["GET", "POST"])
def reply(request: MemberRequest, reply_id: int) -> HttpResponse:
    """Change one."""
    return _edit(request, get_object_or_404(SavedReply, pk=reply_id))


@managers
@require_POST
def deletion(request: MemberRequest, reply_id: int) -> HttpResponse:
    """Delete one."""
    delete_reply(get_object_or_404(SavedReply, pk=reply_id), by=request.user)
    return saved("settings-replies")


def _edit(request: MemberRequest, row: SavedReply | None) -> HttpResponse:
    context: dict[str, Any] = {"reply": row, "languages": [("", _("Any language")), *settings.LANGUAGES]}
    form = {"name": row.name, "text": row.text, "language": row.language} if row else {}
    if request.method != "POST":
        return show(request, "settings/reply.html", form=form, **context)
    post = request.POST
    try:
        words = {"name": post.get("name", ""), "text": post.get("text", ""), "language": post.get("language", "")[:8]}
        keep_reply(row, by=request.user, **words)
    except Invalid as error:
        return show(request, "settings/reply.html", status=422, form=typed(request), errors=wrong(error), **context)
    return saved("settings-replies")
