"""The ways in and out, and how each is."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cha.channels.email.mailbox.telling import trouble as mailbox_trouble
from cha.channels.models import Channel
from cha.channels.registry import medium_called
from cha.language.times import said
from cha.workspace.now import words
from cha.workspace.now.rows import Moment


@dataclass(frozen=True, slots=True)
class Wire:
    """One way in and out, and how it is."""

    glyph: str
    name: str
    so: str
    bad: bool


def wires(at: Moment) -> list[Wire]:
    """Every channel, in and out: when something last came and went, or what does not work. Two queries."""
    found = []
    channels = list(Channel.objects.select_related("brand").prefetch_related("mailboxes").filter(active=True))
    for channel in channels:
        medium = medium_called(channel.medium)
        name, glyph = words.medium_words(channel.medium), medium.capabilities.icon
        address = f", {channel.address}" if len(channels) > 1 else ""
        trouble = channel.trouble or medium.ready(channel)
        so = trouble or _sent(channel, at)
        away = next((mailbox_trouble(mailbox) for mailbox in channel.mailboxes.all() if mailbox.trouble), "")
        came = away or _heard(channel, at)
        found.append(Wire(glyph, _("%(medium)s in") % {"medium": name} + address, came, bool(away)))
        found.append(Wire(glyph, _("%(medium)s out") % {"medium": name} + address, so, bool(trouble)))
    return found


def _heard(channel: Channel, at: Moment) -> str:
    if channel.heard_at is None:
        return _("nothing yet")
    return _("heard %(when)s") % {"when": said(channel.heard_at, now=at.at, zone=at.zone, language=at.language)}


def _sent(channel: Channel, at: Moment) -> str:
    if channel.sent_at is None:
        return _("nothing yet")
    return _("sent %(when)s") % {"when": said(channel.sent_at, now=at.at, zone=at.zone, language=at.language)}
