"""Settings: a contact form, what it asks under which topic, and which sites may show it. And the shop counter."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from cha.channels.models import Channel
from cha.core.errors import Invalid
from cha.workspace import form_page
from cha.workspace.doors import MemberRequest
from cha.workspace.settings_page import saved, typed, wrong
from cha.workspace.way_in import form_of, save, show_way
from cha.workspace.ways_in import add_page


def form(request: MemberRequest, channel: Channel) -> HttpResponse:
    """A contact form, and the saving of it."""
    if request.method != "POST":
        return _page(request, channel, {**form_of(channel), **form_page.form_of(channel)})
    try:
        save(channel, request.POST.dict(), by=request.user, settings=form_page.settings_of(request.POST))
    except Invalid as error:
        again = {"acknowledges": "", **typed(request), **form_page.typed(request.POST)}
        return _page(request, channel, again, status=422, errors=wrong(error))
    return saved("settings-channel", channel.pk)


def _page(request: MemberRequest, channel: Channel, said: Any, **more: Any) -> HttpResponse:
    return show_way(request, "settings/form.html", channel, said, **form_page.about(channel), **more)


def counter(request: MemberRequest, channel: Channel) -> HttpResponse:
    """A counter: its name, its hours, and the way to its page."""
    if request.method != "POST":
        return show_way(request, "settings/counter.html", channel, form_of(channel))
    try:
        save(channel, request.POST.dict(), by=request.user)
    except Invalid as error:
        again = {**form_of(channel), "acknowledges": False, **typed(request)}
        return show_way(request, "settings/counter.html", channel, again, status=422, errors=wrong(error))
    return saved("settings-channel", channel.pk)


add_page("form", form)
add_page("counter", counter)
