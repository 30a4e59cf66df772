"""Out through a provider's HTTP interface, by django-anymail: one URL says which provider, and with which key.

`anymail+mailgun://KEY@mg.shop.example`, `anymail+postmark://TOKEN@`, `anymail+mailjet://KEY:SECRET@`; further settings
of the provider's backend follow as a query (`?api_url=https://api.eu.mailgun.net/v3`). It is kept sealed as a channel's
relay. A provider's own tracking of opens and clicks is turned off wherever it can be.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import formataddr
from functools import cache
from importlib import import_module
from typing import Any, Final
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMultiAlternatives

from cha.channels.base import Outcome
from cha.channels.email.addresses import ascii_domain
from cha.channels.email.composing import Outgoing

SCHEME: Final = "anymail+"
TIMEOUT: Final = 20.0
MISSING: Final = "Mail providers need a package that is not installed: pip install cha[providers]."
# What each provider's backend calls what stands before the @ of the URL, and behind it.
KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "brevo": ("api_key",),
    "mailersend": ("api_token",),
    "mailgun": ("api_key",),
    "mailjet": ("api_key", "secret_key"),
    "mailtrap": ("api_token",),
    "mandrill": ("api_key",),
    "postal": ("api_key",),
    "postmark": ("server_token",),
    "resend": ("api_key",),
    "scaleway": ("project_id", "secret_key"),
    "sendgrid": ("api_key",),
    "sparkpost": ("api_key",),
    "unisender_go": ("api_key",),
}
DOMAINS: Final = {"mailgun": "sender_domain"}
TRACKS: Final = ("mailersend", "mailgun", "mailjet", "mandrill", "postmark", "sendgrid", "sparkpost")
# Not the mail's fault: busy, or a key that a member can mend.
PASSES: Final = (401, 402, 403, 407, 408, 425, 429)


@dataclass(frozen=True, slots=True)
class Provider:
    """One provider with its settings, `name` as in `KEYS`."""

    name: str
    settings: Mapping[str, str] = field(repr=False)

    @classmethod
    def from_url(cls, url: str) -> Provider:
        """From `anymail+NAME://KEY[:SECRET]@[domain][?setting=value]`. Raises ValueError in words."""
        parts = urlsplit(url)
        name = parts.scheme.removeprefix(SCHEME).replace("-", "_")
        if name not in KEYS:
            raise ValueError(f"“{name}” is no provider that is known here: {', '.join(KEYS)}")
        given = [unquote(part) for part in (parts.username, parts.password) if part]
        if len(given) != len(KEYS[name]):
            raise ValueError(f"{name} needs {' and '.join(KEYS[name])} before the @")
        found = dict(zip(KEYS[name], given, strict=True)) | dict(parse_qsl(parts.query))
        if parts.hostname and name in DOMAINS:
            found[DOMAINS[name]] = parts.hostname
        return cls(name, found)

    def send(self, mail: Outgoing, *, hidden: tuple[str, ...] = ()) -> Outcome:
        """Hand over one mail; never raises. `hidden` are addresses that no header names."""
        try:
            from anymail import exceptions
        except ImportError:
            return Outcome(sent=False, said=MISSING)
        message = _message(mail, hidden)
        if self.name in TRACKS:
            message.track_opens = message.track_clicks = False
        if self.name == "postmark":
            message.extra_headers["X-PM-KeepID"] = "true"
        try:
            self._backend().send_messages([message])
        except exceptions.AnymailRecipientsRefused as error:
            return Outcome(sent=False, permanent=True, code=550, said=_words(error))
        except exceptions.AnymailAPIError as error:
            return _failed(error)
        except (exceptions.AnymailError, ValueError) as error:
            return Outcome(sent=False, permanent=True, said=_words(error))
        except ImproperlyConfigured as error:
            return Outcome(sent=False, said=_words(error))
        return _taken(message)

    def _backend(self) -> Any:
        backend = import_module(f"anymail.backends.{self.name}").EmailBackend
        return backend(fail_silently=False, timeout=TIMEOUT, **self.settings)


@cache
def provider_for(url: str) -> Provider:
    """The provider of a URL. Raises ValueError as `Provider.from_url`."""
    return Provider.from_url(url)


def is_provider(url: str) -> bool:
    """Whether a relay's URL means a provider."""
    return url.startswith(SCHEME)


def _message(mail: Outgoing, hidden: tuple[str, ...]) -> Any:
    headers = {"Message-ID": mail.message_id, **mail.more_headers}
    if mail.in_reply_to:
        headers["In-Reply-To"] = mail.in_reply_to
    if mail.references:
        headers["References"] = " ".join(mail.references)
    if mail.auto_submitted:
        headers |= {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All", "Precedence": "auto_reply"}
    if mail.loop_mark:
        headers["X-Cha-Loop"] = mail.loop_mark
    message: Any = EmailMultiAlternatives(
        subject=" ".join(mail.subject.split()),
        body=mail.text,
        from_email=_named(mail.from_address, mail.from_name),
        to=[_named(*pair) for pair in mail.to],
        cc=[_named(*pair) for pair in mail.cc],
        bcc=list(hidden),
        reply_to=[_named(mail.reply_to, mail.from_name)] if mail.reply_to else None,
        headers=headers,
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    for file in mail.attachments:
        message.attach(file.name, file.content, file.content_type)
    return message


def _named(address: str, name: str) -> str:
    return formataddr((" ".join(name.split()), ascii_domain(address)), charset="utf-8")


def _taken(message: Any) -> Outcome:
    """What the provider said of each address: those it did not take are refused, the others are on their way."""
    status = message.anymail_status
    code = getattr(status.esp_response, "status_code", 200)
    if code >= 400:
        # A refusal in words that the library does not know: nothing was taken.
        return Outcome(
            sent=False, permanent=True, code=code, said=f"The provider said {code}: {_told(status.esp_response)}"
        )
    ids = status.message_id if isinstance(status.message_id, set) else {status.message_id}
    refused = {
        address: (550, f"The provider says: {one.status}.")
        for address, one in status.recipients.items()
        if one.status in ("invalid", "rejected", "failed")
    }
    name = next((str(one) for one in sorted(filter(None, ids), key=str)), "")
    return Outcome(sent=True, code=250, said="The provider took it.", refused=refused, provider_id=name)


def _failed(error: Any) -> Outcome:
    code: int | None = error.status_code
    if code is None:
        # Nobody said whether it arrived: the connection was made, and broke or fell silent after that.
        doubt = any(kind.__name__ in ("ReadTimeout", "ChunkedEncodingError") for kind in type(error.__cause__).__mro__)
        return Outcome(
            sent=False, said=f"The provider cannot be reached: {_words(error.__cause__ or error)}", doubt=doubt
        )
    permanent = 400 <= code < 500 and code not in PASSES
    return Outcome(
        sent=False, permanent=permanent, code=code, said=f"The provider said {code}: {_told(error.response)}"
    )


def _told(response: Any) -> str:
    try:
        told = response.json()
    except (AttributeError, ValueError):
        return " ".join(str(getattr(response, "text", "")).split())[:300]
    words = told.get("message") or told.get("Message") or told.get("error") if isinstance(told, dict) else told
    return " ".join(str(words or told).split())[:300]


def _words(error: BaseException) -> str:
    return " ".join(str(error).split())[:300]
