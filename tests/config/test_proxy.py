"""Where a request comes from: a proxy's word counts only when it is one of ours."""

import asyncio
from ipaddress import ip_network
from typing import Any

import pytest

from cha.config.serve.proxy import TrustProxy

OURS = (ip_network("10.0.0.0/8"), ip_network("::1/128"))


def seen(client: str, headers: list[tuple[bytes, bytes]]) -> tuple[str, str, list[bytes]]:
    """Client, scheme and header names as the application sees them."""
    scopes: list[Any] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        scopes.append(scope)

    scope = {"type": "http", "client": (client, 5), "scheme": "http", "headers": headers}
    asyncio.run(TrustProxy(app, OURS)(scope, None, None))  # type: ignore[arg-type]
    return scopes[0]["client"][0], scopes[0]["scheme"], [name for name, _ in scopes[0]["headers"]]


@pytest.mark.parametrize(
    ("client", "forwarded", "origin"),
    [
        ("10.0.0.1", b"203.0.113.7", "203.0.113.7"),
        ("10.0.0.1", b"198.51.100.9, 203.0.113.7, 10.0.0.2", "203.0.113.7"),
        ("10.0.0.1", b"invented", "10.0.0.1"),
        ("10.0.0.1", b"", "10.0.0.1"),
        ("::1", b"2001:db8::5", "2001:db8::5"),
        ("203.0.113.7", b"198.51.100.9", "203.0.113.7"),
    ],
)
def test_last_address_that_is_no_proxy_of_ours_counts(client: str, forwarded: bytes, origin: str) -> None:
    assert seen(client, [(b"x-forwarded-for", forwarded)])[0] == origin


def test_scheme_counts_from_our_proxies_only() -> None:
    https = [(b"x-forwarded-proto", b"https")]
    assert seen("10.0.0.1", https)[1] == "https"
    assert seen("203.0.113.7", https)[1] == "http"


def test_forwarding_headers_never_reach_the_application() -> None:
    headers = [(b"x-forwarded-for", b"1.1.1.1"), (b"x-forwarded-host", b"evil.example"), (b"host", b"x")]
    assert seen("203.0.113.7", headers)[2] == [b"host"]
    assert seen("10.0.0.1", headers)[2] == [b"host"]
