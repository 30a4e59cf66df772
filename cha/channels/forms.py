"""What the settings of an e-mail channel are typed in, read into values. Raises Invalid with the `field`, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from django.utils.translation import gettext as _

from cha.channels.email.consent.account import account_url, is_account
from cha.channels.email.medium import relay_url
from cha.channels.email.provider import DOMAINS, KEYS, SCHEME, is_provider
from cha.channels.models import Channel, Grant
from cha.core.errors import Invalid
from cha.team.week_words import week_from_words

DOORS = {"465": "smtps", "587": "smtp+starttls", "25": "smtp"}


def channel_fields(typed: Mapping[str, str]) -> dict[str, Any]:
    """The fields for `change_channel`, from a form's values. Raises Invalid."""
    own_hours = typed.get("hours") == "own"
    week = week_from_words(typed.get("week", "")) if own_hours else {}
    if own_hours and not week:
        raise Invalid(_("Its own hours are empty. Write them, or take the shop's."), field="week")
    return {
        "from_name": typed.get("from_name", "").strip()[:120],
        "signature": typed.get("signature", "").strip(),
        "week": week,
        "answer_minutes": minutes(typed.get("answer_hours", "")),
        "acknowledges": bool(typed.get("acknowledges")),
    }


def minutes(typed: str) -> int | None:
    """Open minutes from hours as typed ("4", "1,5"); None for the shop's own. Raises Invalid."""
    typed = typed.strip().replace(",", ".")
    if not typed:
        return None
    try:
        found = round(float(typed) * 60)
    except (ValueError, OverflowError):
        found = 0
    if not 15 <= found <= 60 * 200:
        raise Invalid(_("Write open hours as a number between 0.25 and 200, such as 4."), field="answer_hours")
    return found


def relay_typed(typed: Mapping[str, str], channel: Channel) -> str | None:
    """The relay's URL as typed: "" for the install's, None when nothing changed. An empty password keeps the known one.

    Raises Invalid.
    """
    match typed.get("out"):
        case "own":
            return _own_typed(typed, channel)
        case "provider":
            return _provider_typed(typed, channel)
        case "account":
            return _account_typed(channel)
    return "" if channel.secrets else None


def way_out(channel: Channel) -> str:
    """Which way a channel's mail goes out: cha (as the install), own, provider or account."""
    url = _own_url(channel)
    if not url:
        return "own" if channel.secrets else "cha"
    return "account" if is_account(url) else "provider" if is_provider(url) else "own"


def own_provider(channel: Channel) -> dict[str, str]:
    """Which provider a channel sends through, and its domain there; no key. Empty without one."""
    url = _own_url(channel)
    if not is_provider(url):
        return {"provider": "", "mail_domain": ""}
    parts = urlsplit(url)
    return {"provider": parts.scheme.removeprefix(SCHEME).replace("-", "_"), "mail_domain": parts.hostname or ""}


def _own_url(channel: Channel) -> str:
    try:
        return relay_url(channel) if channel.secrets else ""
    except Invalid:
        return ""


def _account_typed(channel: Channel) -> str | None:
    grant = Grant.objects.filter(channel=channel).first()
    if grant is None:
        raise Invalid(_("Sign in with Google or Microsoft first, above."), field="out")
    return None if _own_url(channel) == account_url(grant) else account_url(grant)


def _provider_typed(typed: Mapping[str, str], channel: Channel) -> str | None:
    name, domain = typed.get("provider", ""), typed.get("mail_domain", "").strip().lower()
    if name not in KEYS:
        raise Invalid(_("Which provider is it?"), field="provider")
    keys = [key for key in typed.get("provider_key", "").replace(":", " ").split() if key]
    known = own_provider(channel)
    if not keys and known["provider"] == name:
        if domain == known["mail_domain"]:
            return None
        parts = urlsplit(_own_url(channel))
        keys = [unquote(part) for part in (parts.username, parts.password) if part]
    if len(keys) != len(KEYS[name]):
        words = " : ".join(KEYS[name]).replace("_", " ")
        raise Invalid(_("%(provider)s wants: %(words)s") % {"provider": name, "words": words}, field="provider_key")
    if name in DOMAINS and not domain:
        raise Invalid(_("Which of your domains is it there?"), field="mail_domain")
    who = ":".join(quote(key, safe="") for key in keys)
    return f"{SCHEME}{name.replace('_', '-')}://{who}@{quote(domain, safe='.')}"


def _own_typed(typed: Mapping[str, str], channel: Channel) -> str | None:
    host, door, user = typed.get("host", "").strip(), typed.get("door", "587"), typed.get("user", "").strip()
    if not host and channel.secrets and is_provider(relay_url(channel)):
        return None
    if not host or "/" in host or "@" in host or " " in host:
        raise Invalid(_("A server's name is needed, such as mail.yourshop.example."), field="host")
    if door not in DOORS:
        raise Invalid(_("Choose 465, 587 or 25."), field="door")
    known = own_relay(channel)
    password = typed.get("password") or (known["password"] if (known["host"], known["user"]) == (host, user) else "")
    who = f"{quote(user, safe='')}:{quote(password, safe='')}@" if user else ""
    name, colon, port = host.partition(":")
    if colon and not port.isdecimal():
        raise Invalid(_("After the colon comes the port, a number."), field="host")
    url = f"{DOORS[door]}://{who}{name}:{port or door}"
    return None if channel.secrets and url == relay_url(channel) else url


def own_relay(channel: Channel) -> dict[str, str]:
    """The parts of a channel's own relay for its form (host, door, user, password), empty without one."""
    if not channel.secrets:
        return {"host": "", "door": "587", "user": "", "password": ""}
    try:
        parts = urlsplit(relay_url(channel))
    except Invalid:
        return {"host": "", "door": "587", "user": "", "password": ""}
    door = {scheme: door for door, scheme in DOORS.items()}.get(parts.scheme)
    if door is None:
        # A provider, which has a form of its own.
        return {"host": "", "door": "587", "user": "", "password": ""}
    port = f":{parts.port}" if parts.port and str(parts.port) != door else ""
    return {
        "host": f"{parts.hostname}{port}",
        "door": door,
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
    }
