"""What the pages of all ways in share: name, hours, how soon an answer comes, how it is, who changed it last."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpResponse
from django.utils.translation import gettext as _

from cha.channels.models import Channel, change_channel
from cha.channels.registry import medium_called
from cha.core.clock import now
from cha.core.errors import Invalid
from cha.core.verbs import verb
from cha.team.models import Member
from cha.team.models.brand import USUAL_WEEK
from cha.team.week_words import week_from_words, week_in_words
from cha.workspace.channel_page import last_change, line, week_of
from cha.workspace.doors import MemberRequest
from cha.workspace.settings_page import show

MOST_MINUTES: Final = 60 * 200


def form_of(channel: Channel) -> dict[str, Any]:
    """What stands in the shared part of a page's form."""
    return {
        "name": channel.name,
        "hours": "own" if channel.week else "shop",
        "week": week_in_words(channel.week),
        "answer_minutes": channel.answer_minutes or "",
        "acknowledges": channel.acknowledges,
    }


@verb
def save(channel: Channel, post: Mapping[str, str], *, by: Member, settings: Mapping[str, Any] | None = None) -> None:
    """Save the shared part of a form, and with it the `settings` that the medium's own page read, all or nothing.

    Raises Invalid with the field, Refused.
    """
    locked = Channel.objects.select_for_update().get(pk=channel.pk)
    last = {"by": by.pk, "at": now().isoformat(), "reason": " ".join(post.get("reason", "").split())[:200]}
    change_channel(
        channel,
        by=by,
        name=(post.get("name", "").strip() or channel.address)[:80],
        week=_week(post),
        answer_minutes=_minutes(post.get("answer_minutes", "")),
        acknowledges=bool(post.get("acknowledges")),
        settings={**locked.settings, **(settings or {}), "last_change": last},
    )


def show_way(
    request: MemberRequest, template: str, channel: Channel, form: Mapping[str, Any], *, status: int = 200, **more: Any
) -> HttpResponse:
    """A page that extends `settings/way_in.html`, with everything that the frame shows."""
    context = {
        "form": form,
        "channel": channel,
        "medium": medium_called(channel.medium),
        "line": line(channel),
        "week": week_of(channel),
        "shop_week": week_in_words(channel.brand.week or USUAL_WEEK),
        "last": last_change(channel, request.user),
    }
    return show(request, template, status=status, **{**context, **more})


def _week(post: Mapping[str, str]) -> dict[str, str]:
    if post.get("hours") != "own":
        return {}
    week = week_from_words(post.get("week", ""))
    if not week:
        raise Invalid(_("Its own hours are empty. Write them, or take the shop's."), field="week")
    return week


def _minutes(typed: str) -> int | None:
    """Open minutes as typed; None for the shop's own. Raises Invalid."""
    typed = typed.strip()
    if not typed:
        return None
    if not typed.isascii() or not typed.isdigit() or not 1 <= int(typed[:8]) <= MOST_MINUTES:
        raise Invalid(_("Write minutes as a number, such as 5."), field="answer_minutes")
    return int(typed)
