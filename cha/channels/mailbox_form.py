"""How a channel's mail comes in, as it is typed: sent on to us, fetched by IMAP, or with Google or Microsoft."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from cha.channels.models import (
    Channel,
    Grant,
    Mailbox,
    add_mailbox,
    change_mailbox,
    pause_mailbox,
    take_history,
)
from cha.channels.models.mailbox import PORTS
from cha.core.actor import Acting, Actor
from cha.core.errors import Invalid
from cha.core.verbs import verb

DAYS: Final = {"0": 0, "30": 30, "90": 90, "365": 365, "all": -1}
USUAL: Final = {"imap_security": "tls", "imap_folder": "INBOX", "imap_after": "leave", "history": "0"}


def way_in(channel: Channel, mailbox: Mailbox | None) -> str:
    """Which way it comes in: forward, imap or house."""
    if mailbox is None or mailbox.paused:
        return "forward"
    return "house" if mailbox.login == Mailbox.Login.XOAUTH2 else "imap"


def mailbox_form(mailbox: Mailbox | None) -> dict[str, str]:
    """The mailbox as its form has it; no password."""
    if mailbox is None:
        return dict.fromkeys(("imap_host", "imap_port", "imap_user", "imap_moved_to"), "") | USUAL
    usual = mailbox.port == PORTS.get(mailbox.security)
    return {
        "imap_host": mailbox.host,
        "imap_port": "" if usual else str(mailbox.port),
        "imap_security": mailbox.security,
        "imap_user": mailbox.user,
        "imap_folder": mailbox.folder,
        "imap_after": mailbox.after,
        "imap_moved_to": mailbox.moved_to,
        "history": next((key for key, days in DAYS.items() if days == mailbox.history_days), "0"),
    }


@verb
def save_mailbox(channel: Channel, typed: Mapping[str, str], *, by: Acting | Actor) -> None:
    """Let mail come in as typed; nothing where the form did not ask. Raises Invalid by the form's names, Refused.

    Sent on to us: a mailbox that there was is paused, so that nothing of it is lost.
    """
    mailbox = channel.mailboxes.first()
    match typed.get("in"):
        case "forward":
            if mailbox and not mailbox.paused:
                pause_mailbox(mailbox, by=by)
        case "imap":
            _imap(channel, mailbox, typed, by=by)
        case "house":
            _house(channel, mailbox, typed, by=by)


def _house(channel: Channel, mailbox: Mailbox | None, typed: Mapping[str, str], *, by: Acting | Actor) -> None:
    if mailbox is None or mailbox.login != Mailbox.Login.XOAUTH2 or not Grant.objects.filter(channel=channel).exists():
        raise Invalid(_("Sign in there first: the buttons are below."), field="in")
    wanted = _folder(typed) | {"user": typed.get("imap_user", "").strip() or mailbox.user}
    _change(mailbox, wanted, typed, by=by)


def _imap(channel: Channel, mailbox: Mailbox | None, typed: Mapping[str, str], *, by: Acting | Actor) -> None:
    security = typed.get("imap_security") or "tls"
    wanted: dict[str, Any] = {
        "host": typed.get("imap_host", "").strip().lower(),
        "port": _port(typed.get("imap_port", ""), security),
        "security": security,
        "user": typed.get("imap_user", "").strip(),
        "login": Mailbox.Login.PASSWORD,
        **_folder(typed),
    }
    if security not in Mailbox.Security.values:
        raise Invalid(_("Choose how the line is encrypted."), field="imap_security")
    if mailbox is not None:
        _change(mailbox, wanted, typed, by=by)
        return
    secret = typed.get("imap_password", "")
    if not secret:
        raise Invalid(_("The mailbox's password is needed, to fetch from it."), field="imap_password")
    days = DAYS.get(typed.get("history", "0"), 0)
    try:
        add_mailbox(channel, wanted.pop("host"), wanted.pop("user"), by=by, secret=secret, history_days=days, **wanted)
    except Invalid as error:
        raise _named(error) from error


def _change(mailbox: Mailbox, wanted: dict[str, Any], typed: Mapping[str, str], *, by: Acting | Actor) -> None:
    changed = {name: value for name, value in wanted.items() if getattr(mailbox, name) != value}
    secret = typed.get("imap_password") or None
    if changed.get("login") == Mailbox.Login.PASSWORD and secret is None:
        raise Invalid(_("The mailbox's password is needed, to fetch from it."), field="imap_password")
    try:
        if changed or (secret and mailbox.login == Mailbox.Login.PASSWORD):
            change_mailbox(mailbox, by=by, secret=secret, **changed)
        if mailbox.paused:
            pause_mailbox(mailbox, by=by, paused=False)
        days = DAYS.get(typed.get("history", ""), mailbox.history_days)
        if days not in (0, mailbox.history_days):
            take_history(mailbox, days, by=by)
    except Invalid as error:
        raise _named(error) from error


def _folder(typed: Mapping[str, str]) -> dict[str, str]:
    after = typed.get("imap_after") or Mailbox.After.LEAVE
    if after not in Mailbox.After.values:
        raise Invalid(_("Choose what becomes of mail that was taken in."), field="imap_after")
    moved_to = typed.get("imap_moved_to", "").strip()[:500] if after == Mailbox.After.MOVE else ""
    return {"folder": typed.get("imap_folder", "").strip()[:500] or "INBOX", "after": after, "moved_to": moved_to}


def _port(typed: str, security: str) -> int:
    typed = typed.strip()
    if not typed:
        return PORTS.get(security, 993)
    if not typed.isascii() or not typed.isdecimal() or len(typed) > 5:
        raise Invalid(_("A port is a number; most use 993."), field="imap_port")
    return int(typed)


def _named(error: Invalid) -> Invalid:
    """The same under the form's own names, where a server's and a relay's stand on one page."""
    name = {"secret": "imap_password"}.get(str(error.details.get("field")), f"imap_{error.details.get('field')}")
    return Invalid(error.sentence, field=name)
