"""Settings, Channels, Signing and sealing: our keys, those of people, and the authorities that are trusted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cha.channels.email.sealing.values import Kind, OurKey, is_installed
from cha.channels.models import Channel, SealingKey
from cha.channels.models.sealing_key import (
    keep_our_key,
    keep_their_keys,
    remove_key,
    set_signing,
    trust_authority,
    vouch_for_key,
)
from cha.core.clock import now
from cha.core.errors import ChaError, Invalid, NotFound
from cha.workspace.doors import MemberRequest, managers
from cha.workspace.settings_page import saved, show, wrong

MOST = 200
LARGEST = 512 * 1024
GONE = "This key is gone already."


@managers
@require_http_methods(["GET", "POST"])
def keys(request: MemberRequest, channel_id: int) -> HttpResponse:
    """The page; and what is added by it."""
    channel = get_object_or_404(Channel, pk=channel_id, medium="email")
    if request.method != "POST":
        return _page(request, channel)
    act = ADDING.get(request.POST.get("act", ""))
    try:
        if act is None:
            raise Invalid(_("Nothing was chosen."))
        act(request, channel)
    except ChaError as error:
        return _page(request, channel, status=error.status, errors=wrong(error))
    return saved("settings-channel-keys", channel.pk)


@managers
@require_http_methods(["GET", "POST"])
def key(request: MemberRequest, channel_id: int, key_id: int) -> HttpResponse:
    """The public half of a key, to be handed on; or a word on it: it is theirs, or it is forgotten."""
    channel = get_object_or_404(Channel, pk=channel_id, medium="email")
    row = SealingKey.objects.filter(pk=key_id).first()
    if row is None or row.channel_id not in (None, channel.pk):
        raise NotFound(GONE)
    if request.method != "POST":
        return _handed_on(row)
    if request.POST.get("act") == "vouch":
        vouch_for_key(row, by=request.user)
    else:
        remove_key(row, by=request.user)
    return saved("settings-channel-keys", channel.pk)


def _own(request: MemberRequest, channel: Channel) -> None:
    from cha.channels.email.sealing.keyfiles import own_key

    data = _file(request, "own")
    found = _read(lambda: own_key(data, channel.address, request.POST.get("password", "")[:1000]), "own")
    keep_our_key(channel, found, by=request.user)


def _make(request: MemberRequest, channel: Channel) -> None:
    from cha.channels.email.sealing.keyfiles import new_key

    name = channel.from_name or channel.brand.called
    made: OurKey = _read(lambda: new_key(channel.address, name), "form")
    keep_our_key(channel, made, by=request.user, source="made")


def _theirs(request: MemberRequest, channel: Channel) -> None:
    from cha.channels.email.sealing.keyfiles import public_keys

    data = _file(request, "theirs")
    keep_their_keys(_read(lambda: public_keys(data), "theirs"), by=request.user)


def _authority(request: MemberRequest, channel: Channel) -> None:
    from cha.channels.email.sealing.keyfiles import authority_in

    data = _file(request, "authority")
    trust_authority(_read(lambda: authority_in(data), "authority"), by=request.user)


def _sign(request: MemberRequest, channel: Channel) -> None:
    way = request.POST.get("sign", "")
    set_signing(channel, way if way in list(Kind) else "", by=request.user)


ADDING: dict[str, Callable[[MemberRequest, Channel], None]] = {
    "own": _own,
    "make": _make,
    "theirs": _theirs,
    "authority": _authority,
    "sign": _sign,
}


def _read(reading: Callable[[], Any], field: str) -> Any:
    """What a file holds. Raises Invalid at its field, in the words of what is wrong."""
    from cha.channels.email.sealing.keyfiles import NoKey

    try:
        return reading()
    except NoKey as error:
        raise Invalid(str(error), field=field) from error


def _file(request: MemberRequest, name: str) -> bytes:
    upload = request.FILES.get(name)
    if upload is None:
        raise Invalid(_("Choose a file first."), field=name)
    return bytes(upload.read(LARGEST + 1))


def _handed_on(row: SealingKey) -> HttpResponse:
    ending = "pem" if row.kind == Kind.SMIME else "asc"
    response = HttpResponse(row.public, content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{row.kind}-{row.fingerprint[:16]}.{ending}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _page(request: MemberRequest, channel: Channel, **more: Any) -> HttpResponse:
    rows = SealingKey.objects.defer("secret")
    theirs = rows.filter(whose="theirs").order_by("stands", "-id")[: MOST + 1]
    return show(
        request,
        "settings/keys.html",
        channel=channel,
        ours=[_line(row) for row in rows.filter(whose="ours", channel=channel).order_by("-id")],
        theirs=[_line(row) for row in theirs][:MOST],
        beyond=len(theirs) > MOST,
        authorities=[_line(row) for row in rows.filter(whose="root")],
        sign=channel.settings.get("sign", ""),
        installed=is_installed(),
        **more,
    )


def _line(row: SealingKey) -> dict[str, Any]:
    mark = row.fingerprint.upper()
    return {
        "row": row,
        "kind": "S/MIME" if row.kind == Kind.SMIME else "OpenPGP",
        "mark": " ".join(mark[at : at + 4] for at in range(0, 40, 4)),
        "past": bool(row.expires_at and row.expires_at <= now()),
    }
