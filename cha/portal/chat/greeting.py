"""What stands before the first word: the face of the business, who is there, how long it takes. Kept for seconds."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db.models import Max

from cha.channels.chat.choices import choices_of
from cha.channels.chat.identity_key import KEPT
from cha.channels.models import Channel
from cha.channels.registry import medium_called
from cha.core.clock import now
from cha.core.hours import is_open, next_opening
from cha.language.detect import direction
from cha.language.times import by_when
from cha.portal.chat.kinds import TYPES
from cha.portal.chat.showing import opens_words, wait_json, who
from cha.portal.chat_words import chat_words
from cha.promises.acknowledgement.palette import brand_of
from cha.promises.acknowledging import forecast
from cha.promises.soon import soon_on
from cha.team.models import Member
from cha.team.models.role import ANSWERS

FRESH: Final = timedelta(seconds=15)
MOST_FACES: Final = 3
THERE: Final = timedelta(minutes=10)
MOST_KEPT: Final = 200
_kept: dict[tuple[int, str], tuple[datetime, dict[str, Any]]] = {}


def greeting(channel: Channel, language: str) -> dict[str, Any]:
    """Everything that the widget shows before somebody writes. It is the same for everybody who asks."""
    at, key = now(), (channel.pk, language)
    kept = _kept.get(key)
    if kept and abs(at - kept[0]) < FRESH:
        return kept[1]
    made = {**_settled(channel, language), **_now(channel, language, at)}
    if len(_kept) >= MOST_KEPT:
        _kept.clear()
    _kept[key] = (at, made)
    return made


def forget_greetings() -> None:
    """Make them anew from now on."""
    _kept.clear()


def _settled(channel: Channel, language: str) -> dict[str, Any]:
    """What the business chose."""
    choices, face = choices_of(channel.settings), channel.brand
    colours = brand_of(choices.colour or face.colour).light
    phone = face.phone if choices.phone else ""
    return {
        "brand": {"name": face.called, "colour": colours.brand, "ink": "#ffffff"},
        "dir": direction(language),
        "language": language,
        "side": choices.side,
        "greeting": choices.greeting,
        "phone": phone,
        "dial": "".join(sign for sign in phone if sign.isdigit() or sign == "+"),
        "files": {"bytes": file_bytes(channel), "types": list(TYPES)},
        "asks_identity": bool(channel.settings.get(KEPT)),
        "asks_mail": choices.asks_mail,
        "asks_pages": choices.asks_pages,
        "words": chat_words(),
    }


def _now(channel: Channel, language: str, at: datetime) -> dict[str, Any]:
    """Who is there, and how long it takes."""
    hours, zone = channel.hours(), channel.brand.zone
    is_there = is_open(hours, at)
    reopens = not is_there and next_opening(hours, at)
    by = forecast(channel, at).by if reopens else None
    return {
        "open": is_there,
        "opens": opens_words(channel, at, zone),
        "answers": by_when(by, now=at, zone=zone, language=language) if by else "",
        "wait": wait_json(soon_on(channel, at)),
        "faces": [who(member) for member in _there(at)] if choices_of(channel.settings).faces and is_there else [],
    }


def _there(at: datetime) -> list[Member]:
    """Members who answer and were here lately, the last one first."""
    members = Member.objects.filter(is_active=True, role__in=ANSWERS, usersession__last_seen_at__gt=at - THERE)
    return list(members.annotate(seen=Max("usersession__last_seen_at")).order_by("-seen")[:MOST_FACES])


def file_bytes(channel: Channel) -> int:
    """The largest file that this chat takes, in bytes; 0 for none."""
    most = medium_called(channel.medium).capabilities.file_bytes or settings.CHA_MAX_UPLOAD
    return min(choices_of(channel.settings).file_bytes, most, settings.CHA_MAX_UPLOAD)
