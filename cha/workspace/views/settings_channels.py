"""Settings, Channels: the ways in and how they are, adding one, changing one, trying one."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cha.channels.email.trying import tried, try_channel
from cha.channels.forms import channel_fields, own_relay, relay_typed
from cha.channels.models import Channel, Delivery, add_channel, change_channel, retry_delivery, set_relay
from cha.channels.registry import medium_called
from cha.core.errors import Invalid
from cha.core.verbs import verb
from cha.team.models import Member
from cha.team.models.brand import USUAL_WEEK
from cha.team.week_words import week_in_words
from cha.workspace.doors import MemberRequest, managers, members
from cha.workspace.settings_page import saved, show, typed, wrong

STATES = {"plum": "hurt", "honey": "thought", "leaf": "well"}
AT_ONCE = 1000
ORDER = ("hurt", "thought", "well", "off")


@members
@require_GET
def settings(request: MemberRequest) -> HttpResponse:
    """The first page of the settings that this member may change."""
    if request.user.manages:
        return redirect("settings-channels")
    return redirect("settings-replies" if request.user.answers else "account")


@managers
@require_GET
def channels(request: MemberRequest) -> HttpResponse:
    """Every channel and its health in words, newest trouble first."""
    rows = [_line(channel) for channel in Channel.objects.select_related("brand")]
    rows.sort(key=lambda row: ORDER.index(row["state"]))
    return show(request, "settings/channels.html", channels=rows, well=sum(row["state"] == "well" for row in rows))


@managers
@require_http_methods(["GET", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    """Add an e-mail address."""
    if request.method != "POST":
        return show(request, "settings/channel_new.html", form={})
    try:
        channel = add_channel("email", request.POST.get("address", ""), by=request.user)
    except Invalid as error:
        return show(request, "settings/channel_new.html", status=422, form=typed(request), errors=wrong(error))
    return saved("settings-channel", channel.pk)


@managers
@require_http_methods(["GET", "POST"])
def channel(request: MemberRequest, channel_id: int) -> HttpResponse:
    """One channel: what it is called, how it goes out, its hours and words."""
    found = get_object_or_404(Channel.objects.select_related("brand"), pk=channel_id)
    if request.method != "POST":
        return _page(request, found, _form(found))
    try:
        _save(found, request.POST.dict(), by=request.user)
    except Invalid as error:
        return _page(request, found, typed(request), status=422, errors=wrong(error))
    return saved("settings-channel", found.pk)


@managers
@require_POST
def test(request: MemberRequest, channel_id: int) -> HttpResponse:
    """Write to ourselves."""
    try_channel(get_object_or_404(Channel, pk=channel_id), by=request.user)
    return redirect("settings-channel", channel_id)


@managers
@require_POST
def active(request: MemberRequest, channel_id: int) -> HttpResponse:
    """Turn a channel on or off: off, it takes nothing in."""
    found = get_object_or_404(Channel, pk=channel_id)
    change_channel(found, by=request.user, active=request.POST.get("active") == "1")
    return saved("settings-channel", found.pk)


@verb
def _save(channel: Channel, post: dict[str, str], *, by: Member) -> None:
    """Save what was typed; with a new relay, what waited for one goes."""
    relay = relay_typed(post, channel)
    change_channel(channel, by=by, **channel_fields(post))
    if relay is None:
        return
    set_relay(channel, relay, by=by)
    if relay:
        for waiting in Delivery.objects.filter(channel=channel, state=Delivery.State.UNSENT)[:AT_ONCE]:
            retry_delivery(waiting, by=by)


def _line(channel: Channel) -> dict[str, Any]:
    medium = medium_called(channel.medium)
    health = medium.health(channel)
    state = STATES.get(health.tone, "well") if channel.active else "off"
    return {"channel": channel, "icon": medium.capabilities.icon, "state": state, "words": health.words}


def _form(channel: Channel) -> dict[str, Any]:
    relay = own_relay(channel)
    return {
        "from_name": channel.from_name,
        "signature": channel.signature,
        "hours": "own" if channel.week else "shop",
        "week": week_in_words(channel.week),
        "answer_hours": f"{channel.answer_minutes / 60:g}" if channel.answer_minutes else "",
        "acknowledges": channel.acknowledges,
        "out": "own" if channel.secrets else "cha",
        **{part: relay[part] for part in ("host", "door", "user")},
    }


def _page(request: MemberRequest, channel: Channel, form: Any, **more: Any) -> HttpResponse:
    waiting = Delivery.objects.filter(channel=channel, state=Delivery.State.UNSENT).values_list("pk")[:100]
    context = {
        "channel": channel,
        "form": form,
        "line": _line(channel),
        "test": tried(channel),
        "waiting": len(waiting),
        "kept": bool(channel.secrets and own_relay(channel)["password"]),
        "shop_week": week_in_words(channel.brand.week or USUAL_WEEK),
    }
    return show(request, "settings/channel.html", **context, **more)
