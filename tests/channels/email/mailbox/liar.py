"""A mail server that lies: real protocol on a real socket, honest until told otherwise.

liar.lie = "drop"          what it does from now on, when a mail is asked for (or, for some, from the greeting on)
liar.times = 2             so often, then it is honest again
liar.about = 1             about this mail only
liar.asked                 every command that it was given
"""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from tests.shop import raw_mail

LONG = 10**9


class Liar:
    """Mails are `(uid, raw)`, or made when asked for: `count` of them by `make(uid)`."""

    def __init__(self) -> None:
        self.mails: dict[int, bytes] = {}
        self.count, self.year = 0, 2019
        self.make: Callable[[int], bytes] = lambda uid: raw_mail(f"Mail {uid}.", message_id=f"<{uid}@liar.example>")
        self.uid_validity = 7
        self.lie, self.times, self.about = "", LONG, 0
        self.asked: list[str] = []
        self.capabilities = "IMAP4rev1 IDLE MOVE UIDPLUS AUTH=XOAUTH2"
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self._told: dict[socket.socket, int] = {}
        self._open: list[socket.socket] = []
        self._closing = threading.Event()
        threading.Thread(target=self._accept, daemon=True).start()

    def gets(self, raw: bytes) -> int:
        """A mail arrives."""
        uid = max([*self.mails, self.count, 0]) + 1
        self.mails[uid] = raw
        return uid

    @property
    def exists(self) -> int:
        return self.count + len(self.mails)

    def uid_at(self, seq: int) -> int:
        return seq if seq <= self.count else sorted(self.mails)[seq - self.count - 1]

    def close(self) -> None:
        self._closing.set()
        for sock in (self._socket, *self._open):
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
            sock.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                sock, _ = self._socket.accept()
                self._open.append(sock)
                threading.Thread(target=self._serve, args=(sock,), daemon=True).start()

    def _lies(self, *kinds: str) -> bool:
        if self.lie not in kinds or self.times <= 0:
            return False
        self.times -= 1
        return True

    def _serve(self, sock: socket.socket) -> None:
        with suppress(OSError), sock, sock.makefile("rb") as file:
            if self._lies("silent"):
                self._closing.wait(30)
            elif self._lies("bye"):
                sock.sendall(b"* BYE too busy, come back\r\n")
            elif self._lies("web"):
                sock.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            elif self._lies("endless_line"):
                while not self._closing.is_set():
                    sock.sendall(b"* OK " + b"x" * 65536)
            elif self._lies("drip"):
                for sign in b"* OK" + b" " * 1000:
                    sock.sendall(bytes([sign]))
                    self._closing.wait(0.2)
            else:
                sock.sendall(b"* OK ready\r\n")
                for line in file:
                    self._answer(sock, file, line.decode("utf-8", "replace").strip())

    def _answer(self, sock: socket.socket, file: object, line: str) -> None:
        self.asked.append(line)
        tag, _, rest = line.partition(" ")
        word = rest.split(" ")[0].upper()
        if word == "CAPABILITY":
            sock.sendall(f"* CAPABILITY {self.capabilities}\r\n".encode())
        elif word == "AUTHENTICATE":
            sock.sendall(b"+ \r\n")
            self.asked.append(file.readline().decode().strip())  # type: ignore[attr-defined]
        elif word == "LIST":
            sock.sendall(b'* LIST () "/" INBOX\r\n')
        elif word == "SELECT":
            self._told[sock] = self.exists
            sock.sendall(f"* {self.exists} EXISTS\r\n* OK [UIDVALIDITY {self.uid_validity}] so\r\n".encode())
        elif word == "FETCH":
            self._rows(sock, rest)
        elif rest.upper().startswith("UID FETCH"):
            self._bodies(sock, rest)
        elif word == "IDLE":
            self._idle(sock, file)
        elif word == "NOOP":
            self._tell(sock)
        sock.sendall(f"{tag} OK done\r\n".encode())

    def _rows(self, sock: socket.socket, rest: str) -> None:
        first, last = map(int, re.findall(r"\d+", rest)[:2])
        falling = self._lies("falling")
        if self._lies("deep"):
            sock.sendall(b"* 1 FETCH " + b"(" * 5000 + b"\r\n")
        if self._lies("endless_rows"):
            while not self._closing.is_set():
                sock.sendall(b"* 1 FETCH (UID 1 RFC822.SIZE 5 FLAGS ())\r\n" * 500)
        for seq in range(first, last + 1):
            uid = self.uid_at(self.exists - seq + 1 if falling else seq)
            size = len(self._mail(uid))
            # Of those that it makes it says that they are old; of the others, that they come from the future.
            date = f'"06-May-{self.year} 10:00:00 +0000"' if uid <= self.count else '"23-Nov-2099 03:00:00 +0000"'
            row = f"* {seq} FETCH (UID {uid} RFC822.SIZE {size} FLAGS () INTERNALDATE {date})\r\n"
            sock.sendall(row.encode())

    def _bodies(self, sock: socket.socket, rest: str) -> None:
        ranges = re.findall(r"(\d+)(?::(\d+))?", rest.split()[2])
        wanted = [uid for low, high in ranges for uid in range(int(low), int(high or low) + 1)]
        part = "BODY[]" if "BODY.PEEK[]" in rest else "BODY[HEADER.FIELDS (MESSAGE-ID)]"
        for uid in wanted:
            raw = self._mail(uid)
            if part != "BODY[]":
                self._row(sock, uid, b"UID %d" % uid if "BODY" not in rest else b"UID %d BODY[X] {0}\r\n" % uid)
            elif not self._lied(sock, uid, raw):
                self._row(sock, uid, b"UID %d BODY[] {%d}\r\n%s" % (uid, len(raw), raw))

    def _lied(self, sock: socket.socket, uid: int, raw: bytes) -> bool:
        """Whether a mail was told falsely, or not at all."""
        if self.about not in (0, uid):
            return False
        if self._lies("stall"):
            sock.sendall(b"* 1 FETCH (UID %d BODY[] {%d}\r\n%s" % (uid, len(raw), raw[:20]))
            self._closing.wait(30)
        elif self._lies("drop"):
            sock.sendall(b"* 1 FETCH (UID %d BODY[] {%d}\r\n%s" % (uid, len(raw), raw[:20]))
            sock.shutdown(socket.SHUT_RDWR)
            raise OSError
        elif self._lies("too_short"):
            self._row(sock, uid, b"UID %d BODY[] {%d}\r\n%s" % (uid, len(raw) - 20, raw))
        elif self._lies("too_long"):
            self._row(sock, uid, b"UID %d BODY[] {%d}\r\n%s" % (uid, len(raw) + 50_000, raw))
        elif self._lies("huge"):
            self._row(sock, uid, b"UID %d BODY[] {999999999999}\r\n%s" % (uid, raw))
        elif not self._lies("left_out"):
            return False
        return True

    def _row(self, sock: socket.socket, uid: int, words: bytes) -> None:
        seq = uid if uid <= self.count else self.count + sorted(self.mails).index(uid) + 1
        sock.sendall(b"* %d FETCH (%s)\r\n" % (seq, words))

    def _idle(self, sock: socket.socket, file: object) -> None:
        sock.sendall(b"+ idling\r\n")
        done = threading.Event()

        def tell() -> None:
            while not done.wait(0.02):
                with suppress(OSError):
                    self._tell(sock)

        threading.Thread(target=tell, daemon=True).start()
        file.readline()  # type: ignore[attr-defined]
        done.set()

    def _tell(self, sock: socket.socket) -> None:
        """News of how many there are, when there is some."""
        exists = self.exists
        if self._told.get(sock, exists) != exists:
            self._told[sock] = exists
            sock.sendall(f"* {exists} EXISTS\r\n".encode())

    def _mail(self, uid: int) -> bytes:
        return self.mails[uid] if uid in self.mails else self.make(uid)


@contextmanager
def lying() -> Iterator[Liar]:
    """A liar while the block runs."""
    liar = Liar()
    try:
        yield liar
    finally:
        liar.close()
