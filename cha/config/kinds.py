"""How the text of an option becomes a value: one small reader per kind, each says what is wrong in words."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Reader = Callable[[str], object]


def text(raw: str) -> str:
    """The text itself, without surrounding space."""
    return raw.strip()


def yesno(raw: str) -> bool:
    """Yes or no; raises ValueError for anything else."""
    word = raw.strip().lower()
    if word in {"1", "yes", "true", "on"}:
        return True
    if word in {"0", "no", "false", "off", ""}:
        return False
    raise ValueError("should be yes or no")


def whole(low: int, high: int) -> Callable[[str], int]:
    """A reader of whole numbers from `low` to `high`, both included."""

    def read(raw: str) -> int:
        try:
            number = int(raw)
        except ValueError:
            raise ValueError("should be a whole number") from None
        if not low <= number <= high:
            raise ValueError(f"should be from {low} to {high}")
        return number

    return read


def path(raw: str) -> Path:
    """An absolute path; `~` is the home folder."""
    return Path(raw).expanduser().absolute()


def optional_path(raw: str) -> Path | None:
    """An absolute path, or None for nothing."""
    return path(raw) if raw.strip() else None


def listening_place(raw: str) -> Path | tuple[str, int] | None:
    """Where to listen: the path of a socket, a port or host:port, or None for nothing."""
    word = raw.strip()
    if not word:
        return None
    if "/" in word:
        return path(word)
    host, _, port = word.rpartition(":")
    if not port.isdigit() or not 0 < int(port) < 65536:
        raise ValueError("should be a path, such as /run/cha/lmtp, or a host and port, such as 127.0.0.1:2424")
    return host.strip("[]") or "127.0.0.1", int(port)


def one_of(*words: str) -> Callable[[str], str]:
    """A reader that takes one of a few words."""

    def read(raw: str) -> str:
        word = raw.strip().lower()
        if word not in words:
            raise ValueError("should be one of " + ", ".join(words))
        return word

    return read


def networks(raw: str) -> tuple[Network, ...]:
    """Address ranges in CIDR form, separated by commas or spaces."""
    found: list[Network] = []
    for part in raw.replace(",", " ").split():
        try:
            found.append(ipaddress.ip_network(part, strict=False))
        except ValueError:
            raise ValueError(f"“{part}” is no address range such as 10.0.0.0/8") from None
    return tuple(found)


def names(raw: str) -> tuple[str, ...]:
    """Names of servers, separated by commas or spaces, in lower case."""
    return tuple(dict.fromkeys(raw.lower().replace(",", " ").split()))


def address_with(*schemes: str) -> Callable[[str], str]:
    """A reader of addresses (URLs) that start with one of the schemes; empty stays empty, a last slash goes."""

    def read(raw: str) -> str:
        url = raw.strip().rstrip("/") if "sqlite" not in schemes else raw.strip()
        if not url:
            return ""
        parts = urlsplit(url)
        if parts.scheme not in schemes:
            raise ValueError("should start with " + " or ".join(f"{scheme}://" for scheme in schemes))
        if not parts.hostname and parts.scheme != "sqlite":
            raise ValueError("has no host name")
        try:
            _ = parts.port
        except ValueError:
            raise ValueError("has no valid port") from None
        return url

    return read
