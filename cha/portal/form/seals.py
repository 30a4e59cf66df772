"""Seals: signed words that a form carries, so that nothing about it must be kept here while somebody fills it in."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.core import signing

from cha.channels.form.receiving import SentFile
from cha.channels.models import Channel
from cha.core.clock import now
from cha.core.ids import decode, encode

PAGE: Final = "cha.portal.form.page"
FILE: Final = "cha.portal.form.file"
SENT: Final = "cha.portal.form.sent"
KEPT_FOR: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it was made. `once` names what is sent with it; `age` is how long ago that was."""

    once: str
    age: timedelta
    seal: str


def page_seal(channel: Channel, once: str = "") -> str:
    """What a new page carries; `once` when it goes on with one that was not taken."""
    said = [encode(channel.pk), once or secrets.token_urlsafe(12), int(now().timestamp())]
    return signing.dumps(said, salt=PAGE)


def read_page(channel: Channel, seal: str) -> Page | None:
    """The page that a seal was made for; None when it is none of this form's."""
    try:
        name, once, made = signing.loads(seal, salt=PAGE)
        age = now() - datetime.fromtimestamp(made, UTC)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Page(str(once), age, seal) if name == encode(channel.pk) else None


def file_seal(file: SentFile) -> str:
    """What brings a file back that was kept with a form that was not taken."""
    return signing.dumps(asdict(file), salt=FILE)


def read_file(seal: str) -> SentFile | None:
    """The file that a seal was made for, within a week."""
    try:
        said: dict[str, Any] = signing.loads(seal, salt=FILE, max_age=KEPT_FOR)
        return SentFile(**said)
    except (signing.BadSignature, TypeError):
        return None


def sent_seal(message: int) -> str:
    """What opens the page that says what happens next."""
    return signing.dumps(encode(message), salt=SENT)


def read_sent(seal: str) -> int | None:
    """The message that was sent, within a day."""
    try:
        return decode(signing.loads(seal, salt=SENT, max_age=timedelta(days=1)))
    except (signing.BadSignature, ValueError):
        return None
