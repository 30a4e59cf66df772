"""The working screen put together: the list, the conversation, the person; or only the middle of it for a frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from markupsafe import Markup

from cha.channels.models.visit import visits_of
from cha.conversations.models import Conversation
from cha.core.clock import now
from cha.core.errors import ChaError
from cha.core.ids import decode, encode
from cha.promises.models import Promise
from cha.team.models import Brand, Member, brand
from cha.ui.kept import Kept, rendered
from cha.workspace.doors import MemberRequest
from cha.workspace.endings.over import over
from cha.workspace.guides.panel import walk_piece
from cha.workspace.now import writing
from cha.workspace.now.handed import came_back, handed
from cha.workspace.now.heading import head, pledges
from cha.workspace.now.panel import panel_piece, promises_of, seen
from cha.workspace.now.row_pieces import pieces
from cha.workspace.now.rows import GROUPS, SHOWN, Moment, Row, group_of, waiting_rows, worth_a_word
from cha.workspace.now.slipping import slipping
from cha.workspace.now.thread import thread
from cha.workspace.now.visiting import together, visitor_line
from cha.workspace.rail import rail
from cha.workspace.topics import live_token

STREAM: Final = "text/vnd.turbo-stream.html"
FRAME: Final = "conversation"

_heads: Kept[Markup] = Kept(400)
_tolds: Kept[Markup] = Kept(400)


def moment(face: Brand | None = None) -> Moment:
    """Now, where the house is, in the reader's language. `face` is the first brand, where it has been read."""
    face = face or brand()
    return Moment(now(), face.zone if face else "UTC", get_language() or "en")


def screen(
    request: MemberRequest,
    conversation: Conversation | None = None,
    *,
    show: str = "talk",
    written: writing.Written | None = None,
    walk: Markup | None = None,
    status: int = 200,
) -> HttpResponse:
    """The whole screen with a conversation open, or the middle alone when a frame asks. `show` is a phone's screen.

    `walk` is what stands where a guide is walked; without it the walk that the member is on.
    """
    face = brand()
    at = moment(face)
    token = live_token(request.user, conversation)
    middle = talk(request, conversation, at, written or writing.Written()) if conversation else {}
    if conversation:
        middle["walk"] = walk_piece(request, conversation, request.user, at) if walk is None else walk
    frame = request.headers.get("Turbo-Frame") == FRAME
    if frame and conversation:
        template, values = "workspace/now/frame.html", {}
    else:
        template, values = "workspace/now/page.html", {**queue(request, at, conversation, face), "show": show}
    response = render(
        request, template, {**values, **middle, "live_topics": token, "live_after": request.heard_from}, status=status
    )
    response["Vary"] = "Turbo-Frame, Cookie"
    return response


def not_taken(
    request: MemberRequest, conversation: Conversation, written: writing.Written, error: ChaError
) -> HttpResponse:
    """The screen again with what was typed, and what is wrong beside its field."""
    field = str(error.details.get("field", ""))
    told: Any = error.details.get("told", ())
    vows: Any = error.details.get("vows", ())
    field = field if field in ("to", "cc", "bcc", "over", "buttons") else "body"
    kept = replace(written, amiss=error.sentence, field=field, told=told, vows=vows)
    return screen(request, conversation, written=kept, status=error.status)


def queue(request: MemberRequest, at: Moment, current: Conversation | None, face: Brand | None) -> dict[str, Any]:
    """The list beside the conversation, its counts, the rail."""
    member = request.user
    after = _place(request.GET.get("after", ""))
    rows = waiting_rows(member, after)
    more = rows[SHOWN - 1] if len(rows) > SHOWN else None
    rows = [*rows[:SHOWN], *([] if after else worth_a_word(member, at.at))]
    return {
        "rail": rail(member, "now", face),
        "groups": grouped(rows, at, current.pk if current else None),
        "waiting": sum(row["waiting_since"] is not None for row in rows),
        "more": _after(more) if more else "",
        "after": after is not None,
    }


