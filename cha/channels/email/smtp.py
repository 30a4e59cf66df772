"""The SMTP listener: takes mail for our addresses and nobody else's (RFC 5321, 1870, 6152, 6531, 2920, 3207).

Everything here runs on the event loop and never blocks it; storing happens on the intake's thread.
DATA is read in chunks up to the terminator, with a cap per mail, a cap on all mail in flight, an idle time
and a total time, so slow or endless senders cost nobody else anything.
"""

import asyncio
import logging
import ssl
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from ipaddress import ip_address
from typing import Any, cast

import aiosmtpd.smtp

from cha.channels.email.addresses import normal
from cha.channels.email.receiving import Envelope, Intake, refusal

log = logging.getLogger(__name__)
_END = b"\r\n.\r\n"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one sender, and all of them together, may ask of the listener. Times in seconds, sizes in bytes.

    Peers on this machine (a relay in front) are exempt from `per_peer`, not from `connections`.
    """

    connections: int = 500
    per_peer: int = 40
    recipients: int = 100
    commands: int = 1000
    recipient_commands: int = 5000
    idle: float = 60.0
    data: float = 900.0
    storing: float = 60.0
    in_flight: int = 256 * 1024 * 1024
    chunk: int = 64 * 1024


@dataclass(slots=True)
class Shared:
    """What all connections of one listener know."""

    max_bytes: int
    is_ours: Callable[[str], bool]
    intake: Intake
    limits: Limits
    connections: int = 0
    in_flight: int = 0
    per_peer: Counter[str] = field(default_factory=Counter)


async def start(
    loop: asyncio.AbstractEventLoop,
    *,
    host: str,
    port: int,
    max_bytes: int,
    is_ours: Callable[[str], bool],
    intake: Intake,
    hostname: str,
    tls_context: ssl.SSLContext | None = None,
    limits: Limits | None = None,
) -> asyncio.Server:
    """Listen for mail; close the returned server to stop. Raises OSError when the port cannot be had.

    `is_ours` gets a normal address (domain lower case) and is asked on the event loop: it must answer from memory.
    `intake` must be started. `max_bytes` is announced as SIZE and enforced while the mail streams in.
    """
    shared = Shared(max_bytes, is_ours, intake, limits or Limits())

    def connection() -> asyncio.Protocol:
        return Connection(shared, hostname=hostname, tls_context=tls_context, loop=loop)

    return await loop.create_server(connection, host, port, backlog=200)


class _Answers:
    """aiosmtpd's hooks: each returns the line that the sender reads."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared

    async def handle_EHLO(  # noqa: N802
        self,
        server: "Connection",
        session: aiosmtpd.smtp.Session,
        envelope: aiosmtpd.smtp.Envelope,
        hostname: str,
        responses: list[str],
    ) -> list[str]:
        session.host_name = hostname
        return [*responses[:-1], "250-PIPELINING", "250 ENHANCEDSTATUSCODES"]

    async def handle_MAIL(  # noqa: N802
        self,
        server: "Connection",
        session: aiosmtpd.smtp.Session,
        envelope: aiosmtpd.smtp.Envelope,
        address: str,
        options: list[str],
    ) -> str:
        envelope.mail_from = address or "<>"
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_RCPT(  # noqa: N802
        self,
        server: "Connection",
        session: aiosmtpd.smtp.Session,
        envelope: aiosmtpd.smtp.Envelope,
        address: str,
        options: list[str],
    ) -> str:
        usable = normal(address)
        if usable is None:
            return "553 5.1.3 this is not an address"
        if len(envelope.rcpt_tos) >= self._shared.limits.recipients:
            return f"452 4.5.3 at most {self._shared.limits.recipients} recipients at once"
        if not self._shared.is_ours(usable):
            return "550 5.1.1 nobody here has this address"
        if usable not in envelope.rcpt_tos or server.answers_each:
            envelope.rcpt_tos.append(usable)
        return "250 2.1.5 OK"

    async def handle_exception(self, error: Exception) -> str:
        log.warning("an SMTP session failed: %r", error)
        return "451 4.3.0 that could not be understood, please try again"


