"""Settings, Saved replies: words that fit more than once."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cha.conversations.blanks import KNOWN
from cha.conversations.models import SavedReply
from cha.conversations.models.saved_reply import delete_reply, keep_reply, may_keep, replies_of
from cha.core.errors import Invalid, Refused
from cha.workspace.doors import MemberRequest, members
from cha.workspace.now.words import language_words
from cha.workspace.settings_page import saved, show, typed, wrong
from cha.workspace.whose import for_whom, whose, whose_of


@members
@require_GET
def replies(request: MemberRequest) -> HttpResponse:
    """Those that one may begin from, one's own first."""
    rows = list(replies_of(request.user).select_related("team").order_by("name"))
    mine = [(row, may_keep(request.user, row)) for row in rows if row.owner_id]
    shared = [(row, may_keep(request.user, row)) for row in rows if not row.owner_id]
    groups = [(_("Yours"), mine), (_("The team’s and everybody’s"), shared)]
    return show(request, "settings/replies.html", groups=groups, replies=rows, in_words=language_words)


@members
@require_http_methods(["GET", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    """Add one."""
    return _edit(request, None)


@members
@require_http_methods(["GET", "POST"])
def reply(request: MemberRequest, reply_id: int) -> HttpResponse:
    """Change one."""
    return _edit(request, _find(request, reply_id))


@members
@require_POST
def deletion(request: MemberRequest, reply_id: int) -> HttpResponse:
    """Delete one."""
    delete_reply(_find(request, reply_id), by=request.user)
    return saved("settings-replies")


def _find(request: MemberRequest, reply_id: int) -> SavedReply:
    """One that the member may begin from, and change. Raises NotFound, Refused."""
    row = get_object_or_404(replies_of(request.user), pk=reply_id)
    if not may_keep(request.user, row):
        raise Refused(_("Owners and managers change what is everybody’s. Keep a copy of your own."))
    return row


def _edit(request: MemberRequest, row: SavedReply | None) -> HttpResponse:
    member = request.user
    context: dict[str, Any] = {
        "reply": row,
        "languages": [("", _("Any language")), *settings.LANGUAGES],
        "whose": whose(shared=may_keep(member)),
        "blanks": KNOWN,
    }
    form = {"name": row.name, "text": row.text, "language": row.language, "whose": whose_of(row)} if row else {}
    if request.method != "POST":
        return show(request, "settings/reply.html", form=form, **context)
    post = request.POST
    try:
        keep_reply(
            row,
            by=member,
            name=post.get("name", ""),
            text=post.get("text", ""),
            language=post.get("language", "")[:8],
            **for_whom(post.get("whose", "mine"), member),
        )
    except Invalid as error:
        return show(request, "settings/reply.html", status=422, form=typed(request), errors=wrong(error), **context)
    return saved("settings-replies")
