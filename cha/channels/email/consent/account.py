"""Out through the account that mail is fetched from; as a relay's URL, `account+google://hello%40shop.example@CHANNEL`."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from functools import cache
from typing import Final
from urllib.parse import quote, unquote, urlsplit

from django.conf import settings

from cha.channels.email.consent.houses import House
from cha.channels.email.consent.renewing import let_go_of, token_of
from cha.channels.email.relay import Relay
from cha.channels.models.grant import Grant

SCHEME: Final = "account+"


@dataclass(frozen=True, slots=True)
class _Tokens:
    channel_id: int

    def get(self) -> str:
        """An access token. Raises Invalid, Unavailable."""
        return token_of(self.channel_id)

    def not_taken(self) -> bool:
        """Let go of it."""
        return let_go_of(self.channel_id)


def is_account(url: str) -> bool:
    """Whether a relay's URL means an account that somebody signed in to."""
    return url.startswith(SCHEME)


def account_url(grant: Grant) -> str:
    """The relay's URL that sends through a grant's account."""
    return f"{SCHEME}{grant.house}://{quote(grant.account, safe='')}@{grant.channel_id}"


@cache
def account_relay(url: str) -> Relay:
    """The relay of such a URL, so that its connections are shared. Raises ValueError when there is no such house."""
    parts = urlsplit(url)
    house: House | None = settings.CHA_MAIL_HOUSES.get(parts.scheme.removeprefix(SCHEME))
    if house is None:
        raise ValueError(f"Cha was started without a client for {parts.scheme.removeprefix(SCHEME)}")
    host, port = house.smtp
    return Relay(
        host,
        port,
        user=unquote(parts.username or ""),
        security="none" if house.plain else "starttls",
        hostname=socket.gethostname(),
        tokens=_Tokens(int(parts.hostname or 0)),
    )
