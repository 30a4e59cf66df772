"""Settings: a chat on your site, where it may stand, how it looks, what it asks, and whom it believes."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from cha.channels.chat.identity_key import drop_identity_key, renew_identity_key
from cha.channels.models import Channel
from cha.core.errors import Invalid
from cha.workspace import chat_page
from cha.workspace.doors import MemberRequest, managers
from cha.workspace.settings_page import saved, show, typed, wrong
from cha.workspace.way_in import form_of, save, show_way
from cha.workspace.ways_in import add_page


def chat(request: MemberRequest, channel: Channel) -> HttpResponse:
    """A chat, and the saving of it. Allowing a site, or dropping one, saves everything else too."""
    known = list(channel.settings.get("origins", ()))
    if request.method != "POST":
        return _page(request, channel, {**form_of(channel), **chat_page.form_of(channel)}, known)
    known = chat_page.known_origins(request.POST.getlist("origins"))
    try:
        chosen = chat_page.typed(request.POST.dict(), known)
        save(channel, request.POST.dict(), by=request.user, settings=chosen.to_data())
    except Invalid as error:
        unticked = dict.fromkeys(("faces", "phone", "asks_pages", "acknowledges"), "")
        return _page(request, channel, {**unticked, **typed(request)}, known, status=422, errors=wrong(error))
    return saved("settings-channel", channel.pk)


@managers
@require_GET
def preview(request: MemberRequest, channel_id: int) -> HttpResponse:
    """How it would look, with what stands in the form now."""
    channel = _find(channel_id)
    shown = chat_page.preview(channel.brand, request.GET.dict())
    return show(request, "settings/chat/preview.html", preview=shown, channel=channel)


@never_cache
@managers
@require_POST
def key(request: MemberRequest, channel_id: int) -> HttpResponse:
    """A new key for signing who somebody is, shown now and never again; or none any more."""
    channel = _find(channel_id)
    if request.POST.get("then") == "drop":
        drop_identity_key(channel, by=request.user)
        return saved("settings-channel", channel.pk)
    made = renew_identity_key(channel, by=request.user)
    form = {**form_of(channel), **chat_page.form_of(channel)}
    return _page(request, channel, form, list(form["origins"]), made=made)


def _find(channel_id: int) -> Channel:
    return get_object_or_404(Channel.objects.select_related("brand"), pk=channel_id, medium="chat")


def _page(request: MemberRequest, channel: Channel, form: Any, origins: list[str], **more: Any) -> HttpResponse:
    beside = chat_page.about(channel, origins, request.user)
    shown = chat_page.preview(channel.brand, form)
    return show_way(request, "settings/chat.html", channel, form, preview=shown, **beside, **more)


add_page("chat", chat)
