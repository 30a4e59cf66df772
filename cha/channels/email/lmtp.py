"""The LMTP listener (RFC 2033): a mail server on this machine or network hands mail over, and hears of each recipient.

It is the SMTP listener (smtp.py) with another greeting: the same limits, the same "kept, then answered". Where that
answers a mail once, this answers once for every recipient that was taken, in their order.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import aiosmtpd.smtp

from cha.channels.email.receiving import Intake
from cha.channels.email.smtp import Connection, Limits, Shared


async def start(
    loop: asyncio.AbstractEventLoop,
    *,
    where: Path | tuple[str, int],
    max_bytes: int,
    is_ours: Callable[[str], bool],
    intake: Intake,
    hostname: str,
    limits: Limits | None = None,
) -> asyncio.Server:
    """Listen on a socket's path, or on (host, port); close the returned server to stop. Raises OSError.

    Who may reach a socket is decided by its folder. Otherwise as `smtp.start`.
    """
    shared = Shared(max_bytes, is_ours, intake, limits or Limits())

    def connection() -> asyncio.Protocol:
        return LmtpConnection(shared, hostname=hostname, tls_context=None, loop=loop)

    if isinstance(where, Path):
        server = await loop.create_unix_server(connection, str(where), backlog=200)
        _let_others_in(where)
        return server
    host, port = where
    return await loop.create_server(connection, host, port, backlog=200)


def _let_others_in(where: Path) -> None:
    """The mail server runs as another user."""
    where.chmod(0o666)


class LmtpConnection(Connection):
    """One LMTP session."""

    answers_each = True

    @aiosmtpd.smtp.syntax("LHLO hostname")
    async def smtp_LHLO(self, arg: str) -> None:  # noqa: N802 - aiosmtpd's way of naming commands
        """The greeting."""
        await super().smtp_EHLO(arg)

    async def smtp_EHLO(self, arg: str) -> None:  # noqa: N802
        """SMTP's greeting is none here."""
        await self.push("500 5.5.1 this is LMTP: say LHLO")

    async def smtp_HELO(self, arg: str) -> None:  # noqa: N802
        """SMTP's greeting is none here."""
        await self.push("500 5.5.1 this is LMTP: say LHLO")
