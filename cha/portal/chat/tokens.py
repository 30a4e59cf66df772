"""A visitor's token: which chat, which browser, which series of it, and until when its site's word for it counts.

Signed with our own key. Raising the series of a visitor (`forget_visitor`) voids all that were given out before.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.core import signing

from cha.channels.models.visit import LASTS
from cha.core.clock import now
from cha.core.errors import SignedOut

SALT: Final = "cha.portal.chat.visitor"
FILE_SALT: Final = "cha.portal.chat.file"


@dataclass(frozen=True, slots=True)
class Token:
    """`until` is when the word of the site about who it is ends; None without one."""

    channel: int
    key: str
    series: int
    until: datetime | None = None

    @property
    def signed(self) -> bool:
        """Whether the site says, now, who this is."""
        return self.until is not None and self.until > now()


def new_key() -> str:
    """The name of a browser nobody has met: 128 bits of chance."""
    return secrets.token_hex(16)


def token_words(token: Token) -> str:
    """A token as the browser keeps it."""
    until = int(token.until.timestamp()) if token.until else 0
    return signing.dumps([token.channel, token.key, token.series, until], salt=SALT)


def read_token(words: str, channel: int) -> Token:
    """What a browser's token says. Raises SignedOut for one that is forged, too old, or for another chat."""
    try:
        of, key, series, until = signing.loads(words, salt=SALT, max_age=LASTS)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise signed_out() from error
    if of != channel:
        raise signed_out()
    return Token(of, str(key), int(series), datetime.fromtimestamp(until, tz=now().tzinfo) if until else None)


def signed_out() -> SignedOut:
    """What is said to a browser that nobody knows any more."""
    from django.utils.translation import gettext as _

    return SignedOut(_("This device is not known here any more. Please begin again."), code="signed_out")
