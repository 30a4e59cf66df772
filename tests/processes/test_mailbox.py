"""The whole of Cha and a real Dovecot: a mail is answered within seconds; kill -9 loses and doubles nothing."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.channels.email.mailbox.dovecot import PASSWORD, Dovecot, running
from tests.processes.install import ADDRESS, Install, Sink, free_port, new_install, wait_until
from tests.shop import raw_mail

pytestmark = pytest.mark.processes


@pytest.fixture
def dovecot() -> Iterator[Dovecot]:
    if shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin") is None:
        pytest.skip("no Dovecot on this machine: apt install dovecot-imapd")
    with running() as dovecot:
        yield dovecot


@pytest.fixture
def sink() -> Iterator[Sink]:
    with Sink() as sink:
        yield sink


@pytest.fixture
def install(tmp_path: Path, sink: Sink) -> Iterator[Install]:
    with new_install(tmp_path, sink.port) as install:
        yield install


def fetch_from(install: Install, dovecot: Dovecot, *words: str) -> None:
    """`cha mailbox add`, its password from a pipe."""
    command = ["mailbox", "add", ADDRESS, "127.0.0.1", "--mail-server-port", str(dovecot.port), "--security", "none"]
    ran = subprocess.run(
        [sys.executable, "-m", "cha", *command, *words],
        env=install.environ, cwd=install.folder, input=f"{PASSWORD}\n", capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr


def ports() -> tuple[str, ...]:
    return ("--port", str(free_port()), "--mail-port", str(free_port()))


def is_well(install: Install) -> bool:
    return "New mail comes in at once." in install.cha("mailbox", "list")


def test_a_mail_in_the_mailbox_is_acknowledged_within_seconds(install: Install, sink: Sink, dovecot: Dovecot) -> None:
    fetch_from(install, dovecot, "--move", "Taken in")
    with install.serve(*ports()):
        wait_until(lambda: is_well(install), 40)
        sender = "adaeze@nwosu.example"
        dovecot.gets(raw_mail(sender=sender))
        wait_until(lambda: sink.mails_to(sender), 10)
        wait_until(lambda: dovecot.holds("Taken in") == 1 and dovecot.holds() == 0)
    (answer,) = sink.mails_to(sender)
    assert answer["In-Reply-To"]


def test_killed_while_mail_comes_in_from_a_mailbox(install: Install, sink: Sink, dovecot: Dovecot) -> None:
    domain = f"{time.time_ns()}.example"
    senders = [f"p{number}@{domain}" for number in range(16)]
    fetch_from(install, dovecot, "--move", "Taken in")
    words = ports()
    with install.serve(*words):
        wait_until(lambda: is_well(install), 40)
    for after in (3, 10, None):
        with install.serve(*words) as serving:
            fresh = senders[:8] if after == 3 else senders[8:] if after == 10 else []
            for sender in fresh:
                dovecot.gets(raw_mail(sender=sender))
            if after is not None:
                wait_until(lambda after=after: dovecot.holds("Taken in") >= after, 40)  # type: ignore[misc]
                serving.kill()
            else:
                wait_until(lambda: all(sink.mails_to(sender) for sender in senders), 60)
                wait_until(lambda: dovecot.holds("Taken in") == len(senders))
                found: dict[str, Any] = json.loads(install.python("step.py", "report", domain).stdout)
    assert found["persons"] == found["conversations"] == len(senders)
    assert Counter(found["messages"]) == {"heard": len(senders), "acknowledged": len(senders)}
    assert dovecot.holds() == 0
    for sender in senders:
        assert len({mail["Message-ID"] for mail in sink.mails_to(sender)}) == 1
