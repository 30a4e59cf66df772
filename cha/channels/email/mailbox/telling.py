"""How a mailbox is, as values for a page and for the command line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from cha.channels.email.mailbox.causes import words
from cha.channels.models.mailbox import Mailbox
from cha.core.clock import now

# Looked at every half minute; without a worker nobody looks.
LATE = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Told:
    """A mailbox as it is now. `tone`: leaf (well), honey (needs a thought), plum (does not work).

    `so` is the state in a sentence, `said` the server's own words about trouble, `done` of `total` how far the older
    mail is taken in (both 0: none is wanted), `next_at` when it is tried again, `looked_at` when it last went well.
    """

    tone: str
    so: str
    said: str = ""
    done: int = 0
    total: int = 0
    running: bool = False
    next_at: datetime | None = None
    looked_at: datetime | None = None


def told(mailbox: Mailbox) -> Told:
    """How it is."""
    tone, so = _state(mailbox)
    history = mailbox.history != Mailbox.History.NONE
    return Told(
        tone=tone,
        so=so,
        said=mailbox.said if mailbox.trouble else "",
        done=mailbox.history_done if history else 0,
        total=mailbox.history_total if history else 0,
        running=mailbox.history == Mailbox.History.RUNNING,
        next_at=mailbox.next_at if mailbox.trouble else None,
        looked_at=mailbox.looked_at,
    )


def trouble(mailbox: Mailbox) -> str:
    """What is wrong with it, in a sentence; "" when nothing is."""
    return words(
        mailbox.trouble, host=mailbox.host, port=mailbox.port, folder=mailbox.folder, moved_to=mailbox.moved_to
    )


def _state(mailbox: Mailbox) -> tuple[str, str]:
    if mailbox.paused:
        return "honey", _("Paused. Mail waits in the mailbox.")
    if mailbox.trouble:
        return "plum", trouble(mailbox)
    late = now() - (mailbox.looked_at or mailbox.changed_at) > LATE
    if late:
        return "honey", _("Nobody has looked lately. Is the worker running?")
    if mailbox.looked_at is None:
        return "honey", _("About to be looked at for the first time.")
    if mailbox.history == Mailbox.History.RUNNING:
        values = {"done": mailbox.history_done, "total": mailbox.history_total}
        return "leaf", _("New mail comes in at once. Older mail: %(done)s of %(total)s.") % values
    return "leaf", _("New mail comes in at once.")
