"""A session with an IMAP server: only the commands that fetching needs, none whose answer could be without end.

Mails are asked for by place in the folder or by UID, a bounded number at a time; there is no SEARCH.
"""

from __future__ import annotations

import base64
import re
import socket
import ssl
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from cha.channels.email.mailbox.causes import Cause, Trouble
from cha.channels.email.mailbox.line import Line, Patience
from cha.channels.email.mailbox.names import Folder, read, written
from cha.channels.email.mailbox.replies import Reply, Row, Value, read_row

_PLAIN: Final = re.compile(rb"[\x20-\x7e]*\Z")
SMALL: Final = 64 * 1024
# Replies that nobody asked for (news about other mails) are legal in any answer; so many of them are not.
NEWS: Final = 5000
META: Final = b"(UID FLAGS INTERNALDATE RFC822.SIZE)"
HEADER: Final = b"BODY.PEEK[HEADER]"
BODY: Final = b"BODY.PEEK[]"
MESSAGE_ID: Final = b"BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)]"


@dataclass(frozen=True, slots=True)
class Selected:
    """An open folder: what its UIDs hold for, and how many mails lie in it."""

    uid_validity: int
    exists: int


class Session:
    """One connection, from greeting to good-bye. Every method raises Trouble."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._number, self._tag = 0, ""
        self.capabilities: frozenset[str] = frozenset()
        self.exists = 0
        greeting = line.reply(SMALL)
        if greeting.kind == "BYE":
            raise Trouble(Cause.SAID_NO, greeting.text)
        if greeting.tag != "*" or greeting.kind not in ("OK", "PREAUTH"):
            raise Trouble(Cause.NONSENSE, f"the greeting was {greeting.kind or greeting.tag} {greeting.text}")
        self._note(greeting)

    @classmethod
    def open(cls, host: str, port: int, security: str, patience: Patience, tls: ssl.SSLContext) -> Session:
        """Connect and encrypt: `security` is tls (at once), starttls, or none. Raises Trouble."""
        line = Line.to(host, port, patience, tls if security == "tls" else None)
        try:
            session = cls(line)
            if security == "starttls":
                session._encrypt(tls, host)
            if not session.capabilities:
                session._ask(b"CAPABILITY")
        except BaseException:
            line.close()
            raise
        return session

    def sign_in(self, user: str, password: str) -> None:
        """Sign in with a password."""
        if "LOGINDISABLED" in self.capabilities and "AUTH=PLAIN" not in self.capabilities:
            raise Trouble(Cause.ENCRYPTION, "LOGINDISABLED")
        plain = not (user + password).isascii() or "LOGINDISABLED" in self.capabilities
        if plain and "AUTH=PLAIN" in self.capabilities:
            self._authenticate(b"PLAIN", f"\0{user}\0{password}".encode(), Cause.PASSWORD)
        else:
            self._sign(self._send(b"LOGIN", _quoted(user), _quoted(password)), Cause.PASSWORD)

    def sign_in_by_token(self, user: str, token: str) -> None:
        """Sign in with an access token (XOAUTH2, as Google and Microsoft take it)."""
        if "AUTH=XOAUTH2" not in self.capabilities:
            raise Trouble(Cause.TOKEN, "XOAUTH2 is not offered here")
        self._authenticate(b"XOAUTH2", f"user={user}\x01auth=Bearer {token}\x01\x01".encode(), Cause.TOKEN)

    def folders(self) -> list[Folder]:
        """Every folder, with what it is for where the server says so."""
        found: list[Folder] = []

        def note(reply: Reply) -> None:
            match reply:
                case Reply(kind="LIST", values=(tuple() as attributes, between, bytes() as name)):
                    marks = _words(attributes)
                    found.append(Folder(read(name), marks, (between if isinstance(between, bytes) else b"").decode()))

        special = [b"RETURN (SPECIAL-USE)"] if {"SPECIAL-USE", "LIST-EXTENDED"} <= self.capabilities else []
        self._ask(b'LIST "" "*"', *special, on=note)
        return found

    def select(self, folder: str) -> Selected:
        """Open a folder to take from."""
        validity = [0]

        def note(reply: Reply) -> None:
            name, _, value = reply.code.partition(" ")
            if name.upper() == "UIDVALIDITY" and value.isdigit() and len(value) <= 19:
                validity[0] = int(value)

        self.exists = 0
        self._line.begin()
        done = self._answer(self._send(b"SELECT", _quoted(written(folder))), on=note)
        if done.kind != "OK":
            raise Trouble(Cause.FOLDER if not _passing(done) else Cause.SAID_NO, done.text)
        return Selected(validity[0], self.exists)

    def rows(self, first: int, last: int) -> list[Row]:
        """What lies at these places (counted from 1, both included), by place; none of them with its body."""
        if last < first:
            return []
        found: list[Row] = []
        self._ask(b"FETCH %d:%d %s" % (first, last, META), on=_keeping(found), least=last - first + 1)
        return sorted((row for row in found if first <= row.seq <= last), key=lambda row: row.seq)

    def bodies(self, uids: Sequence[int], part: bytes, largest: int, expected: int = 0) -> dict[int, bytes]:
        """Those bytes of these mails, by UID; a mail that is gone is left out. None of them becomes seen by this.

        A literal of more than `largest` bytes ends the session. `expected` is about how much there will be in all.
        """
        found: list[Row] = []
        wanted = set(uids)
        self._line.begin(expected)
        tag = self._send(b"UID FETCH %s (UID %s)" % (_set(uids), part))
        done = self._answer(tag, on=_keeping(found, largest * len(uids)), largest=largest, least=len(uids))
        if done.kind != "OK" and not found:
            raise Trouble(Cause.SAID_NO, done.text)
        return {row.uid: row.body for row in found if row.body is not None and row.uid in wanted}

    def there(self, uids: Sequence[int]) -> set[int]:
        """Which of these mails are in the folder."""
        found: list[Row] = []
        self._ask(b"UID FETCH %s (UID)" % _set(uids), on=_keeping(found), least=len(uids))
        return {row.uid for row in found} & set(uids)

    def move(self, uids: Sequence[int], folder: str) -> None:
        """Put mails into another folder, made if it is not there."""
        name = _quoted(written(folder))
        command = b"UID MOVE" if "MOVE" in self.capabilities else b"UID COPY"
        done = self._try(command, _set(uids), name)
        if done.kind != "OK" and done.code.upper() == "TRYCREATE":
            self._try(b"CREATE", name)
            done = self._try(command, _set(uids), name)
        if done.kind != "OK":
            raise Trouble(Cause.QUOTA if done.code.upper() == "OVERQUOTA" else Cause.PUTTING_AWAY, done.text)
        if command == b"UID COPY":
            self.delete(uids)

    def delete(self, uids: Sequence[int]) -> None:
        """Delete mails. Where a server cannot expunge these alone they are marked, and its own rules do the rest."""
        done = self._try(b"UID STORE", _set(uids), b"+FLAGS.SILENT (\\Deleted)")
        if done.kind == "OK" and "UIDPLUS" in self.capabilities:
            done = self._try(b"UID EXPUNGE", _set(uids))
        if done.kind != "OK":
            raise Trouble(Cause.PUTTING_AWAY, done.text)

    def breathe(self) -> None:
        """Ask whether there is news."""
        self._ask(b"NOOP")

    def idle(self, other: socket.socket, seconds: float) -> None:
        """Wait for news (RFC 2177) until there is some, `other` can be read, or the time is up."""
        before = self.exists
        self._line.begin()
        tag = self._send(b"IDLE")
        self._go_on(tag)
        if self.exists <= before and self._line.wait(other, seconds):
            self._line.begin()
            self._note(self._line.reply(SMALL))
        self._line.begin()
        self._line.send(b"DONE\r\n")
        self._answer(tag)

    def close(self) -> None:
        """Say good-bye, without waiting for an answer."""
        try:
            self._line.send(b"z LOGOUT\r\n")
        except Trouble:
            pass
        finally:
            self._line.close()

    def _encrypt(self, tls: ssl.SSLContext, host: str) -> None:
        done = self._answer(self._send(b"STARTTLS"))
        if done.kind != "OK":
            raise Trouble(Cause.ENCRYPTION, done.text)
        self._line.encrypt(tls, host)
        # What was said before the line was encrypted may have been said by anybody.
        self.capabilities = frozenset()

    def _authenticate(self, mechanism: bytes, initial: bytes, cause: Cause) -> None:
        coded = base64.b64encode(initial)
        self._line.begin()
        tag = self._send(b"AUTHENTICATE " + mechanism)
        answers = [coded + b"\r\n", b"\r\n"]
        while (reply := self._line.reply(SMALL)).tag == "+" and answers:
            self._line.send(answers.pop(0))
        self._sign(tag, cause, reply)

    def _sign(self, tag: str, cause: Cause, first: Reply | None = None) -> None:
        done = first if first is not None and first.tag == tag else self._answer(tag)
        if done.kind == "OK":
            self.capabilities = frozenset()
            self._note(done)
            if not self.capabilities:
                self._ask(b"CAPABILITY")
            return
        if "PRIVACYREQUIRED" in done.code.upper():
            raise Trouble(Cause.ENCRYPTION, done.text)
        raise Trouble(Cause.SAID_NO if _passing(done) else cause, done.text)

    def _try(self, *parts: bytes) -> Reply:
        self._line.begin()
        return self._answer(self._send(*parts))

    def _ask(self, *parts: bytes, on: Callable[[Reply], None] | None = None, least: int = 0) -> None:
        self._line.begin()
        done = self._answer(self._send(*parts), on=on, least=least)
        if done.kind != "OK":
            raise Trouble(Cause.SAID_NO, done.text)

    def _send(self, *parts: bytes) -> str:
        """Say a command; a literal goes when the server asks for it. Returns the tag that ends the answer."""
        self._number += 1
        self._tag = tag = f"a{self._number}"
        line = tag.encode("ascii")
        for part in parts:
            if isinstance(part, _Literal):
                self._line.send(b"%s {%d}\r\n" % (line, len(part)))
                self._go_on(tag)
                line = bytes(part)
            else:
                line += b" " + part
        self._line.send(line + b"\r\n")
        return tag

    def _go_on(self, tag: str) -> None:
        """Wait until the server wants to hear more."""
        while (reply := self._line.reply(SMALL)).tag != "+":
            if reply.tag == tag:
                raise Trouble(Cause.SAID_NO, reply.text)
            self._note(reply)

    def _answer(
        self, tag: str, *, on: Callable[[Reply], None] | None = None, largest: int = SMALL, least: int = 0
    ) -> Reply:
        """Read to the end of an answer. `on` hears every untagged reply; so many of them are expected at `least`."""
        for _ in range(least + NEWS):
            reply = self._line.reply(largest)
            if reply.tag == tag:
                self._note(reply)
                return reply
            if reply.tag == "+":
                raise Trouble(Cause.NONSENSE, "a question where an answer was to be expected")
            self._note(reply)
            if on is not None:
                on(reply)
        raise Trouble(Cause.NONSENSE, "an answer without end")

    def _note(self, reply: Reply) -> None:
        """What every reply may say by the way."""
        if reply.tag not in ("*", self._tag):
            raise Trouble(Cause.NONSENSE, f"a reply that begins with {reply.tag[:40]!r}")
        if reply.kind == "BYE":
            raise Trouble(Cause.HUNG_UP, reply.text)
        if reply.kind == "EXISTS":
            self.exists = reply.number
        elif reply.kind == "EXPUNGE":
            self.exists = max(self.exists - 1, 0)
        elif reply.kind == "CAPABILITY":
            self.capabilities = _words(reply.values)
        elif reply.code.upper().startswith("CAPABILITY "):
            self.capabilities = frozenset(reply.code.upper().split()[1:])


class _Literal(bytes):
    """What cannot be said on one line."""


def _words(values: Iterable[Value]) -> frozenset[str]:
    return frozenset(value.decode("ascii", "replace").upper() for value in values if isinstance(value, bytes))


def _keeping(found: list[Row], most: int = 0) -> Callable[[Reply], None]:
    """Keeps the rows that are heard, with at most so many bytes of bodies."""
    held = [0]

    def note(reply: Reply) -> None:
        if reply.kind != "FETCH":
            return
        try:
            row = read_row(reply)
        except ValueError as error:
            raise Trouble(Cause.NONSENSE, str(error)) from error
        if row is None:
            return
        held[0] += len(row.body or b"")
        if held[0] > most:
            raise Trouble(Cause.NONSENSE, "more than was asked for")
        found.append(row)

    return note


def _passing(done: Reply) -> bool:
    """Whether a refusal says of itself that it will pass (RFC 5530), or is about something else than what was asked."""
    return done.kind == "BAD" or done.code.upper().split(" ")[0] in {"UNAVAILABLE", "INUSE", "LIMIT", "SERVERBUG"}


def _quoted(text: str | bytes) -> bytes:
    raw = text.encode() if isinstance(text, str) else text
    if _PLAIN.match(raw):
        return b'"' + raw.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'
    return _Literal(raw)


def _set(uids: Sequence[int]) -> bytes:
    """UIDs as a set, neighbours drawn together. (They rise.)"""
    runs: list[list[int]] = []
    for uid in sorted(uids):
        if runs and uid == runs[-1][1] + 1:
            runs[-1][1] = uid
        else:
            runs.append([uid, uid])
    return ",".join(f"{low}:{high}" if low != high else str(low) for low, high in runs).encode("ascii")
