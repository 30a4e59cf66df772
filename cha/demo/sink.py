"""Where the demo's outgoing mail ends: a real SMTP server on this machine that takes everything into the mailbox."""

from __future__ import annotations

import asyncio
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

from cha.demo import mailbox


class Taker:
    """What aiosmtpd asks for each mail."""

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Put the mail into the box of each recipient."""
        raw: Any = envelope.content or b""
        for address in envelope.rcpt_tos:
            await asyncio.to_thread(mailbox.put, address, bytes(raw))
        return "250 2.0.0 It is in the demo's mailbox"


async def start(host: str, port: int) -> asyncio.Server:
    """Listen on this machine's own address. Raises OSError when the port cannot be had."""
    loop = asyncio.get_running_loop()
    taker = Taker()

    def connection() -> SMTP:
        return SMTP(
            taker,
            data_size_limit=mailbox.LARGEST,
            enable_SMTPUTF8=True,
            hostname="demo.localhost",
            ident="the demo's mailbox",
            loop=loop,
        )

    try:
        return await loop.create_server(connection, host, port)
    except OSError as error:
        where = f"{host}:{port}"
        said = f"The demo's mailbox cannot listen on {where}: {error.strerror}. Another --demo-mail-port?"
        raise OSError(error.errno, said) from None
