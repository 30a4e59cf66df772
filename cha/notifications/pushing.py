"""Pushing: one message to one browser, by RFC 8030. Every answer of the push service is a value, never an exception."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

from django.conf import settings

from cha.channels.letters import letter_channel
from cha.core.errors import ChaError, Invalid, Refused
from cha.core.outbound import fetch
from cha.core.secrets import unseal
from cha.notifications.encryption import claim, encrypted
from cha.notifications.models import PushBrowser, push_keys

# A browser that is off this long need not be told: it is in the inbox.
KEPT_FOR: Final = timedelta(hours=12)
LONGEST_WAIT: Final = timedelta(hours=1)
_GONE: Final = (404, 410)


@dataclass(frozen=True, slots=True)
class Pushed:
    """What became of it. `gone`: that browser takes no push any more; `again`: how long the service asks us to wait."""

    sent: bool = False
    gone: bool = False
    again: timedelta | None = None
    said: str = ""


def push(browser: PushBrowser, told: bytes, at: datetime) -> Pushed:
    """Send it once, encrypted for this browser. Must not be called inside a transaction."""
    try:
        keys = push_keys()
        p256dh, _, auth = unseal(browser.sealed).partition(" ")
        body = encrypted(told, p256dh, auth)
        signed = claim(browser.endpoint, unseal(keys.sealed), operator(), at)
    except (Invalid, ValueError) as error:
        # Sealed under another key of ours: this browser must ask anew, as it does when it next opens a page.
        return Pushed(gone=True, said=str(error))
    headers = {
        "Authorization": signed,
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(int(KEPT_FOR.total_seconds())),
        "Urgency": "normal",
    }
    try:
        answer = fetch(
            browser.endpoint, method="POST", body=body, headers=headers, allow_private=settings.CHA_PUSH_PRIVATE
        )
    except (Refused, Invalid) as error:
        return Pushed(gone=True, said=error.sentence)
    except ChaError as error:
        return Pushed(again=timedelta(minutes=1), said=error.sentence)
    return judged(answer.status, answer.headers.get("retry-after", ""), at)


def judged(status: int, retry_after: str, at: datetime) -> Pushed:
    """What a status of a push service means (RFC 8030, 5 and 7.3; 413 is ours to avoid)."""
    if 200 <= status < 300:
        return Pushed(sent=True, said="")
    if status in _GONE:
        return Pushed(gone=True, said=f"{status}: gone")
    if status == 429 or status >= 500:
        return Pushed(again=_pause(retry_after, at), said=f"{status}: later")
    return Pushed(said=f"{status}: not taken")


def _pause(retry_after: str, at: datetime) -> timedelta:
    """Seconds or a date (RFC 9110, 10.2.3), an hour at most; a minute when it says nothing that can be read."""
    said = retry_after.strip()
    if said.isdigit():
        wait = timedelta(seconds=min(int(said), 86400))
    else:
        try:
            moment = parsedate_to_datetime(said)
        except ValueError:
            return timedelta(minutes=1)
        wait = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - at
    return min(max(wait, timedelta(seconds=1)), LONGEST_WAIT)


def operator() -> str:
    """Where the operator of a push service can write to, when something is amiss with what we send."""
    ours = letter_channel()
    return f"mailto:{ours.address if ours else 'postmaster@localhost'}"
