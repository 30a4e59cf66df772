"""Writing to the shop as one of its customers: a real mail, over SMTP, to this install's own listener."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass
from secrets import randbits
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from cha.channels.email.addresses import normal
from cha.channels.email.composing import Outgoing, compose, message_id, subject_for_reply
from cha.core.clock import now
from cha.core.errors import Invalid, Unavailable
from cha.demo.letters import Opened

SECONDS = 3.0
LONGEST = 20_000
ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - what listens everywhere is reached here


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes: a name and an address."""

    name: str
    address: str


def answer(letter: Opened, words: str, *, by: Writer) -> None:
    """Answer a letter as its reader would: to its Reply-To, threaded, what is answered quoted below."""
    quoted = "\n".join(f"> {line}".rstrip() for line in letter.text.splitlines()[:60])
    intro = f"On {letter.at:%a, %d %b %Y at %H:%M}, {letter.from_name} <{letter.from_address}> wrote:"
    _send(
        by,
        letter.reply_to,
        subject_for_reply(letter.subject),
        f"{_words(words)}\n\n{intro}\n\n{quoted}\n",
        in_reply_to=letter.message_id or None,
        references=letter.references,
    )


def write(to: str, subject: str, words: str, *, by: Writer) -> None:
    """Write a new mail. Raises Invalid for no words or an address that is none."""
    if normal(by.address) is None:
        raise Invalid(_("“%(address)s” is no e-mail address.") % {"address": by.address}, field="address")
    _send(by, to, subject.strip()[:200], _words(words))


def _words(words: str) -> str:
    if not words.strip():
        raise Invalid(_("There is nothing to send yet. Write a word first."), field="body")
    return words.strip()[:LONGEST]


def _send(
    by: Writer, to: str, subject: str, text: str, *, in_reply_to: str | None = None, references: tuple[str, ...] = ()
) -> None:
    raw = compose(
        Outgoing(
            from_name=by.name,
            from_address=by.address,
            to=((to, ""),),
            subject=subject,
            text=text,
            message_id=message_id(randbits(62), by.address.rpartition("@")[2]),
            date=now(),
            in_reply_to=in_reply_to,
            references=references,
        )
    )
    server = urlsplit(settings.CHA_MAIL_SERVER)
    host, port = server.hostname or "127.0.0.1", server.port or 25
    try:
        with smtplib.SMTP(ANYWHERE.get(host, host), port, timeout=SECONDS) as connection:
            connection.sendmail(by.address, [to], raw)
    except (OSError, smtplib.SMTPException) as error:
        raise Unavailable(
            _("The mail did not get in: the listener on port %(port)s does not take it just now.") % {"port": port}
        ) from error
