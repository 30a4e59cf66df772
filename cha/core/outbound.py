"""Outbound HTTP, guarded: no private addresses, no endless answers, no redirects followed, every failure named.

The name is resolved once, every address it has is checked, and the connection is made to the very address that was
checked: a name that changes its mind between check and use (DNS rebinding) gains nothing.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from cha.core.errors import Invalid, Refused, TooLarge, Unavailable

TIMEOUT = 10.0
# Of all of it: a server that sends a byte now and then never lets a timeout pass.
WHOLE = 30.0
MOST = 1024 * 1024
Resolve = Callable[[str, int], list[str]]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the other side said. Header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def resolve(host: str, port: int) -> list[str]:
    """Every address of a host, as text. Raises Unavailable when it has none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise Unavailable(f"{host} cannot be found: {error}.", code="no_such_host") from error
    return [str(row[4][0]) for row in found]


def is_public(address: str) -> bool:
    """Whether an IP address lies in the open internet: not loopback, private, link-local, multicast or reserved.

    IPv4 inside IPv6 (mapped, 6to4, Teredo, NAT64) is judged by the IPv4 address.
    """
    ip: ipaddress.IPv4Address | ipaddress.IPv6Address = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in ipaddress.ip_network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        ip = inner or ip
    return ip.is_global and not ip.is_multicast


def fetch(
    url: str,
    *,
    method: str = "GET",
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    timeout: float = TIMEOUT,
    whole: float = WHOLE,
    most: int = MOST,
    allow_private: bool = False,
    resolve: Resolve = resolve,
) -> Answer:
    """Ask `url` once. Times in seconds, of each step and of the `whole`, sizes in bytes. Never follows a redirect.

    Raises Invalid for what is no http(s) URL, Refused for a private address, Unavailable when nobody answers (with the
    cause in words; its code is `no_such_host` or `not_reached` when nothing was sent), TooLarge for an answer of more
    than `most` bytes. Must not be called inside a transaction.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
        raise Invalid(f"“{url[:200]}” is no address of a web server: it begins with https:// and a name.", field="url")
    port = parts.port or (443 if parts.scheme == "https" else 80)
    addresses = resolve(parts.hostname, port)
    if not allow_private and not all(map(is_public, addresses)):
        raise Refused(f"{parts.hostname} leads to a private address, which outbound calls must not.", code="private")
    connection = _Pinned(parts.hostname, port, addresses[0], timeout, tls=parts.scheme == "https")
    watch = threading.Timer(whole, connection.cut)
    watch.daemon = True
    watch.start()
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request(method, path, body=body, headers=dict(headers or {}))
        answer = connection.getresponse()
        content = answer.read(most + 1)
    except (OSError, ValueError, http.client.HTTPException) as error:
        why = "it took too long" if connection.was_cut else str(error) or type(error).__name__
        code = "unavailable" if connection.reached else "not_reached"
        raise Unavailable(f"{parts.hostname} did not answer: {why}.", code=code) from error
    finally:
        watch.cancel()
        connection.let_go()
    if connection.was_cut:
        raise Unavailable(f"{parts.hostname} did not answer: it took too long.")
    if len(content) > most:
        raise TooLarge(f"{parts.hostname} answered with more than {most // 1024} KB.")
    return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, content)


class _Pinned(http.client.HTTPConnection):
    """A connection to one address, speaking (and, with TLS, proving) the name that was asked for."""

    def __init__(self, host: str, port: int, address: str, timeout: float, *, tls: bool) -> None:
        super().__init__(host, port, timeout=timeout)
        self._address, self._tls = address, tls
        self._handle: socket.socket | None = None
        self.was_cut = self.reached = False

    def connect(self) -> None:
        self.sock = socket.create_connection((self._address, self.port), self.timeout)
        # Another hand on the line: what wraps the socket for TLS takes the first one with it.
        self._handle = self.sock.dup()
        if self._tls:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)
        self.reached = True

    def cut(self) -> None:
        """End it from another thread, wherever it is: who waits for the other side hears that it hung up."""
        self.was_cut = True
        if self._handle is not None:
            with suppress(OSError):
                self._handle.shutdown(socket.SHUT_RDWR)

    def let_go(self) -> None:
        """Close everything."""
        self.close()
        if self._handle is not None:
            self._handle.close()
