"""What is kept of a mailbox while it is watched: who watches it, how far it was taken in, how it is."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any, Final

from django.db.models import Q

from cha.channels.email.mailbox.causes import LASTING, Trouble
from cha.channels.email.mailbox.walking import pause
from cha.channels.models.mailbox import Mailbox
from cha.core.actor import CHA
from cha.core.clock import now
from cha.core.ledger import record
from cha.core.verbs import verb

# Renewed each time the server was heard, at most `ASK` seconds apart (watching.py).
LEASE: Final = timedelta(seconds=90)
# A server that only starts anew is back by the second try: nobody need hear of it.
SHOWN_FROM: Final = 2


class LostLease(Exception):
    """Another worker watches this mailbox now, or it is paused or gone."""


def free(mailbox: Mailbox, holder: str, alive: bool) -> bool:
    """Whether `holder` may watch it; `alive`: whether the process that its row names may still be there."""
    ours = mailbox.holder in ("", holder)
    return ours or not alive or mailbox.lease_until is None or mailbox.lease_until < now()


def claim(mailbox_id: int, holder: str, was: str) -> Mailbox | None:
    """Take the lease that `was` held, or nobody. None when another one was quicker."""
    mine = Mailbox.objects.filter(Q(holder__in=["", holder, was]), pk=mailbox_id, paused=False, channel__active=True)
    if not mine.update(holder=holder, lease_until=now() + LEASE):
        return None
    return Mailbox.objects.select_related("channel").get(pk=mailbox_id)


def give_back(mailbox_id: int, holder: str) -> None:
    """Let go of the lease."""
    Mailbox.objects.filter(pk=mailbox_id, holder=holder).update(holder="", lease_until=None)


def advance(mailbox: Mailbox, **fields: Any) -> None:
    """Note how far it is; also renews the lease. Raises LostLease, and then nothing is changed."""
    mine = Mailbox.objects.filter(pk=mailbox.pk, holder=mailbox.holder, paused=False)
    if not mine.update(lease_until=now() + LEASE, **fields):
        raise LostLease
    for name, value in fields.items():
        setattr(mailbox, name, value)


@verb
def note_well(mailbox: Mailbox) -> None:
    """The folder was looked at from one end to the other: what was wrong is over. Raises LostLease."""
    was = mailbox.trouble
    advance(mailbox, looked_at=now(), failures=0, next_at=None, trouble="", said="", trouble_at=None)
    if was:
        record("mailbox.reached", by=CHA, on=mailbox, channel=mailbox.channel_id, was=was)


@verb
def note_failure(mailbox: Mailbox, trouble: Trouble, *, again: bool = True) -> float:
    """Something is wrong with it: shown from the second time on, or at once when trying again does not mend it.

    Returns the seconds until the next try; `again` False: it goes on working otherwise. Raises LostLease.
    """
    failures = mailbox.failures + 1
    lasting = trouble.cause in LASTING
    seconds = pause(failures, lasting, random.uniform)
    fields: dict[str, Any] = {"failures": min(failures, 1000)}
    if again:
        fields["next_at"] = now() + timedelta(seconds=seconds)
    if lasting or not again or failures >= SHOWN_FROM:
        was = mailbox.trouble
        fields |= {"trouble": str(trouble.cause), "said": trouble.said, "trouble_at": mailbox.trouble_at or now()}
        if was != trouble.cause:
            record("mailbox.unreachable", by=CHA, on=mailbox, channel=mailbox.channel_id, cause=str(trouble.cause))
    advance(mailbox, **fields)
    return seconds


@verb
def note_history_taken(mailbox: Mailbox) -> None:
    """Everything that lay there before was looked at. Raises LostLease."""
    advance(mailbox, history=Mailbox.History.DONE, history_done=mailbox.history_total)
    record("mailbox.history_taken", by=CHA, on=mailbox, channel=mailbox.channel_id, mails=mailbox.history_total)
