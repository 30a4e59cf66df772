"""Settings: a channel of the API, for what somebody builds: its tokens, its webhook, and whether it is trusted."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from cha.channels.api.hooking import renew_webhook_secret, webhook_typed
from cha.channels.api.values import Choices
from cha.channels.models import Channel, ChannelToken
from cha.channels.models.channel_token import make_channel_token, revoke_channel_token
from cha.core.errors import Invalid
from cha.language.times import said
from cha.workspace.doors import MemberRequest, managers
from cha.workspace.now.page import moment
from cha.workspace.settings_page import saved, typed, wrong
from cha.workspace.way_in import form_of, save, show_way
from cha.workspace.ways_in import add_page


def own(request: MemberRequest, channel: Channel) -> HttpResponse:
    """The channel, and the saving of it."""
    if request.method != "POST":
        return _page(request, channel)
    try:
        chosen = Choices(webhook_typed(request.POST.get("webhook", "")), bool(request.POST.get("trusts")))
        save(channel, request.POST.dict(), by=request.user, settings=chosen.to_data())
    except Invalid as error:
        unticked = dict.fromkeys(("trusts", "acknowledges"), "")
        return _page(request, channel, {**unticked, **typed(request)}, status=422, errors=wrong(error))
    return saved("settings-channel", channel.pk)


@never_cache
@managers
@require_POST
def token(request: MemberRequest, channel_id: int) -> HttpResponse:
    """A further token, shown now and never again."""
    channel = _find(channel_id)
    try:
        _row, made = make_channel_token(channel, by=request.user)
    except Invalid as error:
        return _page(request, channel, status=422, errors={"form": error.sentence})
    return _page(request, channel, made=made)


@managers
@require_POST
def token_revocation(request: MemberRequest, channel_id: int, token_id: int) -> HttpResponse:
    """Let it in no more."""
    revoke_channel_token(get_object_or_404(ChannelToken, pk=token_id, channel=channel_id), by=request.user)
    return saved("settings-channel", channel_id)


@never_cache
@managers
@require_POST
def secret(request: MemberRequest, channel_id: int) -> HttpResponse:
    """A new secret to sign posts with, shown now and never again."""
    channel = _find(channel_id)
    return _page(request, channel, secret=renew_webhook_secret(channel, by=request.user))


def _find(channel_id: int) -> Channel:
    return get_object_or_404(Channel.objects.select_related("brand"), pk=channel_id, medium="api")


def _page(request: MemberRequest, channel: Channel, form: Any = None, **more: Any) -> HttpResponse:
    here = moment()
    rows = [
        (row, said(row.used_at, now=here.at, zone=here.zone, language=here.language) if row.used_at else "")
        for row in channel.tokens.filter(revoked_at=None)
    ]
    form = form if form is not None else {**form_of(channel), **Choices.of(channel.settings).to_data()}
    context = {"tokens": rows, "made": "", "secret": "", "signs": bool(channel.secrets), **more}
    return show_way(request, "settings/own_channel.html", channel, form, base=settings.CHA_PUBLIC_URL, **context)


add_page("api", own)
