"""Settings: adding a way in of any medium, and its page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_http_methods

from cha.channels.models import Channel, add_channel
from cha.channels.registry import medium_called
from cha.core.errors import Invalid
from cha.workspace.doors import MemberRequest, managers
from cha.workspace.settings_page import saved, show, typed, wrong
from cha.workspace.way_in import form_of, save, show_way
from cha.workspace.ways_in import offer, offers, page_of


@managers
@require_GET
def choose(request: MemberRequest) -> HttpResponse:
    """Which way in shall it be?"""
    return show(request, "settings/ways_new.html", offers=offers())


@managers
@require_http_methods(["GET", "POST"])
def new(request: MemberRequest, medium: str) -> HttpResponse:
    """Add one: by its address, or by a name for the members."""
    offered = offer(medium_called(medium))
    if request.method != "POST":
        return show(request, "settings/channel_new.html", offer=offered, form={})
    given = {key: request.POST.get(key, "").strip() for key in ("address", "name")}
    try:
        address = given["address"] if offered.named else ""
        channel = add_channel(
            medium,
            address,
            by=request.user,
            name=given["name"] or ("" if address else offered.label),
            acknowledges=medium_called(medium).capabilities.acknowledged,
        )
    except Invalid as error:
        context = {"offer": offered, "form": typed(request), "errors": wrong(error)}
        return show(request, "settings/channel_new.html", status=422, **context)
    return saved("settings-channel", channel.pk)


@managers
@require_http_methods(["GET", "POST"])
def page(request: MemberRequest, channel_id: int) -> HttpResponse:
    """One way in, on the page of its medium."""
    channel = get_object_or_404(Channel.objects.select_related("brand"), pk=channel_id)
    return (page_of(channel.medium) or plain)(request, channel)


def plain(request: MemberRequest, channel: Channel) -> HttpResponse:
    """The page of a medium that has none of its own."""
    if request.method != "POST":
        return show_way(request, "settings/way_in.html", channel, form_of(channel))
    try:
        save(channel, request.POST.dict(), by=request.user)
    except Invalid as error:
        again = {**form_of(channel), "acknowledges": False, **typed(request)}
        return show_way(request, "settings/way_in.html", channel, again, status=422, errors=wrong(error))
    return saved("settings-channel", channel.pk)