class Connection(aiosmtpd.smtp.SMTP):
    """One SMTP session. `answers_each`: what became of a mail is said once for each recipient that was taken (LMTP)."""

    line_length_limit = 64 * 1024
    answers_each = False

    def __init__(
        self, shared: Shared, *, hostname: str, tls_context: ssl.SSLContext | None, loop: asyncio.AbstractEventLoop
    ) -> None:
        limits = shared.limits
        self.line_length_limit = limits.chunk
        self.command_size_limits = defaultdict(lambda: 2048)
        super().__init__(
            _Answers(shared),
            data_size_limit=shared.max_bytes,
            enable_SMTPUTF8=True,
            hostname=hostname,
            ident="ESMTP Cha",
            tls_context=tls_context,
            timeout=limits.idle,
            auth_exclude_mechanism=["PLAIN", "LOGIN"],
            command_call_limit={"*": limits.commands, "RCPT": limits.recipient_commands},
            loop=loop,
        )
        self._shared = shared
        self._limits = limits
        self._peer: str | None = None
        self._turned_away = False
        self._data_until: float | None = None
        self._heard_at = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Count the connection; beyond the limits answer 421 and close."""
        if self._original_transport is None:
            reason = self._admit(transport)
            if reason:
                self._turned_away = True
                cast(asyncio.Transport, transport).write(f"421 4.7.0 {reason}, please try again later\r\n".encode())
                transport.close()
                return
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        """Forget the connection."""
        if self._peer is not None:
            self._shared.connections -= 1
            self._shared.per_peer[self._peer] -= 1
            if self._shared.per_peer[self._peer] <= 0:
                del self._shared.per_peer[self._peer]
            self._peer = None
        if not self._turned_away:
            super().connection_lost(error)

    def data_received(self, data: bytes) -> None:
        """Remember when the sender last said something."""
        self._heard_at = self.loop.time()
        if not self._turned_away:
            super().data_received(data)

    def eof_received(self) -> bool | None:
        """The sender hung up."""
        return False if self._turned_away else super().eof_received()

    def _admit(self, transport: asyncio.BaseTransport) -> str | None:
        shared, limits = self._shared, self._limits
        peername = transport.get_extra_info("peername")
        peer = str(peername[0]) if isinstance(peername, tuple) else "local"
        if shared.connections >= limits.connections:
            return "too many connections"
        if shared.per_peer[peer] >= limits.per_peer and not _is_local(peer):
            return "too many connections from you"
        shared.connections += 1
        shared.per_peer[peer] += 1
        self._peer = peer
        return None

    def _timeout_cb(self) -> None:
        """Idle: close with a reason. Within DATA only silence or the total time counts."""
        now = self.loop.time()
        if self._data_until is not None:
            left = min(self._data_until, self._heard_at + self._limits.idle) - now
            if left > 0:
                self._reset_timeout(max(left, 0.05))
                return
        if self.transport is not None:
            self._writer.write(b"421 4.4.2 too slow, please try again\r\n")
        super()._timeout_cb()  # type: ignore[no-untyped-call]

    async def smtp_DATA(self, arg: str | None) -> None:  # noqa: N802
        """Read a mail to its end, store it, and only then say 250."""
        if await self.check_helo_needed():
            return
        if self.envelope is None or not self.envelope.rcpt_tos:
            await self.push("503 5.5.1 need RCPT first")
            return
        if arg:
            await self.push("501 5.5.4 DATA takes nothing")
            return
        await self.push("354 End data with <CR><LF>.<CR><LF>")
        self._data_until = self.loop.time() + self._limits.data
        self._reset_timeout(min(self._limits.idle, self._limits.data))
        reserved = [0]
        try:
            raw, answer = await self._read_mail(reserved)
            if raw is not None:
                self._data_until = None
                self._reset_timeout(self._limits.storing + 30)
                answer = await self._store(raw)
                self._reset_timeout()
        finally:
            self._data_until = None
            self._shared.in_flight -= reserved[0]
        times = len(self.envelope.rcpt_tos) if self.answers_each else 1
        self._set_post_data_state()  # type: ignore[no-untyped-call]
        if self.transport is not None:
            await self.push("\r\n".join([answer] * times))
            if answer.startswith("552 5.3.4 far"):
                self.transport.close()

    async def _read_mail(self, reserved: list[int]) -> tuple[bytes | None, str]:
        """The mail with its dots unstuffed, or None and the refusal once its end was read."""
        shared = self._shared
        # The line break that ended the DATA command also begins a terminator right after it (an empty mail).
        buffer: bytearray = self._reader._buffer  # type: ignore[attr-defined]
        buffer[:0] = b"\r\n"
        mail = bytearray()
        size = 0
        answer = ""
        ended = False
        while not ended:
            chunk, ended = await self._next_chunk()
            size += len(chunk)
            if size > shared.max_bytes * 2 + 1_000_000:
                return None, "552 5.3.4 far too large, closing"
            if not answer:
                answer = self._refuse_chunk(size, len(chunk))
            if answer:
                mail.clear()
                shared.in_flight -= reserved[0]
                reserved[0] = 0
                continue
            shared.in_flight += len(chunk)
            reserved[0] += len(chunk)
            mail += chunk
        if answer:
            return None, answer
        return bytes(mail[: -len(_END)] + b"\r\n").replace(b"\r\n.", b"\r\n")[2:], ""

    def _refuse_chunk(self, size: int, more: int) -> str:
        if size > self._shared.max_bytes + len(_END) + 2:
            return f"552 5.3.4 too large: at most {self._shared.max_bytes // 1_000_000} MB"
        if self._shared.in_flight + more > self._limits.in_flight:
            return "452 4.3.1 too much mail at once, please try again"
        return ""

    async def _next_chunk(self) -> tuple[bytes, bool]:
        """Some bytes of DATA, and whether they end it."""
        try:
            return await self._reader.readuntil(_END), True
        except asyncio.LimitOverrunError as error:
            return await self._reader.readexactly(error.consumed), False

    async def _store(self, raw: bytes) -> str:
        """Hand the mail to the intake and wait until it is on the disk; the answer for the sender."""
        spoken, session = cast(aiosmtpd.smtp.Envelope, self.envelope), cast(aiosmtpd.smtp.Session, self.session)
        mail_from = spoken.mail_from or ""
        envelope = Envelope(
            mail_from="" if mail_from == "<>" else mail_from,
            recipients=tuple(dict.fromkeys(spoken.rcpt_tos)),
            peer=_peer_words(session.peer),
            helo=str(session.host_name or ""),
            received_at=datetime.now(UTC),
        )
        try:
            async with asyncio.timeout(self._limits.storing):
                await asyncio.wrap_future(self._shared.intake.submit(raw, envelope))
        except Exception as error:
            # Whatever kept it from the disk, the sender keeps it and comes back.
            return refusal(error)
        return "250 2.0.0 received and kept"


def _is_local(peer: str) -> bool:
    try:
        return ip_address(peer.removeprefix("::ffff:")).is_loopback
    except ValueError:
        return peer == "local"


def _peer_words(peer: Any) -> str:
    return str(peer[0]) if isinstance(peer, tuple) else str(peer or "")
