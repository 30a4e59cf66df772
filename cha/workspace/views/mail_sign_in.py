"""Signing in to a mailbox at Google or Microsoft: to their page, back from it, and giving the leave back."""

from __future__ import annotations

import hmac
import time
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from cha.channels.email.consent import asking
from cha.channels.email.consent.houses import House
from cha.channels.email.consent.sign_in import sign_out, signed_in
from cha.channels.models import Channel
from cha.core.errors import ChaError, NotFound, Refused
from cha.workspace.doors import MemberRequest, managers
from cha.workspace.settings_page import saved

KEPT = "cha_mail_sign_in"
# Seconds that somebody may take at the other side.
LASTS = 60 * 10


@never_cache
@managers
@require_GET
def go(request: MemberRequest, channel_id: int, house: str) -> HttpResponse:
    """To the page of Google or Microsoft. Raises NotFound for a house that there is no client for."""
    channel = get_object_or_404(Channel, pk=channel_id, medium="email")
    there = _house(house)
    begun = asking.start(there, _callback(), channel.address)
    kept = {"state": begun.state, "verifier": begun.verifier, "house": house, "channel": channel.pk, "at": time.time()}
    request.session[KEPT] = kept
    return redirect(begun.url)


@never_cache
@managers
@require_GET
def back(request: MemberRequest) -> HttpResponse:
    """From there: the leave is kept, or the page says why not."""
    kept = request.session.pop(KEPT, {})
    channel = Channel.objects.filter(pk=kept.get("channel", 0)).first()
    try:
        there = _must_be_the_answer(request, kept)
        tokens = asking.finish(there, _callback(), request.GET["code"], kept["verifier"])
        if channel is None:
            raise NotFound(_("This address is no longer here."))
        signed_in(channel, there, tokens, channel.address, by=request.user)
    except ChaError as error:
        messages.error(request, error.sentence)
        return redirect("settings-channel", channel.pk) if channel else redirect("settings-channels")
    return saved("settings-channel", channel.pk)


@managers
@require_POST
def out(request: MemberRequest, channel_id: int) -> HttpResponse:
    """Give the leave back."""
    channel = get_object_or_404(Channel, pk=channel_id)
    sign_out(channel, by=request.user)
    return saved("settings-channel", channel.pk)


def _must_be_the_answer(request: MemberRequest, kept: dict[str, Any]) -> House:
    state, at = request.GET.get("state", ""), kept.get("at", 0.0)
    fresh = isinstance(at, float) and time.time() - at < LASTS
    if not fresh or not hmac.compare_digest(str(kept["state"]).encode(), state.encode()):
        raise Refused(_("That took too long, or began elsewhere. Please begin again."), code="state")
    there = _house(kept["house"])
    if "error" in request.GET or not request.GET.get("code"):
        raise Refused(
            _("%(house)s did not give us leave. Nothing was changed.") % {"house": there.called}, code="denied"
        )
    return there


def _house(name: str) -> House:
    there: House | None = settings.CHA_MAIL_HOUSES.get(name)
    if there is None:
        raise NotFound(_("There is no such sign-in here."))
    return there


def _callback() -> str:
    return str(settings.CHA_PUBLIC_URL) + reverse("mail-sign-in-back")
