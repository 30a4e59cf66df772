"""Who their site says they are: a JWT (RFC 7519), signed with the chat's own key; HS256 and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import jwt
from django.utils.translation import gettext as _

from cha.channels.chat.identity_key import identity_key
from cha.channels.email.addresses import normal
from cha.channels.models import Channel
from cha.core.clock import now
from cha.core.errors import Refused
from cha.core.ids import encode

LONGEST: Final = timedelta(days=1)
# Clocks of two houses differ.
LEEWAY: Final = timedelta(minutes=1)
MOST_SUB: Final = 200
MOST: Final = 4096


@dataclass(frozen=True, slots=True)
class Identity:
    """`account` is the value of a contact point: nobody's but this chat's. `until` is aware.

    `email` is theirs unless the site says that it has not looked (`email_verified` false): then it is only claimed.
    """

    account: str
    until: datetime
    email: str = ""
    checked: bool = True
    name: str = ""


def read_identity(words: str, channel: Channel) -> Identity:
    """What a site says under its signature. Raises Refused, in one sentence for everything that is wrong with it."""
    key = identity_key(channel)
    if not key or len(words) > MOST:
        raise _refused()
    try:
        said = jwt.decode(
            words,
            key,
            algorithms=["HS256"],
            leeway=LEEWAY,
            options={"require": ["sub", "exp"], "verify_aud": False, "verify_sub": False},
        )
        return _identity(said, channel)
    except (jwt.PyJWTError, ValueError, TypeError, OverflowError, OSError) as error:
        raise _refused() from error


def _identity(said: dict[str, Any], channel: Channel) -> Identity:
    """The claims as values. Raises ValueError for any that cannot be."""
    sub, until, at = said["sub"], datetime.fromtimestamp(said["exp"], tz=UTC), now()
    if not isinstance(sub, str) or not sub.strip() or len(sub) > MOST_SUB or not sub.isprintable():
        raise ValueError("sub")
    if until > at + LONGEST + LEEWAY:
        raise ValueError("exp")
    begun = said.get("iat")
    if begun is not None and datetime.fromtimestamp(begun, tz=UTC) > at + LEEWAY:
        raise ValueError("iat")
    meant = said.get("aud")
    if meant is not None and channel.address not in ([meant] if isinstance(meant, str) else meant):
        raise ValueError("aud")
    email = normal(str(said.get("email") or "")) or ""
    name = " ".join(str(said.get("name") or "").split())[:200]
    checked = said.get("email_verified") in (None, True)
    return Identity(f"{encode(channel.pk)}:{sub.strip()}", until, email.lower(), checked, name)


def _refused() -> Refused:
    sentence = _("Your site could not say who you are. You can write all the same.")
    return Refused(sentence, code="identity")
