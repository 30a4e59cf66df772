"""How often one may, in the chat: first the visitor, then their address, then the channel; a flood hurts nobody else.

What is refused for the first counts for none after it, so that one visitor cannot use up what is everybody's.
"""

from __future__ import annotations

import ipaddress
from typing import Final, NamedTuple

from django.http import HttpRequest
from django.utils.translation import gettext as _

from cha.core.errors import TooMany
from cha.core.limits import within

MINUTE: Final = 60
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR
HERE: Final = ("127.0.0.1", "::/64")


class Limit(NamedTuple):
    """At most so many in so many seconds, counted from the first."""

    most: int
    seconds: int


PER_VISITOR: Final = Limit(240, MINUTE)
PER_ADDRESS: Final = Limit(1200, MINUTE)
MESSAGES: Final = (Limit(20, MINUTE), Limit(200, HOUR))
MESSAGES_PER_ADDRESS: Final = Limit(240, MINUTE)
MESSAGES_PER_CHANNEL: Final = Limit(12_000, MINUTE)
NEW_VISITORS: Final = Limit(60, 10 * MINUTE)
FILES: Final = (Limit(20, HOUR),)
FILES_PER_ADDRESS: Final = Limit(120, HOUR)
ADDRESSES: Final = Limit(3, DAY)
MAILS_TO_ONE: Final = Limit(10, DAY)
ADDRESSES_PER_MACHINE: Final = Limit(20, DAY)


def must(what: str, who: object, *limits: Limit) -> None:
    """Count one more; raise TooMany, with the seconds to wait, when that is too many."""
    for limit in limits:
        if not within(f"chat-{what}-{limit.seconds}", who, limit.most, seconds=limit.seconds):
            raise TooMany(_("That is a lot at once. Please wait a moment, then try again."), after=limit.seconds)


def must_from(what: str, machine: str, *limits: Limit) -> None:
    """The same for the address that a request comes from; not for this machine's own, where a proxy was not named."""
    if machine not in HERE:
        must(what, machine, *limits)


def must_message(key: str, machine: str, channel: int) -> None:
    """Let one more message through. Raises TooMany."""
    must("messages", key, *MESSAGES)
    must_from("messages-address", machine, MESSAGES_PER_ADDRESS)
    must("messages-channel", channel, MESSAGES_PER_CHANNEL)


def must_mail(key: str, address: str, machine: str) -> None:
    """Let one mail to an address go: three addresses a day per visitor, and nobody's mailbox is flooded."""
    if within("chat-mailed", (key, address), 1, seconds=DAY):
        must("addresses", key, ADDRESSES)
        must_from("addresses-machine", machine, ADDRESSES_PER_MACHINE)
    must("mails", address, MAILS_TO_ONE)


def machine_of(request: HttpRequest) -> str:
    """Where a request comes from; of IPv6 the network, as one machine has all of it."""
    said = request.META.get("REMOTE_ADDR", "")
    try:
        ip = ipaddress.ip_address(said)
    except ValueError:
        return str(said)
    return str(ipaddress.ip_network((ip, 64), strict=False)) if ip.version == 6 else said
