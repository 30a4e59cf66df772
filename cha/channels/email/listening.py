"""The built-in listener, with our channels behind it: takes mail for addresses that are ours, stores it, answers."""

from __future__ import annotations

import asyncio
import logging
import socket
import ssl
import threading
import time
from collections.abc import Sequence
from typing import Any

from django.db import DatabaseError, close_old_connections

from cha.channels.email import smtp
from cha.channels.email.intake import Intake, Item
from cha.channels.models import Channel
from cha.channels.models.payload import Arrival, receive

log = logging.getLogger("cha.mail")

LOOK_AGAIN = 2.0


class OurAddresses:
    """Which addresses are ours, answered from memory; a thread looks again every two seconds."""

    def __init__(self) -> None:
        self._known: frozenset[str] = frozenset()
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="addresses", daemon=True)

    def start(self) -> OurAddresses:
        """Look once, then keep looking."""
        self.look()
        self._thread.start()
        return self

    def __call__(self, address: str) -> bool:
        local, _, domain = address.lower().rpartition("@")
        return f"{local}@{domain}" in self._known or f"{local.split('+')[0]}@{domain}" in self._known

    def look(self) -> None:
        """Read the addresses of the active e-mail channels."""
        rows = Channel.objects.filter(medium="email", active=True).values_list("address", flat=True)
        self._known = frozenset(rows)

    def close(self) -> None:
        """Stop looking."""
        self._closing.set()

    def _watch(self) -> None:
        while not self._closing.wait(LOOK_AGAIN):
            try:
                self.look()
            except DatabaseError:
                # What was known stays known: a locked database must not refuse mail.
                log.warning("could not look up our addresses", exc_info=True)
                close_old_connections()


def take_many(items: Sequence[Item]) -> None:
    """Store mails durably, all of them or none (law 1). Runs on the intake's thread."""
    started = time.monotonic()
    receive(
        [
            Arrival(
                medium="email",
                raw=raw,
                envelope={
                    "mail_from": envelope.mail_from,
                    "recipients": list(envelope.recipients),
                    "peer": envelope.peer,
                    "helo": envelope.helo,
                },
                received_at=envelope.received_at,
            )
            for raw, envelope in items
        ]
    )
    log.debug("stored %s mails in %.0f ms", len(items), (time.monotonic() - started) * 1000)


class Listening:
    """The running listener; `close` ends it after what was taken is stored."""

    def __init__(self, server: asyncio.Server, intake: Intake, ours: OurAddresses) -> None:
        self.server, self.intake, self.ours = server, intake, ours

    @property
    def port(self) -> int:
        """The port it got."""
        return int(self.server.sockets[0].getsockname()[1])

    def close(self) -> None:
        """Stop taking mail and store what was taken."""
        self.server.close()
        self.ours.close()
        self.intake.close()


async def start(loop: asyncio.AbstractEventLoop, options: Any) -> Listening:
    """Listen on `options.mail_host` and `mail_port`. Raises OSError when the port cannot be had."""
    ours = OurAddresses()
    await loop.run_in_executor(None, ours.start)
    intake = Intake(take_many, after=close_old_connections).start()
    server = await smtp.start(
        loop,
        host=options.mail_host,
        port=options.mail_port,
        max_bytes=options.max_mail_mb * 1024 * 1024,
        is_ours=ours,
        intake=intake,
        hostname=socket.gethostname(),
        tls_context=_tls(options),
    )
    return Listening(server, intake, ours)


def _tls(options: Any) -> ssl.SSLContext | None:
    if not (options.tls_cert and options.tls_key):
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(options.tls_cert, options.tls_key)
    return context
