"""Letters as a mail program reads them: who from, about what, the text, the HTML, the files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr
from functools import lru_cache

from cha.demo.mailbox import Letter

WORDS = 90


@dataclass(frozen=True, slots=True)
class Opened:
    """One mail, read. `reply_to` is where an answer goes; `files` are (name, content type, bytes)."""

    letter: Letter
    from_name: str
    from_address: str
    to: str
    reply_to: str
    subject: str
    text: str
    html: str
    message_id: str
    references: tuple[str, ...]
    files: tuple[tuple[str, str, bytes], ...]

    @property
    def at(self) -> datetime:
        """When it came."""
        return self.letter.at

    @property
    def first_words(self) -> str:
        """How it begins, for the list."""
        said = " ".join(line.strip() for line in self.text.splitlines() if not line.startswith(">"))
        said = " ".join(said.split())
        return said if len(said) <= WORDS else said[:WORDS].rsplit(" ", 1)[0] + "…"


def opened(letter: Letter) -> Opened:
    """Read a letter. Nothing in it is trusted; HTML is shown in a frame of its own only."""
    return _read(letter, letter.path.stat().st_mtime_ns)


@lru_cache(maxsize=512)
def _read(letter: Letter, _changed: int) -> Opened:
    mail = message_from_bytes(letter.path.read_bytes(), policy=default)
    name, address = parseaddr(str(mail.get("From", "")))
    return Opened(
        letter=letter,
        from_name=name or address,
        from_address=address,
        to=parseaddr(str(mail.get("To", "")))[1],
        reply_to=parseaddr(str(mail.get("Reply-To", "")))[1] or address,
        subject=str(mail.get("Subject", "")),
        text=_part(mail, "plain"),
        html=_part(mail, "html"),
        message_id=str(mail.get("Message-ID", "")).strip(),
        references=tuple(str(mail.get("References", "")).split()),
        files=tuple(_file(part) for part in mail.iter_attachments()),
    )


def _part(mail: EmailMessage, kind: str) -> str:
    body = mail.get_body((kind,))
    return str(body.get_content()) if body else ""


def _file(part: EmailMessage) -> tuple[str, str, bytes]:
    content = part.get_payload(decode=True)
    return part.get_filename() or "file", part.get_content_type(), content if isinstance(content, bytes) else b""
