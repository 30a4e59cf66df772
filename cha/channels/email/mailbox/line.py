"""The line to a server: bytes out and in, each step with a patience, every answer with a bound.

A server that stalls, drips, hangs up, or never ends a line costs its own mailbox a failure, and nobody else anything.
"""

from __future__ import annotations

import select
import socket
import ssl
import time
from dataclasses import dataclass
from typing import Final

from cha.channels.email.mailbox.causes import Cause, Trouble, of_connecting, of_speaking
from cha.channels.email.mailbox.replies import LITERAL, Piece, Reply, read_reply

CHUNK: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a server may take, in seconds: to let us in, to say the next thing, to end an answer.

    `per_byte` lengthens the whole for what is large: 50 µs a byte is 20 KB a second.
    """

    connecting: float = 10.0
    silence: float = 10.0
    whole: float = 60.0
    per_byte: float = 0.00005


class Line:
    """A connection that is read reply by reply."""

    longest_line = 64 * 1024

    def __init__(self, sock: socket.socket, patience: Patience) -> None:
        self._sock, self.patience = sock, patience
        self._buffer = bytearray()
        self._until = 0.0
        self.begin()

    @classmethod
    def to(cls, host: str, port: int, patience: Patience, tls: ssl.SSLContext | None = None) -> Line:
        """Connect; with `tls` encrypt before anything is said. Raises Trouble."""
        try:
            sock = socket.create_connection((host, port), patience.connecting)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except (OSError, UnicodeError) as error:
            raise of_connecting(error if isinstance(error, OSError) else socket.gaierror(str(error))) from error
        line = cls(sock, patience)
        if tls is not None:
            line.encrypt(tls, host)
        return line

    def encrypt(self, tls: ssl.SSLContext, host: str) -> None:
        """Encrypt from here on. What was said in the clear before counts for nothing. Raises Trouble."""
        self._buffer.clear()
        self._sock.settimeout(self.patience.connecting)
        try:
            self._sock = tls.wrap_socket(self._sock, server_hostname=host)
        except (OSError, ValueError) as error:
            self.close()
            raise of_connecting(error if isinstance(error, OSError) else ssl.SSLError(str(error))) from error

    def begin(self, expected: int = 0) -> None:
        """A new answer of about so many bytes begins: it may take its time from now on."""
        self._until = time.monotonic() + self.patience.whole + expected * self.patience.per_byte

    def send(self, raw: bytes) -> None:
        """Say something. Raises Trouble."""
        self._sock.settimeout(self.patience.silence)
        try:
            self._sock.sendall(raw)
        except OSError as error:
            raise of_speaking(error) from error

    def reply(self, largest: int) -> Reply:
        """The next reply, whose literals may have `largest` bytes together. Raises Trouble."""
        pieces: list[Piece] = []
        left = largest
        while True:
            line = self._line()
            found = LITERAL.search(line)
            if found is None:
                pieces.append((line, None))
                break
            size = int(found[1])
            if size > left or len(pieces) > 200:
                raise Trouble(Cause.NONSENSE, f"a literal of {size} bytes where at most {left} were to be expected")
            left -= size
            pieces.append((line, self._exactly(size)))
        try:
            return read_reply(pieces)
        except ValueError as error:
            raise Trouble(Cause.NONSENSE, str(error)) from error

    def wait(self, other: socket.socket, seconds: float) -> bool:
        """Wait until the server has something to say (True), `other` can be read, or the time is up (False)."""
        if self._buffer or (isinstance(self._sock, ssl.SSLSocket) and self._sock.pending()):
            return True
        poll = select.poll()
        for sock in (self._sock, other):
            poll.register(sock, select.POLLIN)
        ready = {number for number, _ in poll.poll(max(seconds, 0) * 1000)}
        return self._sock.fileno() in ready

    def close(self) -> None:
        """Hang up."""
        try:
            self._sock.close()
        except OSError:
            return

    def _line(self) -> bytes:
        looked = 0
        while (end := self._buffer.find(b"\n", looked)) < 0:
            looked = len(self._buffer)
            if looked > self.longest_line:
                raise Trouble(Cause.NONSENSE, f"a line of more than {self.longest_line} bytes")
            self._more(CHUNK)
        line = bytes(self._buffer[:end]).rstrip(b"\r")
        del self._buffer[: end + 1]
        return line

    def _exactly(self, size: int) -> bytes:
        while len(self._buffer) < size:
            self._more(CHUNK)
        taken = bytes(memoryview(self._buffer)[:size])
        del self._buffer[:size]
        return taken

    def _more(self, most: int) -> None:
        left = self._until - time.monotonic()
        if left <= 0:
            raise Trouble(Cause.STALLED)
        self._sock.settimeout(min(self.patience.silence, left))
        try:
            chunk = self._sock.recv(most)
        except OSError as error:
            raise of_speaking(error) from error
        if not chunk:
            raise Trouble(Cause.HUNG_UP)
        self._buffer += chunk
