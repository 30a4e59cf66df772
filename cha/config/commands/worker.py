"""Runs tasks and timers and reads mail, until stopped. Any number may run beside each other on PostgreSQL."""

from __future__ import annotations

import argparse
import os
import signal
import threading

from cha.config.options import Options

GROUPS = ("data", "mail", "running")
EXAMPLES = "cha worker --database-url postgres://cha@db/cha"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Its own arguments."""
    parser.add_argument("--with-front", action="store_true", help=argparse.SUPPRESS)


def run(args: argparse.Namespace, options: Options) -> int:
    """Work until SIGTERM or SIGINT, or with `--with-front` until standard input ends."""
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    # Ctrl-C reaches the front too, which then stops us in order.
    signal.signal(signal.SIGINT, signal.SIG_IGN if args.with_front else lambda *_: stop.set())
    if args.with_front:
        threading.Thread(target=wait_for_end, args=(stop,), name="front-watch", daemon=True).start()
    import django

    django.setup()
    from cha.api import tidying as answers
    from cha.channels.chat import tidying as chats
    from cha.channels.email.mailbox.fetching import Bounds
    from cha.channels.email.mailbox.keeping import Mailboxes
    from cha.channels.email.mailbox.watching import Habits
    from cha.conversations import tidying
    from cha.core import worker
    from cha.notifications import tidying as notices
    from cha.people.records import privacy as records

    tidying.see_to_it()
    chats.see_to_it()
    notices.see_to_it()
    answers.see_to_it()
    records.see_to_it()
    habits = Habits(bounds=Bounds(largest=options.max_mail_mb * 1024 * 1024))
    mailboxes = Mailboxes(stop, habits)
    mailboxes.start()
    worker.run(stop)
    mailboxes.join(timeout=6)
    return 0


def wait_for_end(stop: threading.Event) -> None:
    """Set `stop` when the front has closed its end of the pipe, by will or by death."""
    # Not through sys.stdin: its lock would be held when the interpreter ends.
    while os.read(0, 1024):
        pass
    stop.set()
