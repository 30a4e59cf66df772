"""The page of one chat: what stands in its form, what was typed, and how it looks to people."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cha.channels.chat.choices import ASKS, MOST_FILE, SIDES, Choices, bare, choices_of, origin, origins_typed
from cha.channels.chat.identity_key import identity_since
from cha.channels.chat.snippet import policy, snippet
from cha.channels.models import Channel
from cha.channels.models.visit import Visitor
from cha.core.clock import now
from cha.core.errors import Invalid
from cha.core.ids import moment
from cha.language.times import said
from cha.promises.acknowledgement.palette import brand_of, contrast
from cha.team.models import Brand, Member, Role

HEX: Final = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)
LONGEST: Final = 80


@dataclass(frozen=True, slots=True)
class Site:
    """A site on which the chat may stand. `seen` is when somebody last began to write from it, in words; "" never."""

    origin: str
    words: str
    seen: str


def form_of(channel: Channel) -> dict[str, Any]:
    """What stands in the form beside what all ways in share."""
    return as_form(choices_of(channel.settings))


def as_form(chosen: Choices) -> dict[str, Any]:
    """Choices as a form has them."""
    return {**chosen.to_data(), "site": ""}


def typed(post: Mapping[str, str], origins: list[str]) -> Choices:
    """What a form says. `then` may allow the site that was typed, or drop one. Raises Invalid with the field."""
    then, site = post.get("then", ""), post.get("site", "").strip()
    kept = [one for one in origins if one != then.removeprefix("drop:")]
    colour, greeting = post.get("colour", "").strip().lower(), " ".join(post.get("greeting", "").split())
    if colour and not HEX.fullmatch(colour):
        raise Invalid(_("Write a colour as # and six digits, such as #7b2c54."), field="colour")
    if len(greeting) > LONGEST:
        raise Invalid(_("At most %(most)s letters, so that it fits a phone.") % {"most": LONGEST}, field="greeting")
    return Choices(
        origins=origins_typed("\n".join([*kept, *([site] if site else [])])),
        colour=colour,
        side=_one_of(post.get("side", ""), SIDES),
        greeting=greeting,
        faces=bool(post.get("faces")),
        phone=bool(post.get("phone")),
        file_mb=_megabytes(post.get("file_mb", "")),
        asks_mail=_one_of(post.get("asks_mail", ""), ("after", *ASKS)),
        asks_pages=bool(post.get("asks_pages")),
    )


def known_origins(listed: list[str]) -> list[str]:
    """The origins that a form carries along; what is none is left out."""
    found = []
    for one in listed:
        try:
            found.append(origin(one))
        except Invalid:
            continue
    return found


def _one_of(said_: str, choices: tuple[str, ...]) -> str:
    return said_ if said_ in choices else choices[0]


def _megabytes(text: str) -> int:
    text = text.strip() or "0"
    if not text.isascii() or not text.isdigit() or int(text[:4]) > MOST_FILE:
        most = {"most": MOST_FILE}
        raise Invalid(_("Write megabytes as a number up to %(most)s, or 0 for no files.") % most, field="file_mb")
    return int(text)


def about(channel: Channel, origins: list[str], member: Member) -> dict[str, Any]:
    """What the page says beside its form."""
    since = identity_since(channel)
    zone = member.zone or channel.brand.zone
    base = str(settings.CHA_PUBLIC_URL)
    return {
        "sites": _sites(channel, origins, zone),
        "snippet": snippet(channel, base),
        "policy": policy(base),
        "try_url": reverse("chat-try", args=[channel.address]),
        "key_since": said(since, now=now(), zone=zone, language=get_language() or "en") if since else "",
        "most_file": MOST_FILE,
    }


def _sites(channel: Channel, origins: list[str], zone: str) -> list[Site]:
    rows = Visitor.objects.filter(channel=channel, origin__in=origins).values_list("origin").annotate(last=Max("pk"))
    seen = {site: said(moment(last), now=now(), zone=zone, language=get_language() or "en") for site, last in rows}
    return [Site(one, words, seen.get(one, "")) for one, words in zip(origins, bare(origins), strict=True)]


def preview(brand: Brand, chosen: Mapping[str, Any]) -> dict[str, Any]:
    """How it looks with these choices: the colours of the head, the words, who is shown."""
    colour = str(chosen.get("colour", ""))
    drawn = brand_of(colour if HEX.fullmatch(colour) else brand.colour).light
    members = Member.objects.filter(is_active=True).exclude(role=Role.LIGHT).order_by("pk")[:3]
    return {
        "brand": drawn.brand,
        "on": drawn.on,
        "ratio": f"{contrast(drawn.brand, drawn.on):.1f}",
        "greeting": str(chosen.get("greeting", "")) or _("How can we help?"),
        "side": chosen.get("side", "end"),
        "faces": list(members) if chosen.get("faces") else [],
        "phone": brand.phone if chosen.get("phone") else "",
        "called": brand.called,
    }
