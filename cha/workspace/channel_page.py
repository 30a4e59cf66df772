"""What the page of one e-mail channel says beside its form: how it is, its test, its week, who may post to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext

from cha.channels.chat.choices import bare
from cha.channels.email.hooks.providers import CALLED, IN, NEWS, NEWS_ONLY, SIGNS
from cha.channels.email.mailbox.telling import told
from cha.channels.email.provider import KEYS
from cha.channels.email.trying import tried, tried_at
from cha.channels.models import Channel, Delivery, Grant, Mailbox
from cha.channels.models.hook import hook_of
from cha.channels.registry import medium_called
from cha.conversations.models import Message
from cha.conversations.models.message import Kind
from cha.core.clock import now
from cha.core.ids import first_id
from cha.language.times import said
from cha.promises.voice import signature_of, written_from
from cha.team.models import Member
from cha.team.models.brand import USUAL_WEEK
from cha.team.week_words import week_in_words

STATES: Final = {"plum": "hurt", "honey": "thought", "leaf": "well"}
WEEK: Final = timedelta(days=7)
# Beyond, a number says "many" and counting would cost.
MOST: Final = 10_000


@dataclass(frozen=True, slots=True)
class Week:
    """Mails of the last seven days: that came in, went out, and came back."""

    came: int
    went: int
    back: int


def line(channel: Channel) -> dict[str, Any]:
    """How a channel is, for a list."""
    medium = medium_called(channel.medium)
    health = medium.health(channel)
    state = STATES.get(health.tone, "well") if channel.active else "off"
    shown = {"channel": channel, "icon": medium.capabilities.icon, "label": medium.label}
    return {**shown, "where": _where(channel), "state": state, "words": health.words}


def _where(channel: Channel) -> str:
    """What tells a channel from others of its medium: the address, the sites a chat stands on, else its name."""
    if channel.medium == "email":
        return channel.address
    sites = bare(channel.settings.get("origins", ()))
    if len(sites) > 1:
        return ngettext("%(site)s and one more", "%(site)s and %(num)s more", len(sites) - 1) % {
            "site": sites[0],
            "num": len(sites) - 1,
        }
    return sites[0] if sites else channel.name


def about(channel: Channel, mailbox: Mailbox | None, member: Member) -> dict[str, Any]:
    """Everything beside the form."""
    waiting = Delivery.objects.filter(channel=channel, state=Delivery.State.UNSENT).values_list("pk")[:100]
    grant = Grant.objects.filter(channel=channel).first()
    houses = settings.CHA_MAIL_HOUSES
    return {
        "channel": channel,
        "line": line(channel),
        "test": tried(channel),
        "test_at": _when(tried_at(channel), member, channel),
        "waiting": len(waiting),
        "relay_kept": _kept(channel.settings.get("relay_at")) if channel.secrets else "",
        "imap_kept": bool(mailbox and mailbox.secret),
        "mailbox": told(mailbox) if mailbox else None,
        "grant": grant,
        "given": _when(grant.given_at, member, channel) if grant else "",
        "grant_called": houses[grant.house].called if grant and grant.house in houses else "",
        "houses": list(houses.values()),
        "providers": [(name, name.replace("_", " ").title()) for name in KEYS],
        "shop_week": week_in_words(channel.brand.week or USUAL_WEEK),
        "shown_from": written_from(member, channel, get_language() or "en"),
        "shown_signature": signature_of(channel, member),
        "week": week_of(channel),
        "hook": hook_of(channel),
        "hook_at": _hook_addresses(channel),
        "hook_providers": list(CALLED.items()),
        "signs": ", ".join(CALLED[name] for name in SIGNS),
        "last": last_change(channel, member),
    }


def week_of(channel: Channel) -> Week:
    """The week's numbers, each up to 10,000."""
    since = first_id(now() - WEEK)
    heard = Message.objects.filter(pk__gte=since, channel_id=channel.pk, kind=Kind.HEARD).values_list("pk")[:MOST]
    sent = Delivery.objects.filter(pk__gte=since, channel=channel)
    out = sent.aggregate(went=Count("pk", filter=Q(state="sent")), back=Count("pk", filter=Q(back__in=BACK)))
    return Week(heard.count(), out["went"], out["back"])


BACK: Final = ("hard", "policy", "soft")


def _hook_addresses(channel: Channel) -> list[tuple[str, str]]:
    """Where the channel's provider posts mail, and news: (what, address). Without the password."""
    hook = hook_of(channel)
    if hook is None:
        return []
    whats = [NEWS] if hook.provider in NEWS_ONLY else [IN, NEWS]
    base = str(settings.CHA_PUBLIC_URL)
    return [(what, base + reverse("mail-hook", args=[channel.pk, hook.provider, what])) for what in whats]


def last_change(channel: Channel, member: Member) -> dict[str, str]:
    """Who changed it last, when and why; empty when nobody did."""
    kept = channel.settings.get("last_change")
    who = Member.objects.filter(pk=kept["by"]).first() if kept else None
    if kept is None or who is None:
        return {}
    when = _when(datetime.fromisoformat(kept["at"]), member, channel)
    return {"who": who.first_name, "when": when, "reason": kept["reason"]}


def _when(at: datetime | None, member: Member, channel: Channel) -> str:
    zone = member.zone or channel.brand.zone
    return said(at, now=now(), zone=zone, language=get_language() or "en") if at else ""


def _kept(at: str | None) -> str:
    """The month in which a secret was typed: "March". "-" when that was not written down."""
    return date_format(datetime.fromisoformat(at), "F Y") if at else "-"
