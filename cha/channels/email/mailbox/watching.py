"""Watching one mailbox: a thread that connects, takes in what is new, waits for news, and comes back when it breaks."""

from __future__ import annotations

import logging
import socket
import ssl
import threading
import time
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db import close_old_connections, connection

from cha.channels.email.mailbox.causes import Cause, Trouble
from cha.channels.email.mailbox.fetching import Bounds
from cha.channels.email.mailbox.line import Patience
from cha.channels.email.mailbox.position import LostLease, claim, give_back, note_failure, note_well
from cha.channels.email.mailbox.session import Session
from cha.channels.email.mailbox.taking import Taking
from cha.channels.email.mailbox.tokens import not_taken, token_for
from cha.channels.models.mailbox import Mailbox
from cha.channels.models.payload import Payload
from cha.core.errors import ChaError, Unavailable

log = logging.getLogger("cha.mailbox")

# Older mail waits while so many mails are stored but not read: what comes in now must not queue behind the past.
AHEAD: Final = 100
PUT_AGAIN: Final = 300.0
NOTED: Final = 10.0


@dataclass(frozen=True, slots=True)
class Habits:
    """How a mailbox is watched. Times in seconds.

    The server is asked every `ask` seconds whether it is still there, IDLE or not. RFC 2177 would let a client be
    silent for 29 minutes; a server that died without a word must be a failure on the page within one.
    """

    patience: Patience = field(default_factory=Patience)
    bounds: Bounds = field(default_factory=Bounds)
    ask: float = 30.0
    poll: float = 20.0
    behind: float = 0.25


