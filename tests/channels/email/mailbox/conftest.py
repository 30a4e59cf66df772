"""Mailboxes to fetch from: a real Dovecot, and a server that lies."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from cha.channels.email.mailbox.line import Patience
from cha.channels.email.mailbox.watching import Habits, Watch
from cha.channels.models import Channel, Mailbox, add_mailbox
from cha.core.actor import CHA
from cha.core.worker import holder_name
from tests.channels.email.mailbox.dovecot import PASSWORD, USER, Dovecot, running
from tests.processes.install import wait_until

QUICK = Habits(patience=Patience(connecting=5, silence=1.0, whole=3.0), ask=1.0, poll=0.2, behind=0.02)


@pytest.fixture
def dovecot() -> Iterator[Dovecot]:
    if shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin") is None:
        pytest.skip("no Dovecot on this machine: apt install dovecot-imapd")
    with running() as dovecot:
        yield dovecot


def mailbox_on(port: int, channel: Channel, **more: Any) -> Mailbox:
    """A mailbox of a server on this machine."""
    return add_mailbox(channel, "127.0.0.1", USER, by=CHA, secret=PASSWORD, port=port, security="none", **more)


@contextmanager
def watched(mailbox: Mailbox, habits: Habits = QUICK, **more: Any) -> Iterator[Watch]:
    """The mailbox is watched while the block runs."""
    watch = Watch(mailbox.pk, holder_name(), habits=replace(habits, **more))
    watch.start()
    try:
        yield watch
    finally:
        watch.stop()
        watch.join(15)
        assert not watch.is_alive(), "it did not stop"


def when(mailbox: Mailbox, true: Callable[[Mailbox], object], seconds: float = 20.0) -> Mailbox:
    """The mailbox's row, once it is so."""

    def look() -> bool:
        mailbox.refresh_from_db()
        return bool(true(mailbox))

    wait_until(look, seconds)
    return mailbox
