"""What a business chose for its chat: on which sites it may stand, how it looks and greets, what it asks. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any, Final
from urllib.parse import urlsplit

import idna
from django.utils.translation import gettext as _

from cha.core.errors import Invalid

MEGABYTE: Final = 1024 * 1024
MOST_FILE: Final = 40
MOST_SITES: Final = 50
ASKS: Final = ("before", "after", "never")
SIDES: Final = ("end", "start")
_PORTS: Final = {"https": 443, "http": 80}


@dataclass(frozen=True, slots=True)
class Choices:
    """A chat channel's choices, as they are kept in its `settings`.

    `origins` as browsers write them ("https://shop.example"). `colour` "" is the business's own, `greeting` "" the
    usual words. `side` is where on the page it sits, in the direction of its writing. `faces` shows who is here,
    `phone` the number to call. `file_mb` is the largest file, 0 for none. `asks_mail`: before the first words, after
    them, or never. `asks_pages`: they are asked whether we may see the pages and the cart.
    """

    origins: tuple[str, ...] = ()
    colour: str = ""
    side: str = "end"
    greeting: str = ""
    faces: bool = True
    phone: bool = True
    file_mb: int = MOST_FILE
    asks_mail: str = "after"
    asks_pages: bool = False

    @property
    def file_bytes(self) -> int:
        """The largest file in bytes; 0 where none may be sent."""
        return self.file_mb * MEGABYTE

    def to_data(self) -> dict[str, Any]:
        """As the settings of a channel keep it."""
        values = {name: getattr(self, name) for name in self.__slots__}
        return {**values, "origins": list(self.origins)}


def choices_of(settings: Mapping[str, Any]) -> Choices:
    """A channel's choices; what was never chosen is as it usually is."""
    known = {name: settings[name] for name in Choices.__slots__ if name in settings}
    return Choices(**{**known, "origins": tuple(known.get("origins", ()))})


def origins_typed(text: str) -> tuple[str, ...]:
    """The sites in a field, one a line, as origins, each once. Raises Invalid for a line that is none."""
    lines = [line for line in text.replace(",", "\n").split("\n") if line.strip()]
    if len(lines) > MOST_SITES:
        raise Invalid(
            _("At most %(most)s sites. Take out those that are gone.") % {"most": MOST_SITES}, field="origins"
        )
    return tuple(dict.fromkeys(map(origin, lines)))


def origin(typed: str) -> str:
    """A site as browsers name it (RFC 6454, section 6.2): scheme and host, with the port where it is not the usual.

    A page's address will do; without a scheme it is https. Raises Invalid in words.
    """
    typed = typed.strip()
    wrong = {"site": typed[:80]}
    if "*" in typed:
        raise Invalid(_("Write each site by itself: “%(site)s” would let others in.") % wrong, field="origins")
    try:
        parts = urlsplit(typed if "://" in typed else f"https://{typed}")
        host, port = _host(parts.hostname or ""), parts.port
    except (ValueError, UnicodeError):
        host, port = "", None
    if not host or parts.scheme not in _PORTS or parts.username is not None:
        raise Invalid(_("“%(site)s” is no site. One looks like yourshop.example.") % wrong, field="origins")
    if parts.scheme == "http" and not _at_home(host):
        raise Invalid(
            _("“%(site)s” is not encrypted: anybody between could read along. Use https.") % wrong, field="origins"
        )
    return f"{parts.scheme}://{host}" + (f":{port}" if port and port != _PORTS[parts.scheme] else "")


def _host(name: str) -> str:
    """A host's name in letters that the wire has; "" for none. Raises ValueError for what cannot be one."""
    try:
        found = ip_address(name)
        return f"[{found}]" if found.version == 6 else str(found)
    except ValueError:
        pass
    if name == "localhost":
        return name
    return idna.encode(name.rstrip("."), uts46=True).decode("ascii") if "." in name.strip(".") else ""


def _at_home(host: str) -> bool:
    """Whether it is the machine of whoever builds the site."""
    return host in ("localhost", "127.0.0.1", "[::1]") or host.endswith((".localhost", ".test"))


def bare(origins: Iterable[str]) -> list[str]:
    """Origins as people write them: without https."""
    return [one.removeprefix("https://") for one in origins]
