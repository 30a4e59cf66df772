"""Mail addresses in headers (RFC 5322, 6531, 6532): tolerant in, strict out.

The stdlib's parsers differ between patch releases and raise on hostile input; this one is linear and never raises.
"""

import re
from dataclasses import dataclass

import idna

from cha.core.errors import Invalid

_LOCAL = re.compile(r"^[^\s<>()\[\]:;,@\\\"\x00-\x1f\x7f]{1,64}\Z|^\"[^\"\x00-\x1f\x7f\\]{1,62}\"\Z")
_LABEL = re.compile(r"^(?!-)[a-z0-9_-]{1,63}(?<!-)\Z")
_LITERAL = re.compile(r"^\[[0-9A-Za-z.:]{3,60}\]\Z")


@dataclass(frozen=True, slots=True)
class Address:
    """A name as shown (may be empty) and an address `local@domain`, the domain in lower case."""

    name: str
    address: str

    @property
    def domain(self) -> str:
        """What follows the last @."""
        return self.address.rpartition("@")[2]


def normal(address: str) -> str | None:
    """The address in the one form Cha compares: domain lower case and in Unicode; None if it is none.

    The case of the local part is kept: a few hosts still mean it.
    """
    local, at, domain = address.strip().strip("<>").strip().rpartition("@")
    domain = domain.strip().rstrip(".").lower()
    local = local.strip()
    if not at or len(local) + len(domain) > 320 or not _LOCAL.match(local):
        return None
    if _LITERAL.match(domain):
        return f"{local}@{domain}"
    unicode_domain = _domain(domain)
    return f"{local}@{unicode_domain}" if unicode_domain else None


def address_of_ours(typed: str) -> str:
    """An address as it is written down, in lower case. Raises Invalid, naming one that would do."""
    usable = normal(typed)
    if usable is None:
        word = "".join(sign for sign in typed if sign.isalnum() or sign in ".-")[:60].strip(".-") or "yourshop"
        near = f"One looks like hello@{word if '.' in word else f'{word}.example'}."
        raise Invalid(f"“{typed.strip().lower()[:80]}” is no e-mail address. {near}", field="address")
    return usable.lower()


def ascii_domain(address: str) -> str:
    """The address with its domain as DNS and SMTP without SMTPUTF8 know it (`xn--…`); as given if it is no domain."""
    local, at, domain = address.rpartition("@")
    if domain.isascii():
        return address
    try:
        return local + at + idna.encode(domain, uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError, IndexError):
        return address


def split_addresses(value: str, *, limit: int) -> tuple[list[tuple[str, str]], int]:
    """Cut a header value into (display name, raw address) pairs: quotes, comments and groups understood.

    Returns at most `limit` pairs and how many there were. Encoded words are left for the caller to decode.
    """
    kept: list[tuple[str, str]] = []
    count = 0
    for item in _items(value):
        pair = _pair(item)
        if pair is None:
            continue
        count += 1
        if len(kept) < limit:
            kept.append(pair)
    return kept, count


@dataclass(slots=True)
class _Item:
    """The pieces of one list member while it is read."""

    words: list[str]
    angle: str | None
    comment: str


def _items(value: str) -> list[_Item]:
    items: list[_Item] = []
    item = _Item([], None, "")
    at, end = 0, len(value)
    while at < end:
        sign = value[at]
        if sign == '"':
            text, at = _quoted(value, at)
            local_part = at < end and value[at] == "@"
            item.words.append(f'"{text}"' if local_part else text)
        elif sign == "(":
            text, at = _comment(value, at)
            item.comment = text
        elif sign == "<":
            close = value.find(">", at)
            close = end if close < 0 else close
            if item.angle is None:
                item.angle = value[at + 1 : close]
            at = close + 1
        elif sign in ",;":
            items.append(item)
            item = _Item([], None, "")
            at += 1
        elif sign == ":" and item.angle is None and "@" not in "".join(item.words):
            item = _Item([], None, "")
            at += 1
        else:
            start = at
            while at < end and value[at] not in '"(<,;:':
                at += 1
            at += at == start
            item.words.append(value[start:at])
    items.append(item)
    return items


def _quoted(value: str, at: int) -> tuple[str, int]:
    """A quoted string from `at`; one that does not close within 500 characters is an ordinary character."""
    out: list[str] = []
    place = at + 1
    while place < min(len(value), at + 500):
        sign = value[place]
        if sign == "\\" and place + 1 < len(value):
            out.append(value[place + 1])
            place += 2
        elif sign == '"':
            return "".join(out), place + 1
        else:
            out.append(sign)
            place += 1
    return "", at + 1


def _comment(value: str, at: int) -> tuple[str, int]:
    depth, place = 0, at
    while place < len(value):
        sign = value[place]
        if sign == "\\":
            place += 2
            continue
        depth += (sign == "(") - (sign == ")")
        place += 1
        if depth == 0:
            return value[at + 1 : place - 1], place
    return "", len(value)


def _pair(item: _Item) -> tuple[str, str] | None:
    words = "".join(item.words).strip()
    if item.angle is not None:
        route = item.angle.strip()
        address = route.rpartition(":")[2] if route.startswith("@") else route
        return (words or item.comment.strip(), address.strip())
    if not words:
        return None
    if "@" in words:
        last = next((word for word in reversed(words.split()) if "@" in word), words)
        name = words.replace(last, "").strip() if " " in words and '"' not in last else ""
        return (name or item.comment.strip(), words if '"' in words else last)
    return (item.comment.strip(), words)


def _domain(domain: str) -> str | None:
    if not domain or len(domain) > 253 or any(sign in domain for sign in ' <>()[]:;,\\"@\x00\t'):
        return None
    try:
        plain = domain if domain.isascii() else idna.encode(domain, uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError, IndexError):
        return None
    if not all(_LABEL.match(label) for label in plain.split(".")):
        return None
    try:
        return idna.decode(plain) if "xn--" in plain else plain
    except (idna.IDNAError, UnicodeError, IndexError):
        return plain
