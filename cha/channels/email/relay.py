"""The SMTP sender: hands composed mail to a relay, keeps the connection, and names each failure.

One connection per thread, reused while it is young and answers. The one moment of doubt is between the last
byte of a mail and the relay's answer: when the connection breaks there, `Outcome.doubt` is true and the same
Message-ID must go again.
"""

import smtplib
import socket
import ssl
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from typing import Protocol
from urllib.parse import unquote, urlsplit

from cha.channels.email.addresses import ascii_domain
from cha.core.errors import ChaError


class Tokens(Protocol):
    """Where access tokens come from, for a relay that is signed in to with them (XOAUTH2)."""

    def get(self) -> str:
        """One that is good now. Raises ChaError."""
        ...

    def not_taken(self) -> bool:
        """It was not taken: whether the next one is another."""
        ...


class Trouble(StrEnum):
    """What went wrong on the way out, one word per cause."""

    REFUSED_RECIPIENT = "refused_recipient"
    REFUSED_SENDER = "refused_sender"
    REFUSED_MAIL = "refused_mail"
    TOO_LARGE = "too_large"
    TEMPORARY = "temporary"
    UNREACHABLE = "unreachable"
    TURNED_AWAY = "turned_away"
    TLS = "tls"
    AUTH = "auth"
    UNSUPPORTED_ADDRESS = "unsupported_address"
    PROTOCOL = "protocol"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How handing over one mail ended.

    `permanent` says that this mail will never go; troubles of the relay itself (password, TLS) pass once mended,
    so they are not. `code` is the relay's, `said` its words or ours.
    `doubt`: the relay may have taken it. `refused` holds the recipients not taken, with code and words,
    also when the others were (then `sent` is true).
    """

    sent: bool
    permanent: bool = False
    code: int | None = None
    said: str = ""
    doubt: bool = False
    trouble: Trouble | None = None
    refused: Mapping[str, tuple[int, str]] = field(default_factory=dict)


class _FailedError(Exception):
    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.said)
        self.outcome = outcome


@dataclass(frozen=True, slots=True)
class Relay:
    """Where mail goes out. Times in seconds. Safe to share between threads."""

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    security: str = "none"
    hostname: str = "localhost"
    timeout: float = 10.0
    idle: float = 30.0
    age: float = 300.0
    verify: bool = True
    tokens: Tokens | None = field(default=None, repr=False)
    _kept: threading.local = field(default_factory=threading.local, repr=False, compare=False)

    @classmethod
    def from_url(cls, url: str, *, hostname: str = "localhost", timeout: float = 10.0) -> "Relay":
        """From `smtp://`, `smtps://` (TLS at once) or `smtp+starttls://` with `[user:password@]host[:port]`.

        `?verify=no` accepts any certificate. Raises ValueError, in words, for anything else.
        """
        security = {"smtp": "none", "smtps": "tls", "smtp+starttls": "starttls"}
        parts = urlsplit(url)
        if parts.scheme not in security:
            raise ValueError(f"a relay begins with smtp://, smtps:// or smtp+starttls://, not {parts.scheme or url!r}")
        if not parts.hostname:
            raise ValueError("a relay needs a host: smtp://host:port")
        port = parts.port or {"none": 25, "tls": 465, "starttls": 587}[security[parts.scheme]]
        return cls(
            parts.hostname,
            port,
            unquote(parts.username or ""),
            unquote(parts.password or ""),
            security[parts.scheme],
            hostname,
            timeout,
            verify="verify=no" not in parts.query,
        )

    def send(self, raw: bytes, mail_from: str, recipients: Sequence[str]) -> Outcome:
        """Hand over one mail; never raises. `mail_from` is '' for the null path of acknowledgements and bounces."""
        for fresh in (False, True):
            try:
                connection, reused = self._connection(fresh)
                return self._hand_over(connection, raw, mail_from, recipients)
            except _FailedError as failed:
                self._settle(failed.outcome)
                return failed.outcome
            except (smtplib.SMTPServerDisconnected, OSError) as error:
                self.close()
                if fresh or not reused:
                    return self._broken(error)
        raise AssertionError("unreachable")

    def close(self) -> None:
        """Drop this thread's connection, politely where that is quick."""
        connection: smtplib.SMTP | None = getattr(self._kept, "connection", None)
        self._kept.connection = None
        if connection is not None:
            connection.close()

    def _connection(self, fresh: bool) -> tuple[smtplib.SMTP, bool]:
        kept: smtplib.SMTP | None = getattr(self._kept, "connection", None)
        now = time.monotonic()
        young = kept is not None and not fresh and now - self._kept.since < self.age
        if kept is not None and young and (now - self._kept.used < self.idle or _answers(kept)):
            self._kept.used = now
            return kept, True
        self.close()
        connection = self._connect()
        self._kept.connection = connection
        self._kept.since = self._kept.used = now
        return connection, False

    def _connect(self) -> smtplib.SMTP:
        try:
            connection = self._greet()
        except ssl.SSLError as error:
            raise _FailedError(_failure(Trouble.TLS, f"no secure connection: {_reason(error)}")) from error
        except smtplib.SMTPResponseException as error:
            refusal = _refusal(error.smtp_code, error.smtp_error, Trouble.TURNED_AWAY)
            raise _FailedError(replace(refusal, permanent=False)) from error
        except smtplib.SMTPServerDisconnected as error:
            raise _FailedError(_failure(Trouble.UNREACHABLE, f"{self.host} hung up: {_reason(error)}")) from error
        except smtplib.SMTPException as error:
            raise _FailedError(
                _failure(Trouble.PROTOCOL, f"{self.host} does not speak SMTP: {_words(str(error))}")
            ) from error
        except (OSError, UnicodeError, ValueError) as error:
            said = f"{self.host}:{self.port} cannot be reached: {_reason(error)}"
            raise _FailedError(_failure(Trouble.UNREACHABLE, said)) from error
        if self.user:
            self._log_in(connection)
        return connection

    def _greet(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if not self.verify:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        connection: smtplib.SMTP
        if self.security == "tls":
            connection = smtplib.SMTP_SSL(
                self.host, self.port, local_hostname=self.hostname, timeout=self.timeout, context=context
            )
        else:
            connection = smtplib.SMTP(self.host, self.port, local_hostname=self.hostname, timeout=self.timeout)
        try:
            # The end of a mail is sent apart from it, and would wait 40 ms for the other side to note what it has.
            if connection.sock:
                connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            connection.ehlo_or_helo_if_needed()
            if self.security == "starttls":
                _start_tls(connection, context)
        except BaseException:
            connection.close()
            raise
        return connection

    def _log_in(self, connection: smtplib.SMTP) -> None:
        try:
            if self.tokens:
                _log_in_by_token(connection, self.user, self.tokens)
            else:
                connection.login(self.user, self.password)
        except ChaError as error:
            connection.close()
            raise _FailedError(_failure(Trouble.AUTH, error.sentence)) from error
        except smtplib.SMTPAuthenticationError as error:
            connection.close()
            outcome = Outcome(False, False, error.smtp_code, _words(error.smtp_error), trouble=Trouble.AUTH)
            raise _FailedError(outcome) from error
        except smtplib.SMTPServerDisconnected:
            connection.close()
            raise
        except smtplib.SMTPException as error:
            connection.close()
            raise _FailedError(Outcome(False, False, None, _words(str(error)), trouble=Trouble.AUTH)) from error

    def _hand_over(self, connection: smtplib.SMTP, raw: bytes, mail_from: str, recipients: Sequence[str]) -> Outcome:
        sender, wanted = ascii_domain(mail_from), [ascii_domain(recipient) for recipient in recipients]
        self._begin(connection, raw, sender, wanted)
        refused: dict[str, tuple[int, str]] = {}
        for named, recipient in zip(recipients, wanted, strict=True):
            code, said = connection.rcpt(recipient)
            if code not in (250, 251):
                refused[named] = (code, _words(said))
        if len(refused) == len(wanted):
            raise _FailedError(_all_refused(refused))
        code, said = connection.docmd("DATA")
        if code != 354:
            raise _FailedError(_refusal(code, said, Trouble.REFUSED_MAIL))
        code, said = self._stream(connection, raw)
        if code != 250:
            raise _FailedError(_refusal(code, said, Trouble.TOO_LARGE if code == 552 else Trouble.REFUSED_MAIL))
        self._kept.used = time.monotonic()
        return Outcome(True, code=code, said=_words(said), refused=refused)

    def _begin(self, connection: smtplib.SMTP, raw: bytes, sender: str, recipients: Sequence[str]) -> None:
        international = not all(address.isascii() for address in (sender, *recipients))
        if international and not connection.has_extn("smtputf8"):
            said = "the relay takes no addresses with letters beyond ASCII"
            raise _FailedError(Outcome(False, True, None, said, trouble=Trouble.UNSUPPORTED_ADDRESS))
        limit = connection.esmtp_features.get("size", "")
        if limit.isdigit() and 0 < int(limit) < len(raw):
            said = f"the relay takes at most {int(limit) // 1_000_000} MB"
            raise _FailedError(Outcome(False, True, 552, said, trouble=Trouble.TOO_LARGE))
        options = [f"SIZE={len(raw)}"] if connection.has_extn("size") else []
        options += ["SMTPUTF8"] if international else []
        options += ["BODY=8BITMIME"] if not raw.isascii() and connection.has_extn("8bitmime") else []
        connection.command_encoding = "utf-8" if international else "ascii"
        code, said_bytes = connection.mail(sender, options)
        if code != 250:
            raise _FailedError(_refusal(code, said_bytes, Trouble.TOO_LARGE if code == 552 else Trouble.REFUSED_SENDER))

    def _stream(self, connection: smtplib.SMTP, raw: bytes) -> tuple[int, bytes]:
        """Send the mail and read the answer; only once the terminator left does a break leave a doubt."""
        body = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n").replace(b"\n", b"\r\n")
        body = (b"." if body.startswith(b".") else b"") + body.replace(b"\r\n.", b"\r\n..")
        body = body if body.endswith(b"\r\n") else body + b"\r\n"
        try:
            connection.send(body)
        except (smtplib.SMTPServerDisconnected, OSError) as error:
            raise _FailedError(self._broken(error)) from error
        try:
            connection.send(b".\r\n")
            return connection.getreply()
        except (smtplib.SMTPException, OSError) as error:
            said = f"the connection broke before {self.host} said whether it has the mail: {_reason(error)}"
            raise _FailedError(Outcome(False, False, None, said, doubt=True, trouble=Trouble.UNREACHABLE)) from error

    def _settle(self, outcome: Outcome) -> None:
        """After a failure: keep the connection where RSET clears it, drop it otherwise."""
        connection: smtplib.SMTP | None = getattr(self._kept, "connection", None)
        if connection is None:
            return
        try:
            keep = outcome.code is not None and outcome.code != 421 and not outcome.doubt
            if keep and connection.rset()[0] == 250:
                return
        except (smtplib.SMTPException, OSError):
            pass
        self.close()

    def _broken(self, error: Exception) -> Outcome:
        return _failure(Trouble.UNREACHABLE, f"the connection to {self.host} broke: {_reason(error)}")


@cache
def relay_for(url: str) -> Relay:
    """The one relay of this URL, so that its connections are shared. Raises ValueError as `Relay.from_url`."""
    return Relay.from_url(url, hostname=socket.gethostname())


def _log_in_by_token(connection: smtplib.SMTP, user: str, tokens: Tokens) -> None:
    """Sign in with an access token; with another one when the first is not taken. Raises SMTPException, ChaError."""

    def answer(challenge: bytes | None = None, /) -> str:
        # A challenge is what is wrong, in JSON: it wants an empty answer, and then the refusal comes.
        return f"user={user}\x01auth=Bearer {tokens.get()}\x01\x01" if challenge is None else ""

    try:
        connection.auth("XOAUTH2", answer)
    except smtplib.SMTPAuthenticationError:
        if not tokens.not_taken():
            raise
        connection.auth("XOAUTH2", answer)


def _start_tls(connection: smtplib.SMTP, context: ssl.SSLContext) -> None:
    if not connection.has_extn("starttls"):
        raise ssl.SSLError("the relay offers no STARTTLS")
    connection.starttls(context=context)
    connection.ehlo_or_helo_if_needed()


def _answers(connection: smtplib.SMTP) -> bool:
    try:
        return connection.noop()[0] == 250
    except (smtplib.SMTPException, OSError):
        return False


def _all_refused(refused: Mapping[str, tuple[int, str]]) -> Outcome:
    code, said = next(iter(refused.values()))
    permanent = all(answer[0] >= 500 for answer in refused.values())
    if not permanent:
        code, said = next(answer for answer in refused.values() if answer[0] < 500)
    trouble = Trouble.REFUSED_RECIPIENT if permanent else Trouble.TEMPORARY
    return Outcome(False, permanent, code, said, trouble=trouble, refused=refused)


def _refusal(code: int, said: bytes | str, named: Trouble) -> Outcome:
    if 500 <= code < 600:
        return Outcome(False, True, code, _words(said), trouble=Trouble.PROTOCOL if code in (500, 503) else named)
    if 400 <= code < 500:
        return Outcome(False, False, code, _words(said), trouble=Trouble.TEMPORARY)
    words = f"an answer that is no SMTP: {code} {_words(said)}"
    return Outcome(False, False, None, words, trouble=Trouble.PROTOCOL)


def _failure(trouble: Trouble, said: str) -> Outcome:
    return Outcome(False, False, None, said[:500], trouble=trouble)


def _reason(error: BaseException) -> str:
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, socket.gaierror):
        return "its name is not known"
    if isinstance(error, ConnectionRefusedError):
        return "nothing listens there"
    return _words(str(getattr(error, "strerror", None) or error) or type(error).__name__)


def _words(said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:500]
