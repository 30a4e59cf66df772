"""Who may come in: every members' view stands behind `members`, and finds what it shows through what they may see."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, Final, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from cha.conversations.access import GONE, sees_all, visible_to
from cha.conversations.models import Conversation
from cha.conversations.models.conversation import ConversationQuerySet, home_of
from cha.core.errors import NotFound, Refused, SignedOut
from cha.core.ids import encode
from cha.core.queries import asked
from cha.live.hub import hub
from cha.team.models import Member
from cha.workspace.topics import conversation_topic

P = ParamSpec("P")
# Who wrote what is sent, when a browser kept it until there was a network.
WRITTEN_BY: Final = "Cha-Member"


class MemberRequest(HttpRequest):
    """A request whose sender has signed in. Its page hears everything that happens from `heard_from` on."""

    user: Member
    heard_from: str


def members(view: Callable[Concatenate[MemberRequest, P], HttpResponse]) -> Callable[..., HttpResponse]:
    """Only for members who have signed in; everybody else is shown the door, and led back after it.

    While there is no member at all, the door is the first run. A form that a browser kept for its writer (`WRITTEN_BY`)
    is taken from nobody else, and not led to the door: raises SignedOut.
    """

    @wraps(view)
    def enter(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        written_by = request.headers.get(WRITTEN_BY)
        if written_by and not (request.user.is_active and written_by == encode(request.user.pk or 0)):
            raise SignedOut(_("You are signed out. Sign in again, and what you wrote goes."))
        if request.user.is_authenticated and request.user.is_active:
            request = cast(MemberRequest, request)
            request.heard_from = hub.heard_from
            return view(request, *args, **kwargs)
        if not Member.objects.exists():
            return redirect("first-run")
        return redirect_to_login(request.get_full_path())

    return enter


def managers(view: Callable[Concatenate[MemberRequest, P], HttpResponse]) -> Callable[..., HttpResponse]:
    """Only for owners and managers. Raises Refused in words for other members."""

    @wraps(view)
    def enter(request: MemberRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.manages:
            raise Refused("Owners and managers change this. Ask one of them.")
        return view(request, *args, **kwargs)

    return members(cast(Callable[Concatenate[MemberRequest, P], HttpResponse], enter))


def find_conversation(request: MemberRequest, conversation_id: int) -> Conversation:
    """The conversation, with its person and assignee, if this member may see it; the story that it became one with.

    Raises NotFound.
    """
    hub.expect(conversation_topic(conversation_id))
    found = _seen(request.user, conversation_id)
    if not found or found[0].merged_into_id:
        home = home_of(conversation_id)
        hub.expect(conversation_topic(home))
        found = _seen(request.user, home) if home != conversation_id else []
    if not found:
        raise NotFound(GONE)
    return found[0]


def _seen(member: Member, conversation_id: int) -> list[Conversation]:
    if sees_all(member):
        return _conversation(conversation_id)
    return list(shown(visible_to(member)).filter(pk=conversation_id))


def shown(rows: ConversationQuerySet) -> ConversationQuerySet:
    """With the rows beside it that a page about a conversation shows."""
    return rows.select_related("person", "assignee", "team")


@asked(int)
def _conversation(pk: int) -> ConversationQuerySet:
    return shown(Conversation.objects.filter(pk=pk))
