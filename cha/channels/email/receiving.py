"""The intake: one thread that stores what the listener took, several mails in one transaction.

A mail is answered 250 only after the transaction that holds it was synced (law 1). While one sync runs,
others queue up; the next transaction takes them all, so many senders share one sync.
"""

import errno
import logging
import queue
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Envelope:
    """What SMTP said about a mail. `mail_from` is '' for the null path; `received_at` is aware UTC."""

    mail_from: str
    recipients: tuple[str, ...]
    peer: str
    helo: str
    received_at: datetime


Item = tuple[bytes, Envelope]
"""A raw mail as it came over the wire, and its envelope."""


class IntakeBusyError(Exception):
    """More mails wait for the disk than the intake holds; the sender is asked to come back."""


class Intake:
    """Batches raw mails into `take_many`, on one thread of its own.

    `take_many` stores all of the items durably in one transaction or raises and stores none. When a batch
    of several fails, its items are tried one by one, so that one bad mail refuses only itself.
    """

    def __init__(
        self,
        take_many: Callable[[Sequence[Item]], None],
        *,
        batch: int = 50,
        batch_bytes: int = 64 * 1024 * 1024,
        waiting: int = 1000,
        before: Callable[[], None] = lambda: None,
        after: Callable[[], None] = lambda: None,
    ) -> None:
        """`before` and `after` run on the thread around each batch: the place to drop stale database connections."""
        self._take_many = take_many
        self._batch = batch
        self._batch_bytes = batch_bytes
        self._before = before
        self._after = after
        self._queue: queue.Queue[tuple[Item, Future[None]] | None] = queue.Queue(maxsize=waiting)
        self._thread: threading.Thread | None = None
        self._closing = threading.Event()

    def start(self) -> "Intake":
        """Start the thread; returns itself."""
        self._thread = threading.Thread(target=self._run, name="intake", daemon=True)
        self._thread.start()
        return self

    def submit(self, raw: bytes, envelope: Envelope) -> Future[None]:
        """Queue a mail; the future is done once it is stored, or holds the reason why not.

        Cancelling the future before its batch begins takes the mail back. Raises IntakeBusyError when full or closed.
        """
        future: Future[None] = Future()
        if self._closing.is_set():
            raise IntakeBusyError
        try:
            self._queue.put_nowait(((raw, envelope), future))
        except queue.Full:
            raise IntakeBusyError from None
        return future

    def close(self, timeout: float = 30.0) -> None:
        """Store what already waits, then end the thread. `timeout` is in seconds."""
        if self._closing.is_set():
            return
        self._closing.set()
        self._queue.put(None)
        if self._thread is not None:
            self._thread.join(timeout)

    def _run(self) -> None:
        while (first := self._queue.get()) is not None:
            waiting, ending = self._gather(first)
            self._store(waiting)
            if ending:
                break
        self._refuse_rest()

    def _gather(self, first: tuple[Item, Future[None]]) -> tuple[list[tuple[Item, Future[None]]], bool]:
        waiting = [first]
        size = len(first[0][0])
        while len(waiting) < self._batch and size < self._batch_bytes:
            try:
                following = self._queue.get_nowait()
            except queue.Empty:
                break
            if following is None:
                return waiting, True
            waiting.append(following)
            size += len(following[0][0])
        return waiting, False

    def _store(self, waiting: list[tuple[Item, Future[None]]]) -> None:
        wanted = [pair for pair in waiting if pair[1].set_running_or_notify_cancel()]
        if not wanted:
            return
        error = self._attempt([item for item, _ in wanted])
        for item, future in wanted:
            own = self._attempt([item]) if error is not None and len(wanted) > 1 else error
            if own is None:
                future.set_result(None)
            else:
                future.set_exception(own)

    def _attempt(self, items: list[Item]) -> Exception | None:
        try:
            self._before()
            try:
                self._take_many(items)
            finally:
                self._after()
        except Exception as error:
            log.warning("the intake could not store %d mail(s): %r", len(items), error)
            return error
        return None

    def _refuse_rest(self) -> None:
        while True:
            try:
                left = self._queue.get_nowait()
            except queue.Empty:
                return
            if left is not None and left[1].set_running_or_notify_cancel():
                left[1].set_exception(IntakeBusyError())


def refusal(error: BaseException) -> str:
    """The SMTP answer to a mail that could not be stored: always one that makes the sender come back."""
    words = str(error).lower()
    causes = [error, error.__cause__, error.__context__]
    if any(isinstance(cause, OSError) and cause.errno in (errno.ENOSPC, errno.EDQUOT) for cause in causes):
        return "452 4.3.1 our disk is full, please try again later"
    if "disk is full" in words or "no space left" in words:
        return "452 4.3.1 our disk is full, please try again later"
    if isinstance(error, IntakeBusyError):
        return "451 4.3.2 busy storing other mail, please try again"
    if "locked" in words:
        return "451 4.3.0 the database is busy, please try again"
    return "451 4.3.0 cannot store it now, please try again"