class Watch(threading.Thread):
    """Watches one mailbox under its lease, until it is told to stop, or the lease is gone."""

    def __init__(self, mailbox_id: int, holder: str, was: str = "", habits: Habits | None = None) -> None:
        super().__init__(name=f"mailbox-{mailbox_id}", daemon=True)
        self.mailbox_id = mailbox_id
        self.changed_at: datetime | None = None
        self._holder, self._was, self._habits = holder, was, habits or Habits()
        self._ears, self._mouth = socket.socketpair()
        self._stopping = threading.Event()
        self._noted = -NOTED

    def poke(self) -> None:
        """Let it look whether something was changed."""
        try:
            self._mouth.send(b".")
        except OSError:
            return

    def stop(self) -> None:
        """Let it end as soon as what it has in hand is stored."""
        self._stopping.set()
        self.poke()

    def run(self) -> None:
        """Watch."""
        try:
            while not self._stopping.is_set():
                close_old_connections()
                mailbox = claim(self.mailbox_id, self._holder, self._was)
                if mailbox is None:
                    return
                self.changed_at, self._noted = mailbox.changed_at, -NOTED
                self._rest(self._once(mailbox))
            give_back(self.mailbox_id, self._holder)
        except LostLease:
            log.info("mailbox %s is watched by another, paused, or gone", self.mailbox_id)
        except Exception:
            log.exception("watching mailbox %s stumbled; it begins again", self.mailbox_id)
        finally:
            connection.close()
            self._ears.close()
            self._mouth.close()

    def _once(self, mailbox: Mailbox) -> float:
        """From connecting to the end of the connection. Returns the seconds to rest."""
        try:
            session = self._signed_in(mailbox)
            try:
                self._stay(mailbox, session)
            finally:
                session.close()
        except Trouble as trouble:
            return self._failed(mailbox, trouble)
        except LostLease:
            raise
        except Exception as error:
            # The disk is full, the database away, or we are wrong: the mail is still there, and somebody must hear.
            log.exception("%s: what was fetched could not be kept", mailbox)
            return self._failed(mailbox, Trouble(Cause.OURS, str(error)))
        return 0.0

    def _failed(self, mailbox: Mailbox, trouble: Trouble) -> float:
        log.warning("%s: %s", mailbox, trouble)
        seconds = note_failure(mailbox, trouble)
        self._was = ""
        return seconds

    def _signed_in(self, mailbox: Mailbox) -> Session:
        """A session with the folder's name checked. Raises Trouble."""
        try:
            return self._session(mailbox)
        except Trouble as trouble:
            # A token may be worth nothing before it runs out; a new one tells whether the leave itself is gone.
            if trouble.cause != Cause.TOKEN or not not_taken(mailbox.channel):
                raise
        return self._session(mailbox)

    def _session(self, mailbox: Mailbox) -> Session:
        try:
            token = mailbox.login == Mailbox.Login.XOAUTH2
            secret = token_for(mailbox.channel) if token else mailbox.password()
        except Unavailable as error:
            raise Trouble(Cause.SAID_NO, error.sentence) from error
        except ChaError as error:
            raise Trouble(Cause.TOKEN if token else Cause.KEY, error.sentence) from error
        patience, tls = self._habits.patience, ssl.create_default_context()
        session = Session.open(mailbox.host, mailbox.port, mailbox.security, patience, tls)
        try:
            if token:
                session.sign_in_by_token(mailbox.user, secret)
            else:
                session.sign_in(mailbox.user, secret)
            _look_what_it_holds(session, mailbox.folder)
        except BaseException:
            session.close()
            raise
        return session

    def _stay(self, mailbox: Mailbox, session: Session) -> None:
        """Take in what is new, then what is old, and wait for more; until something is to be changed."""
        taking = Taking(mailbox, session, self._habits.bounds)
        taking.begin(session.select(mailbox.folder))
        put_again = 0.0
        while not self._is_to_change(mailbox):
            if taking.unable and time.monotonic() > put_again:
                taking.unable = None
            taking.new()
            if taking.unable is None:
                self._note_well(mailbox)
            elif time.monotonic() > put_again:
                note_failure(mailbox, taking.unable, again=False)
                put_again = time.monotonic() + PUT_AGAIN
            if _is_behind():
                self._ears_open(self._habits.behind)
            elif taking.older():
                session.breathe()
                continue
            self._wait(session, mailbox)

    def _note_well(self, mailbox: Mailbox) -> None:
        """Not at every batch of older mail: each is a write of its own."""
        if mailbox.failures or mailbox.trouble or time.monotonic() - self._noted > NOTED:
            note_well(mailbox)
            self._noted = time.monotonic()

    def _wait(self, session: Session, mailbox: Mailbox) -> None:
        if mailbox.history == Mailbox.History.RUNNING:
            session.breathe()
        elif "IDLE" in session.capabilities:
            session.idle(self._ears, self._habits.ask)
        else:
            self._ears_open(self._habits.poll)
            session.breathe()

    def _is_to_change(self, mailbox: Mailbox) -> bool:
        """Whether it is to stop, or its row was changed by somebody."""
        if self._stopping.is_set():
            return True
        if not self._poked():
            return False
        row = Mailbox.objects.filter(pk=mailbox.pk).values_list("changed_at", flat=True).first()
        return row != self.changed_at

    def _rest(self, seconds: float) -> None:
        """Wait for the next try, or until something is changed."""
        if seconds and not self._stopping.is_set():
            self._ears_open(seconds)
            self._poked()

    def _ears_open(self, seconds: float) -> None:
        self._ears.settimeout(seconds)
        try:
            self._ears.recv(1, socket.MSG_PEEK)
        except TimeoutError:
            return

    def _poked(self) -> bool:
        """Whether it was poked since it was last asked."""
        self._ears.setblocking(False)
        try:
            return bool(self._ears.recv(4096))
        except BlockingIOError:
            return False


def _look_what_it_holds(session: Session, name: str) -> None:
    """Raises Trouble for a folder that holds spam, deleted, unfinished or sent mail."""
    if any(folder.name == name and not folder.for_new_mail for folder in session.folders()):
        raise Trouble(Cause.NOT_TAKEN_FROM)


def _is_behind() -> bool:
    """Whether as much is stored unread as may be."""
    waiting = Payload.objects.exclude(state="read").filter(state=Payload.State.RECEIVED)
    return len(waiting.values_list("pk")[:AHEAD]) >= AHEAD