def grouped(rows: Sequence[Row], at: Moment, current: int | None) -> dict[str, Markup]:
    """The rows as list items under their headings; every heading is there, so that live can fill an empty one."""
    found: dict[str, list[Markup]] = {name: [] for name in GROUPS}
    for row, piece in zip(rows, pieces(rows, at, current), strict=True):
        found[group_of(row, at.at)].append(piece)
    return {name: Markup("").join(made) for name, made in found.items()}


def _after(row: Row) -> str:
    place = row["care_at"] or row["last_at"]
    return f"{reverse('now')}?after={int(place.timestamp() * 1_000_000)}-{encode(row['id'])}"


def _place(text: str) -> tuple[datetime, int] | None:
    micros, _, name = text.partition("-")
    try:
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=int(micros)), decode(name)
    except (ValueError, OverflowError):
        return None


def talk(request: MemberRequest, conversation: Conversation, at: Moment, written: writing.Written) -> dict[str, Any]:
    """The conversation's column and the person's."""
    member = request.user
    promises, visits = promises_of(conversation), visits_of(conversation.pk)
    found = together(visits, at.at)
    before = request.GET.get("before", "")
    return {
        "conversation": conversation,
        "public": encode(conversation.pk),
        "head": head_piece(conversation, at),
        "told": told_piece(conversation, at, promises),
        "slips": slipping(conversation, member, promises, at),
        "handed": handed(conversation, member, at),
        "back": came_back(conversation, member, at),
        "endings": over(conversation, member, at),
        "present": [one for one in writing.present(conversation) if one["member"] != member.pk],
        "visitor": visitor_line(conversation, found, at),
        "thread": thread(conversation, at.zone, _number(before), found.seen if found else 0),
        "before": bool(_number(before)),
        "composer": writing.piece(conversation, member, written, request, found),
        "panel": panel_piece(conversation, member, promises, at, visits),
        "me": member,
        "done": list(messages.get_messages(request)),
    }


def head_piece(conversation: Conversation, at: Moment) -> Markup:
    """The head, for pages and for live; kept for the minute that it speaks of."""
    key = (conversation.pk, conversation.version, conversation.person.version, at.minute)
    return _heads.one(key, lambda: rendered("workspace/now/pieces/_head.html", **head(conversation, at)))


def told_piece(conversation: Conversation, at: Moment, promises: Sequence[Promise] | None = None) -> Markup:
    """The bar of promises, for pages and for live."""
    found = promises_of(conversation) if promises is None else promises
    key = (conversation.pk, conversation.version, at.minute, tuple(seen(promise) for promise in found))
    return _tolds.one(key, lambda: _told(conversation, at, found))


def _told(conversation: Conversation, at: Moment, promises: Sequence[Promise]) -> Markup:
    shown = pledges(conversation, promises, at)
    return rendered("workspace/now/pieces/_told.html", public=encode(conversation.pk), pledges=shown)


def _number(text: str) -> int | None:
    try:
        return decode(text)
    except ValueError:
        return None


def act(request: HttpRequest, template: str, values: dict[str, Any], error: ChaError | None = None) -> HttpResponse:
    """A form that opens out of the conversation: in the dialog, as a page, or again with what is wrong."""
    status = error.status if error else 200
    context = {**values, "form": f"workspace/now/acts/{template}.html", "error": error}
    if STREAM in request.headers.get("Accept", "") and error:
        response = render(request, "workspace/now/acts/again.html", context, status=status)
        response["Content-Type"] = f"{STREAM}; charset=utf-8"
        return response
    if request.headers.get("Turbo-Frame") == "dialog":
        return render(request, "workspace/now/acts/frame.html", context, status=status)
    member: Member = request.user  # type: ignore[assignment]
    return render(request, "workspace/now/acts/page.html", {**context, "rail": rail(member, "now")}, status=status)


def back_to(conversation: Conversation, query: str = "") -> HttpResponse:
    """See the conversation, after something was done to it."""
    response = HttpResponseRedirect(reverse("conversation", args=[conversation.pk]) + query)
    response.status_code = 303
    return response


def say_done(request: HttpRequest, words: str, undo: str = "") -> None:
    """Tell what was done on the next page; `undo` is where its undoing is posted to."""
    messages.success(request, words, extra_tags=undo)
