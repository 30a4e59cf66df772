"""Providers that post to us, and what a post of theirs says; django-anymail proves who it is from, in constant time.

Some sign each post with a key of their own; the others are given a password in the address they post to.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from importlib import import_module
from typing import Any, Final

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from django.utils.translation import gettext as _

from cha.channels.email.provider import MISSING
from cha.core.errors import Invalid, Refused, Unavailable

# As anymail calls its classes.
CALLED: Final[Mapping[str, str]] = {
    "brevo": "Brevo",
    "mailersend": "MailerSend",
    "mailgun": "Mailgun",
    "mailjet": "Mailjet",
    "postmark": "Postmark",
    "sendgrid": "SendGrid",
    "sparkpost": "SparkPost",
}
# Those that sign, and what their classes call the key.
SIGNS: Final[Mapping[str, tuple[str, ...]]] = {
    "mailersend": ("signing_secret", "inbound_secret"),
    "mailgun": ("webhook_signing_key",),
}
# Brevo tells of a mail without giving it.
NEWS_ONLY: Final = ("brevo",)
USER: Final = "cha"
IN, NEWS = "in", "news"


def hook_typed(typed: Mapping[str, str]) -> tuple[str, str]:
    """Which provider is to post ("" for none), and its key ("" where a password is to be made). Raises Invalid."""
    provider, key = typed.get("hook_provider", ""), typed.get("hook_key", "").strip()
    if provider and provider not in CALLED:
        raise Invalid(_("Which provider is it?"), field="hook_provider")
    if provider in SIGNS and not key:
        raise Invalid(_("Its signing key is needed; it is among its settings for webhooks."), field="hook_key")
    return provider, key if provider in SIGNS else ""


def read_post(request: HttpRequest, provider: str, what: str, secret: str) -> list[Any]:
    """The events in a post: anymail's inbound events (`what` is "in"), or its tracking events ("news").

    Raises Refused for one that is not signed with `secret`, Invalid for one that cannot be read.
    """
    view = _view(provider, what, secret)
    try:
        view.run_validators(request)
    except SuspiciousOperation as error:
        raise Refused(_("This is not signed as it should be."), code="signature") from error
    try:
        return [event for event in view.parse_events(request) if event is not None]
    except SuspiciousOperation:
        raise
    except Exception as error:
        # Whatever a post makes their reader stumble over, it is the post that is wrong.
        raise Invalid(_("This post cannot be read: %(why)s") % {"why": str(error)[:200]}, code="post") from error


def raw_of(event: Any) -> bytes:
    """The mail of an inbound event: the raw bytes where the provider gave them, else written anew from its parts."""
    said = event.esp_event
    form = getattr(said, "POST", None)
    if form is not None:
        raw = form.get("body-mime") or form.get("email")
    else:
        raw = said.get("RawEmail") or said.get("data", {}).get("raw") if isinstance(said, dict) else None
    return raw.encode("utf-8", "surrogateescape") if isinstance(raw, str) and raw else bytes(event.message.as_bytes())


def _view(provider: str, what: str, secret: str) -> Any:
    if provider not in CALLED or (what == IN and provider in NEWS_ONLY):
        raise Invalid(_("Nothing of this kind comes from there."), code="provider")
    try:
        module = import_module(f"anymail.webhooks.{provider}")
    except ImportError as error:
        raise Unavailable(MISSING) from error
    name = f"{CALLED[provider]}{'Inbound' if what == IN else 'Tracking'}WebhookView"
    given = dict.fromkeys(SIGNS[provider], secret) if provider in SIGNS else {"webhook_secret": f"{USER}:{secret}"}
    with warnings.catch_warnings():
        # Anymail warns where no password is asked for; those posts are signed.
        warnings.simplefilter("ignore")
        return getattr(module, name)(**given)
