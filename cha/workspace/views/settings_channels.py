"""Settings, Channels: the ways in and how they are; an e-mail address, changing it and trying it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from cha.channels.email.hooks.providers import hook_typed
from cha.channels.email.trying import try_channel
from cha.channels.models import Channel, Mailbox, change_channel
from cha.channels.models.hook import set_hook
from cha.core.errors import Invalid
from cha.workspace.channel_form import form_of, save
from cha.workspace.channel_page import about, line
from cha.workspace.doors import MemberRequest, managers, members
from cha.workspace.settings_page import saved, show, typed, wrong
from cha.workspace.ways_in import add_page

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
    rows = [line(channel) for channel in Channel.objects.select_related("brand")]
    rows.sort(key=lambda row: ORDER.index(row["state"]))
    return show(request, "settings/channels.html", channels=rows, well=sum(row["state"] == "well" for row in rows))


def address(request: MemberRequest, found: Channel) -> HttpResponse:
    """An e-mail address: what it is called, how mail comes in and goes out, its hours and words."""
    mailbox = found.mailboxes.first()
    if request.method != "POST":
        return _page(request, found, mailbox, form_of(found, mailbox))
    try:
        save(found, request.POST.dict(), by=request.user)
    except Invalid as error:
        return _page(request, found, mailbox, _again(request, found, mailbox), status=422, errors=wrong(error))
    if request.POST.get("then") == "test":
        try_channel(found, by=request.user)
    return saved("settings-channel", found.pk)


@never_cache
@managers
@require_POST
def hook(request: MemberRequest, channel_id: int) -> HttpResponse:
    """Let a provider post to this channel, or nobody. A password that was made is shown now, and never again."""
    found = get_object_or_404(Channel.objects.select_related("brand"), pk=channel_id, medium="email")
    mailbox = found.mailboxes.first()
    try:
        provider, key = hook_typed(request.POST.dict())
        made = set_hook(found, provider, by=request.user, secret=key)
    except Invalid as error:
        return _page(request, found, mailbox, _again(request, found, mailbox), status=422, errors=wrong(error))
    found.refresh_from_db()
    shown = made if provider and not key else ""
    return _page(request, found, mailbox, form_of(found, mailbox), hook_password=shown, saved=True)


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


def _again(request: MemberRequest, channel: Channel, mailbox: Mailbox | None) -> dict[str, Any]:
    """The form with what was typed."""
    known = form_of(channel, mailbox)
    return {**known, "acknowledges": known["acknowledges"] and "from_name" not in request.POST, **typed(request)}


def _page(request: MemberRequest, channel: Channel, mailbox: Mailbox | None, form: Any, **more: Any) -> HttpResponse:
    context = {"form": form, **about(channel, mailbox, request.user)}
    return show(request, "settings/channel.html", **context, **more)


add_page("email", address)
