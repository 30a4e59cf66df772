"""Who vouches for the sender: Authentication-Results (RFC 8601) of servers that are trusted, and of no others.

Alignment is relaxed by suffix: `d=shop.example` speaks for `news.shop.example` and the other way round, never for a
neighbour (`a.shop.example` for `b.shop.example`), so that no list of public suffixes is needed to be safe.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from cha.channels.email.addresses import ascii_domain
from cha.channels.email.reading.tree import Part
from cha.channels.email.reading.words import header_text

_METHOD = re.compile(r"^\s*([a-z][a-z0-9-]{0,40})(?:/\d+)?\s*=\s*([a-z]{1,20})\b(.*)$", re.IGNORECASE | re.DOTALL)
_PROPERTY = re.compile(r"\b(header|smtp|policy)\.([a-z-]{1,20})\s*=\s*\"?([^\s;\"]{1,320})", re.IGNORECASE)
_BY = re.compile(r"\bby\s+([A-Za-z0-9.-]{1,253})")
_LONGEST = 8000
_SAYS_NOTHING = ("none", "neutral", "temperror")
_FAILED = ("fail", "softfail", "permerror", "policy")


@dataclass(slots=True)
class _Result:
    method: str
    verdict: str
    properties: dict[str, str]


def authenticate(mail: Part, sender: str, trusted: Collection[str]) -> str:
    """`pass` when the domain of `sender` vouches for it, `fail` when it disowns it, "" when no trusted server said.

    `trusted` are authserv-ids (a server's own name, or a domain that it lies under).
    """
    domain = _plain(sender.rpartition("@")[2])
    if not domain or not trusted:
        return ""
    results = [result for said in _trusted_headers(mail, trusted) for result in _results(said)]
    by_dmarc = [result for result in results if result.method == "dmarc" and _speaks(result, domain)]
    if by_dmarc and by_dmarc[0].verdict in ("pass", "fail"):
        return by_dmarc[0].verdict
    vouching = [result for result in results if result.method in ("dkim", "spf")]
    if any(result.verdict == "pass" and _names(result, domain) for result in vouching):
        return "pass"
    said = [result for result in vouching if result.verdict not in _SAYS_NOTHING]
    return "fail" if said and all(result.verdict in _FAILED for result in said) else ""


def _speaks(result: _Result, domain: str) -> bool:
    """Whether a DMARC result is about this domain: it may not say, but it may not say another."""
    named = result.properties.get("header.from", "")
    return not named or aligned(named.rpartition("@")[2], domain)


def _names(result: _Result, domain: str) -> bool:
    keys = ("header.d", "header.i") if result.method == "dkim" else ("smtp.mailfrom", "smtp.mail", "smtp.helo")
    named = next((result.properties[key] for key in keys if key in result.properties), "")
    return bool(named) and aligned(named.rpartition("@")[2], domain)


def aligned(one: str, other: str) -> bool:
    """Whether one domain speaks for the other: it is the same, or one lies under the other."""
    one, other = _plain(one), _plain(other)
    shorter, longer = sorted((one, other), key=len)
    return shorter == longer or ("." in shorter and longer.endswith(f".{shorter}"))


def _plain(domain: str) -> str:
    return ascii_domain(f"x@{domain.strip().strip('<>.').lower()}")[2:]


def _trusted_headers(mail: Part, trusted: Collection[str]) -> Iterator[str]:
    """The topmost run: a server writes its results above what came before it, so what lies deeper is a stranger's."""
    names = {_plain(name) for name in trusted}
    by, ours, begun = "", False, False
    for key, value in mail.headers:
        if key == "received":
            found = _BY.search(header_text(value))
            by = found[1].lower() if found else ""
            if begun or (ours and _foreign(by, names)):
                return
            ours = ours or _under(by, names)
        elif key == "authentication-results":
            said = _without_comments(header_text(value, limit=_LONGEST))
            if _under(_server(said) or by, names):
                begun = True
                yield said


def _under(server: str, names: set[str]) -> bool:
    return any(server == name or server.endswith(f".{name}") for name in names)


def _foreign(server: str, names: set[str]) -> bool:
    """Whether a server with a full name is of another house than the trusted ones."""
    houses = {".".join(name.split(".")[-2:]) for name in names}
    named = "." in server and not server.startswith("localhost") and not server.replace(".", "").isdigit()
    return named and not _under(server, houses)


def _server(said: str) -> str:
    """The authserv-id; "" where a header begins with a result (Exchange Online names no server)."""
    first = said.partition(";")[0].strip()
    return "" if "=" in first or not first else _plain(first.split()[0])


def _without_comments(said: str) -> str:
    """Comments gone, and quoted strings in one piece: what a sender put into either cannot look like a result."""
    out: list[str] = []
    depth, quoted, escaped = 0, False, False
    for sign in said:
        if escaped:
            escaped = False
        elif sign == "\\" and (quoted or depth):
            escaped = True
        elif sign == '"' and not depth:
            quoted = not quoted
        elif quoted:
            out.append(sign if sign.isalnum() or sign in "@.-_+" else "_")
        elif sign in "()":
            depth = max(0, depth + (1 if sign == "(" else -1))
            out.append(" ")
        elif not depth:
            out.append(sign)
    return "".join(out)


def _results(said: str) -> Iterator[_Result]:
    for piece in said.split(";")[:50]:
        found = _METHOD.match(piece)
        if found:
            properties = {f"{one[1]}.{one[2]}".lower(): one[3] for one in _PROPERTY.finditer(found[3])}
            yield _Result(found[1].lower(), found[2].lower(), properties)
