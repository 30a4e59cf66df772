"""Taking mail in from an open folder: new mail at once, older mail quietly behind it, each mail once.

What was fetched is stored and the position moves in one transaction, so a crash in between asks for the same mail
again, and the same bytes are one payload (models/payload.py). Only then is a mail moved or deleted, when that is
wanted: what the mailbox no longer has, Cha has.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction

from cha.channels.email.mailbox.causes import Cause, Trouble
from cha.channels.email.mailbox.fetching import Bounds, Fetched, Fetching
from cha.channels.email.mailbox.position import advance, note_history_taken
from cha.channels.email.mailbox.replies import Row
from cha.channels.email.mailbox.session import Selected, Session
from cha.channels.email.mailbox.walking import PAGE, Walk, taken
from cha.channels.models.mailbox import Mailbox, history_since
from cha.channels.models.payload import receive
from cha.core.actor import CHA
from cha.core.ledger import record

# What came in so long before a mailbox was numbered anew is looked at again as new mail: the same bytes are one.
OVERLAP: Final = timedelta(minutes=10)
# How far from the end the edge between old and new is looked for, in mails.
FAR: Final = 5000


class Taking:
    """A folder while mail is taken in from it. Methods raise Trouble, LostLease, and what storing raises.

    `unable` is why taken mail cannot be put away, while that is so.
    """

    def __init__(self, mailbox: Mailbox, session: Session, bounds: Bounds) -> None:
        self.mailbox, self._session = mailbox, session
        self._fetching = Fetching(mailbox, session, bounds)
        self._new, self._older = Walk(session), Walk(session, first=True)
        self.unable: Trouble | None = None

    def begin(self, selected: Selected) -> None:
        """Find where new mail begins, when the folder is seen for the first time or its mails are numbered anew."""
        mailbox = self.mailbox
        if not selected.uid_validity:
            raise Trouble(Cause.NONSENSE, "UIDVALIDITY is missing")
        if mailbox.uid_validity == selected.uid_validity:
            return
        anew = mailbox.uid_validity is not None
        since = (mailbox.looked_at or mailbox.started_at) - OVERLAP if anew else mailbox.started_at
        edge = self._edge(since.replace(microsecond=0))
        with transaction.atomic():
            advance(
                mailbox,
                uid_validity=selected.uid_validity,
                last_uid=edge,
                put_uid=edge,
                stuck_uid=0,
                history=Mailbox.History.RUNNING if anew or mailbox.history_days else Mailbox.History.NONE,
                history_uid=0,
                history_to=edge + 1,
                history_done=0,
                history_total=selected.exists,
            )
            if anew:
                record("mailbox.numbered_anew", by=CHA, on=mailbox, channel=mailbox.channel_id)

    def new(self) -> int:
        """Take in all that is new. Returns how many mails there were."""
        if self.mailbox.after != Mailbox.After.LEAVE:
            self._put_away_the_rest()
        count = 0
        while rows := self._new.after(self.mailbox.last_uid):
            wanted = taken(rows)
            batch = self._fetching.batch(wanted)
            reached = _reached(rows, wanted, batch)
            fetched = self._fetching.fetch(batch)
            leaves = self.mailbox.after == Mailbox.After.LEAVE
            self._keep(fetched, last_uid=reached, **({"put_uid": reached} if leaves else {}))
            if not leaves:
                self._put_away(fetched, reached)
            count += len(fetched)
        return count

    def older(self) -> bool:
        """Take in a batch of the mail that lay there before. False when there is none (any more)."""
        mailbox = self.mailbox
        if mailbox.history != Mailbox.History.RUNNING:
            return False
        rows = [row for row in self._older.after(mailbox.history_uid) if row.uid < mailbox.history_to]
        if not rows:
            note_history_taken(mailbox)
            return False
        since = history_since(mailbox)
        wanted = [row for row in taken(rows) if since is None or row.at is None or row.at >= since]
        batch = self._fetching.batch(wanted)
        reached = _reached(rows, wanted, batch)
        done = mailbox.history_done + sum(row.uid <= reached for row in rows)
        fetched = self._fetching.fetch(self._fetching.unknown(batch), old=True)
        self._keep(fetched, history_uid=reached, history_done=min(done, mailbox.history_total))
        return True

    def _edge(self, since: datetime) -> int:
        """The UID behind which everything came in since a moment."""
        rows = self._new.newest()
        lowest = rows[-1].uid + 1 if rows else 1
        for _page in range(FAR // PAGE):
            fresh = [row.uid for row in rows if row.at is None or row.at >= since]
            if not fresh:
                break
            lowest = min(fresh)
            rows = self._new.newest(before=rows[0].seq)
        return lowest - 1

    def _put_away_the_rest(self) -> None:
        """What was taken in but not put away, before a crash or while the other folder was not to be had.

        It is fetched once more, so that nothing is put away that was not kept.
        """
        walk = Walk(self._session)
        while self.mailbox.put_uid < self.mailbox.last_uid and self.unable is None:
            rows = [row for row in walk.after(self.mailbox.put_uid) if row.uid <= self.mailbox.last_uid]
            wanted = taken(rows)
            batch = self._fetching.batch(wanted)
            fetched = self._fetching.fetch(batch)
            self._keep(fetched)
            self._put_away(fetched, _reached(rows, wanted, batch) if rows else self.mailbox.last_uid)

    def _put_away(self, fetched: Iterable[Fetched], reached: int) -> None:
        """Move or delete what was kept, while that works."""
        uids = [one.uid for one in fetched if not one.stays]
        if self.unable is not None:
            return
        try:
            if uids and self.mailbox.after == Mailbox.After.MOVE:
                self._session.move(uids, self.mailbox.moved_to)
            elif uids:
                self._session.delete(uids)
        except Trouble as trouble:
            if trouble.cause not in (Cause.PUTTING_AWAY, Cause.QUOTA):
                raise
            self.unable = trouble
            return
        advance(self.mailbox, put_uid=reached)

    def _keep(self, fetched: Iterable[Fetched], **position: Any) -> None:
        """Store what was fetched and move the position, both or neither."""
        if self.mailbox.stuck_uid:
            position |= {"stuck_uid": 0, "stuck_tries": 0}
        with transaction.atomic():
            receive([one.arrival for one in fetched if one.arrival is not None])
            advance(self.mailbox, **position)


def _reached(rows: Sequence[Row], wanted: Sequence[Row], batch: Sequence[Row]) -> int:
    """How far a batch leads: to its last mail while more are wanted, else to the end of the rows."""
    return batch[-1].uid if len(batch) < len(wanted) else rows[-1].uid
