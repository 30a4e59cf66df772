"""kill -9 in the middle of any step: nothing lost, nothing recorded twice, one Message-ID however often it is sent."""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.processes.install import Install, Sink, free_port, new_install, send, wait_until
from tests.shop import raw_mail

pytestmark = pytest.mark.processes

RECEIVE = [
    "cha.channels.models.payload:record:payload.received",
    "cha.channels.models.payload:record:after",
    "cha.channels.models.payload:receive:after",
]
WORK = [
    # read: before anything, while recording, between recording and the note that the task is done
    "cha.channels.pipeline.reading:record_inbound:before",
    "cha.channels.pipeline.recording:record:payload.read",
    "cha.channels.pipeline.reading:record_inbound:after",
    # acknowledge: before, inside the transaction, after it
    "cha.promises.acknowledging:acknowledge:before",
    "cha.promises.acknowledging:record:conversation.acknowledged",
    "cha.promises.acknowledging:acknowledge:after",
    # send: before the relay is spoken to, after it took the mail, after that was noted
    "cha.channels.email.relay:Relay.send:before",
    "cha.channels.email.relay:Relay.send:after",
    "cha.channels.models.delivery:record:delivery.sent",
    "cha.channels.pipeline.delivering:note_outcome:after",
    "cha.core.tasks:finish:before",
]


@pytest.fixture(scope="module")
def sink() -> Iterator[Sink]:
    with Sink() as sink:
        yield sink


@pytest.fixture(scope="module")
def install(tmp_path_factory: pytest.TempPathFactory, sink: Sink) -> Iterator[Install]:
    with new_install(tmp_path_factory.mktemp("install"), sink.port) as install:
        yield install


def letter(folder: Path, number: int) -> tuple[str, str]:
    """A mail in a file, and whom it is from."""
    sender = f"adaeze-{number}-{time.time_ns()}@nwosu.example"
    path = folder / "letter.eml"
    path.write_bytes(raw_mail(sender=sender))
    return str(path), sender


def whole_story(install: Install, sink: Sink, sender: str) -> None:
    """Everything happened, once; what went out went under one Message-ID."""
    found: dict[str, Any] = json.loads(install.python("step.py", "report", sender).stdout)
    assert (found["open_tasks"], found["unread"]) == ([], 0)
    assert found["payloads"] == ["read"]
    assert (found["persons"], found["conversations"]) == (1, 1)
    assert found["messages"] == ["heard", "acknowledged"]
    assert found["promises"] == ["open"]
    ((kind, state, message_id),) = found["deliveries"]
    assert (kind, state) == ("ack", "sent")
    once = ("payload.received", "payload.read", "message.heard", "conversation.acknowledged", "delivery.sent")
    counts = Counter(found["events"])
    assert {verb: counts[verb] for verb in once} == dict.fromkeys(once, 1)
    assert {mail["Message-ID"] for mail in sink.mails_to(sender)} == {message_id}


@pytest.mark.parametrize("point", RECEIVE)
def test_killed_while_receiving(install: Install, sink: Sink, point: str) -> None:
    """The sender was never told 250, so it comes again."""
    path, sender = letter(install.folder, 1)
    assert install.python("step.py", "receive", path, point).returncode == -9
    assert install.python("step.py", "receive", path).returncode == 0
    assert install.python("step.py", "work").returncode == 0
    whole_story(install, sink, sender)


@pytest.mark.parametrize("point", WORK)
def test_killed_while_working(install: Install, sink: Sink, point: str) -> None:
    path, sender = letter(install.folder, 2)
    assert install.python("step.py", "receive", path).returncode == 0
    killed = install.python("step.py", "work", point)
    assert killed.returncode == -9, killed.stderr
    again = install.python("step.py", "work")
    assert again.returncode == 0, again.stderr
    whole_story(install, sink, sender)


def test_everything_killed_while_mail_streams_in(install: Install, sink: Sink) -> None:
    """Senders try again until they hear 250, as real ones do; the whole of Cha dies twice meanwhile."""
    port, http = free_port(), free_port()
    words = ("--port", str(http), "--mail-port", str(port))
    domain = f"{time.time_ns()}.example"
    senders = [f"p{number}@{domain}" for number in range(24)]
    letters = {sender: raw_mail(sender=sender) for sender in senders}
    done: list[str] = []

    def keep_sending() -> None:
        for sender in senders:
            while True:
                try:
                    send(port, letters[sender], sender)
                    break
                except OSError:
                    time.sleep(0.1)
            done.append(sender)
            time.sleep(0.02)

    thread = threading.Thread(target=keep_sending)
    for after in (5, 14, None):
        with install.serve(*words) as serving:
            if not thread.is_alive() and not done:
                thread.start()
            if after is not None:
                wait_until(lambda after=after: len(done) >= after, 40)  # type: ignore[misc]
                serving.kill()
            else:
                thread.join(60)
                wait_until(lambda: all(sink.mails_to(sender) for sender in senders), 60)
                found: dict[str, Any] = json.loads(install.python("step.py", "report", domain).stdout)
    assert sorted(done) == sorted(senders)
    assert found["persons"] == found["conversations"] == len(senders)
    assert Counter(found["messages"]) == {"heard": len(senders), "acknowledged": len(senders)}
    for sender in senders:
        assert len({mail["Message-ID"] for mail in sink.mails_to(sender)}) == 1
