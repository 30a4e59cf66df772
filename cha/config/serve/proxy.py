"""Whose word counts on where a request comes from: only that of the proxies in `--trust-proxy`."""

from __future__ import annotations

import ipaddress
from collections.abc import Awaitable, Callable

from cha.config.kinds import Network
from cha.config.serve.body import Receive, Scope, Send

App = Callable[[Scope, Receive, Send], Awaitable[None]]
FORWARDED = {
    b"x-forwarded-for",
    b"x-forwarded-proto",
    b"x-forwarded-host",
    b"x-forwarded-port",
    b"forwarded",
    b"x-real-ip",
}


class TrustProxy:
    """Puts the real client and scheme into the request, and takes the forwarding headers out, trusted or forged."""

    def __init__(self, app: App, networks: tuple[Network, ...]) -> None:
        self.app, self.networks = app, networks

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        said = {name: value.decode("latin-1") for name, value in scope["headers"] if name in FORWARDED}
        scope = {**scope, "headers": [pair for pair in scope["headers"] if pair[0] not in FORWARDED]}
        client = scope.get("client")
        if client and self.trusted(client[0]):
            scope["client"] = (self.origin(client[0], said.get(b"x-forwarded-for", "")), 0)
            scheme = said.get(b"x-forwarded-proto", "").strip().lower()
            scope["scheme"] = scheme if scheme in {"http", "https"} else scope.get("scheme", "http")
        await self.app(scope, receive, send)

    def trusted(self, address: str) -> bool:
        """Whether an address is one of our proxies."""
        try:
            ip = ipaddress.ip_address(address)
        except ValueError:
            return False
        return any(ip in network for network in self.networks)

    def origin(self, peer: str, forwarded: str) -> str:
        """The last address of X-Forwarded-For that is no proxy of ours: what is left of it may be invented."""
        hops = [hop.strip() for hop in forwarded.split(",") if hop.strip()]
        for hop in reversed(hops):
            if not self.trusted(hop):
                return hop if _is_address(hop) else peer
        return hops[0] if hops else peer


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
