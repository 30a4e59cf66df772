"""The mail listener in the front: it listens in the loop, stores on a thread, and has our addresses in memory."""

from __future__ import annotations

import asyncio
import logging
import socket
import ssl
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

from django.db import close_old_connections

from cha.channels.email import lmtp, smtp
from cha.channels.email.receiving import Intake, Item
from cha.channels.models import Channel
from cha.channels.models.also import addresses_of
from cha.channels.models.payload import Arrival, receive
from cha.channels.ours import forms
from cha.config.options import Options

log = logging.getLogger("cha.mail")

MB = 1024 * 1024
LOOK_AGAIN = 2.0


class Addresses:
    """Which addresses take mail, in memory; looked up again every two seconds, for channels come and go."""

    def __init__(self) -> None:
        self._ours: frozenset[str] = frozenset()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="addresses")

    def __contains__(self, address: str) -> bool:
        """Whether mail to an address is for us; what stands behind a plus does not matter."""
        return any(form in self._ours for form in forms(address))

    async def keep(self) -> None:
        """Look again and again, for as long as it runs."""
        while True:
            await asyncio.sleep(LOOK_AGAIN)
            try:
                await self.look()
            except Exception as error:
                log.warning("the channels cannot be read, the addresses stay as they were: %s", error)

    async def look(self) -> None:
        """Look now."""
        self._ours = await asyncio.get_running_loop().run_in_executor(self._thread, listed)


def listed() -> frozenset[str]:
    """The addresses of the mail channels that are in use."""
    close_old_connections()
    channels = Channel.objects.filter(medium="email", active=True)
    return frozenset(address.lower() for channel in channels for address in addresses_of(channel))


def store(items: Sequence[Item]) -> None:
    """Store mails durably, all or none."""
    receive(
        [
            Arrival(
                "email",
                raw,
                {
                    "mail_from": envelope.mail_from,
                    "recipients": list(envelope.recipients),
                    "peer": envelope.peer,
                    "helo": envelope.helo,
                },
                envelope.received_at,
            )
            for raw, envelope in items
        ]
    )


class MailPart:
    """The listener, running. `close` takes no new mail and stores what waits."""

    def __init__(self, servers: Sequence[asyncio.Server], intake: Intake, keeping: asyncio.Task[None]) -> None:
        self.servers, self.intake, self.keeping = servers, intake, keeping

    async def close(self) -> None:
        """Stop in order."""
        for server in self.servers:
            server.close()
        self.keeping.cancel()
        await asyncio.to_thread(self.intake.close, 10.0)


def tls(options: Options) -> ssl.SSLContext | None:
    """What STARTTLS is offered with: the certificate of the pages, when there is one."""
    if not (options.tls_cert and options.tls_key):
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(options.tls_cert, options.tls_key)
    return context


async def start(options: Options) -> MailPart:
    """Listen for mail. Raises OSError when the port cannot be had."""
    addresses = Addresses()
    await addresses.look()
    loop = asyncio.get_running_loop()
    intake = Intake(store, before=close_old_connections).start()
    name = (urlsplit(options.url).hostname if options.url else None) or socket.gethostname()
    largest, is_ours = options.max_mail_mb * MB, addresses.__contains__
    where, another = f"{options.mail_host}:{options.mail_port}", "--mail-port"
    try:
        servers = [
            await smtp.start(
                loop,
                host=options.mail_host,
                port=options.mail_port,
                max_bytes=largest,
                is_ours=is_ours,
                intake=intake,
                tls_context=tls(options),
                hostname=name,
            )
        ]
        if options.lmtp:
            where, another = _written(options.lmtp), "--lmtp"
            servers.append(
                await lmtp.start(
                    loop, where=options.lmtp, max_bytes=largest, is_ours=is_ours, intake=intake, hostname=name
                )
            )
    except OSError as error:
        raise OSError(error.errno, f"Cannot listen for mail on {where}: {error.strerror}. Another {another}?") from None
    return MailPart(servers, intake, loop.create_task(addresses.keep(), name="addresses"))


def _written(where: Path | tuple[str, int]) -> str:
    return str(where) if isinstance(where, Path) else f"{where[0]}:{where[1]}"
