"""Settings, Hours: of the shop, a team, a channel: the week, holidays, seasons, and what would be promised."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from cha.channels.models import Channel
from cha.channels.models.channel import change_channel
from cha.core.clock import now
from cha.core.errors import Conflict, Invalid
from cha.language.times import said
from cha.team.models import Brand, Team, brand
from cha.team.models.brand import set_hours
from cha.team.models.team import set_team_hours
from cha.team.roster import on_shift
from cha.workspace.doors import MemberRequest, managers
from cha.workspace.hours import page
from cha.workspace.hours.form import as_monday, holidays_typed, stretches_typed, week_typed
from cha.workspace.hours.page import Whose
from cha.workspace.hours.writing import writing
from cha.workspace.places import countries, zones
from cha.workspace.settings_page import saved, show, typed, wrong


@managers
@require_http_methods(["GET", "POST"])
def hours(request: MemberRequest) -> HttpResponse:
    """The shop's hours, and the saving of them."""
    face = _face()
    return _answer(request, Whose("shop", face, face), "settings-hours")


@managers
@require_http_methods(["GET", "POST"])
def team_hours(request: MemberRequest, team_id: int) -> HttpResponse:
    """A team's."""
    team = get_object_or_404(Team, pk=team_id)
    return _answer(request, Whose("team", team, _face()), "settings-team-hours", team.pk)


@managers
@require_http_methods(["GET", "POST"])
def channel_hours(request: MemberRequest, channel_id: int) -> HttpResponse:
    """A channel's."""
    channel = get_object_or_404(Channel.objects.select_related("brand", "team"), pk=channel_id)
    wider = (channel.team,) if channel.team else ()
    return _answer(request, Whose("channel", channel, channel.brand, wider), "settings-channel-hours", channel.pk)


def _face() -> Brand:
    face = brand()
    if face is None:
        raise Conflict("Name the business first.", code="no_business")
    return face


def _answer(request: MemberRequest, whose: Whose, name: str, *args: int) -> HttpResponse:
    if request.method != "POST":
        return _page(request, whose, page.form_of(whose))
    post = typed(request)
    if "copy" in post:
        return _page(request, whose, as_monday(post), status=422, copied=True)
    try:
        _save(request, whose, post)
    except Invalid as error:
        return _page(request, whose, post, status=422, errors=wrong(error))
    return saved(name, *args)


def _save(request: MemberRequest, whose: Whose, post: Mapping[str, str]) -> None:
    days, seasons = stretches_typed(post)
    shown = request.POST.getlist("holiday")
    past_days, past_seasons = page.not_shown(whose, shown)
    days, seasons = past_days | days, past_seasons + seasons
    own: dict[str, Any] = {"zone": post.get("zone", ""), "days": days, "seasons": seasons}
    own["week"] = week_typed(post) if whose.kind == "shop" or "own" in post else {}
    if whose.kind != "shop" and "own" in post and not own["week"]:
        raise Invalid("Its own hours are empty. Write them, or take the shop's.", field="own")
    if isinstance(whose.row, Channel):
        change_channel(whose.row, by=request.user, **own)
    elif isinstance(whose.row, Team):
        set_team_hours(whose.row, by=request.user, **own)
    else:
        own["days"] = holidays_typed(post, shown) | days
        set_hours(by=request.user, **own, country=post.get("country", ""), region=post.get("region", "").strip())


def _page(request: MemberRequest, whose: Whose, form: Mapping[str, str], **more: Any) -> HttpResponse:
    ways, asked = whose.channels(), request.GET.get("at", "")
    looked, place_zone = page.moment(asked, whose.zone), whose.zone
    at, zone = looked or now(), request.user.zone or whose.zone
    context: dict[str, Any] = {
        "whose": whose,
        "form": form,
        "week": page.week_lines(whose, form),
        "holidays": page.holiday_lines(whose, form),
        "stretches": page.stretch_lines(form),
        "zones": zones(),
        "countries": countries(),
        "ways": Channel.objects.filter(active=True),
        "teams": Team.objects.order_by("name"),
        "promises": [page.would_promise(channel, at, zone) for channel in ways],
        "writing": writing(ways[0].hours() if whose.kind == "channel" and ways else whose.face.hours(), _keys(ways)),
        "at": asked,
        "looked": looked,
        "here": len(on_shift(at)),
        "place": (whose.kind == "shop" and whose.face.place) or place_zone.rpartition("/")[2].replace("_", " "),
        "now_said": said(now(), now=now(), zone=place_zone, language=get_language() or "en"),
    }
    return show(request, "settings/hours.html", **context, **more)


def _keys(ways: list[Channel]) -> list[int]:
    return [channel.pk for channel in ways]
