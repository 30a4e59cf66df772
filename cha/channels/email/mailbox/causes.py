"""Why a mailbox cannot be fetched from, by kind, and in words for who has to mend it."""

from __future__ import annotations

import socket
import ssl
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class Cause(StrEnum):
    """What kind of thing went wrong."""

    NAME = "name"
    REFUSED = "refused"
    NO_ANSWER = "no_answer"
    CERTIFICATE = "certificate"
    ENCRYPTION = "encryption"
    PASSWORD = "password"  # noqa: S105 - a kind of trouble
    TOKEN = "token"  # noqa: S105
    KEY = "key"
    FOLDER = "folder"
    NOT_TAKEN_FROM = "not_taken_from"
    PUTTING_AWAY = "putting_away"
    QUOTA = "quota"
    STALLED = "stalled"
    HUNG_UP = "hung_up"
    NONSENSE = "nonsense"
    SAID_NO = "said_no"
    OURS = "ours"


# Trying again does not mend these: they are shown at once, and asked about seldom (a password locks an account).
LASTING: Final = frozenset(
    (Cause.PASSWORD, Cause.TOKEN, Cause.KEY, Cause.FOLDER, Cause.NOT_TAKEN_FROM, Cause.CERTIFICATE, Cause.ENCRYPTION)
)

_WORDS: Final = {
    Cause.NAME: gettext_lazy("No server is called %(host)s. Perhaps there is a slip of the pen in its name."),
    Cause.REFUSED: gettext_lazy("%(host)s is there, but opens no door on port %(port)s."),
    Cause.NO_ANSWER: gettext_lazy("%(host)s does not answer on port %(port)s."),
    Cause.CERTIFICATE: gettext_lazy(
        "%(host)s cannot prove who it is: its certificate is wrong. No password was sent to it."
    ),
    Cause.ENCRYPTION: gettext_lazy(
        "%(host)s and we found no way to encrypt the line on port %(port)s. Most use port 993 with TLS."
    ),
    Cause.PASSWORD: gettext_lazy(
        "%(host)s does not take this name with this password. Some want a password of its own for programs."
    ),
    Cause.TOKEN: gettext_lazy("%(host)s no longer takes the sign-in that was given to us. Please sign in again."),
    Cause.KEY: gettext_lazy("The password that was kept can no longer be read: the key has changed. Type it again."),
    Cause.FOLDER: gettext_lazy("There is no folder “%(folder)s” in this mailbox (any more)."),
    Cause.NOT_TAKEN_FROM: gettext_lazy(
        "“%(folder)s” is where this mailbox keeps spam, deleted, unfinished or sent mail. Nothing is taken from there."
    ),
    Cause.PUTTING_AWAY: gettext_lazy(
        "Mail is taken in, but cannot be put away to “%(moved_to)s” afterwards. It lies where it was."
    ),
    Cause.QUOTA: gettext_lazy("The mailbox is full."),
    Cause.STALLED: gettext_lazy("%(host)s stopped in the middle of an answer."),
    Cause.HUNG_UP: gettext_lazy("%(host)s hung up in the middle."),
    Cause.NONSENSE: gettext_lazy("%(host)s says things that no mail server says. Nothing more was taken."),
    Cause.SAID_NO: gettext_lazy("%(host)s says no."),
    Cause.OURS: gettext_lazy("We could not keep what %(host)s gave us. It is still in the mailbox."),
}


class Trouble(Exception):
    """A mailbox cannot be fetched from. `said` are the other side's own words."""

    def __init__(self, cause: Cause, said: str = "") -> None:
        super().__init__(f"{cause}: {said}" if said else str(cause))
        self.cause = cause
        self.said = said[:300]


def words(cause: str, *, host: str, port: int, folder: str, moved_to: str) -> str:
    """The cause in a sentence; "" for none."""
    if not cause:
        return ""
    values = {"host": host, "port": port, "folder": folder, "moved_to": moved_to}
    try:
        return str(_WORDS[Cause(cause)]) % values
    except ValueError:
        return _("Something is wrong with this mailbox.")


def of_connecting(error: OSError) -> Trouble:
    """What an error while a connection is made means."""
    said = str(error.strerror or error)
    if isinstance(error, ssl.SSLCertVerificationError):
        return Trouble(Cause.CERTIFICATE, error.verify_message or said)
    if isinstance(error, ssl.SSLError):
        return Trouble(Cause.ENCRYPTION, said)
    if isinstance(error, socket.gaierror):
        return Trouble(Cause.NAME, said)
    if isinstance(error, ConnectionRefusedError):
        return Trouble(Cause.REFUSED, said)
    return Trouble(Cause.NO_ANSWER, said)


def of_speaking(error: OSError) -> Trouble:
    """What an error in the middle of a conversation with a server means."""
    if isinstance(error, TimeoutError):
        return Trouble(Cause.STALLED)
    return Trouble(Cause.HUNG_UP, str(error.strerror or error))
