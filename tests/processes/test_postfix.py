"""The whole of Cha between a real Postfix and a real Dovecot: in by pipe, LMTP and IDLE, out by relay, and back.

One install for all of it: who writes is another person each time.
"""

from __future__ import annotations

import json
import os
import pwd
import shutil
import smtplib
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message as Mail
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from tests.channels.email.mailbox import dovecot as dovecots
from tests.processes import postfix as postfixes
from tests.processes.install import ADDRESS, Install, free_port, new_install
from tests.processes.visitor import Visitor
from tests.shop import raw_mail

pytestmark = pytest.mark.processes

REPAIRS, POST = "repairs@juniperlane.example", "post@juniperlane.example"
ADAEZE, GONE, FULL = "adaeze@nwosu.example", "gone@remote.example", "full@remote.example"
# One says of itself that it is a machine (RFC 3834), and is silent to machines; the other does neither.
POLITE, RUDE = "polite@away.example", "rude@away.example"
AWAY = "I am at the sea until Monday. Your mail waits for me."


class Remote:
    """The rest of the world: knows nobody called gone, has no room for full, and answers for who is away."""

    def __init__(self) -> None:
        self.port = free_port()
        self.taken: list[tuple[str, Mail]] = []
        self.answer_to = 0
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if address == GONE:
            return f"550 5.1.1 <{address}>: Recipient address rejected: User unknown"
        if address == FULL:
            return "452 4.2.2 The mailbox is full, it can take nothing more"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        mail = message_from_bytes(envelope.content, policy=default)
        for address in envelope.rcpt_tos:
            self.taken.append((address, mail))
            self._answer_for(address, mail, envelope.mail_from or "")
        return "250 2.0.0 kept"

    def _answer_for(self, address: str, mail: Mail, back_to: str) -> None:
        machine = not back_to or mail["Auto-Submitted"] not in (None, "no")
        if address == RUDE or (address == POLITE and not machine):
            marks = {} if address == RUDE else {"auto_submitted": "auto-replied"}
            raw = raw_mail(
                AWAY,
                sender=address,
                to=mail["Reply-To"] or mail["From"],
                subject=f"Re: {mail['Subject']}",
                in_reply_to=mail["Message-ID"],
                **marks,
            )
            post(self.answer_to, "" if address == POLITE else address, mail["Reply-To"] or ADDRESS, raw)

    def mails_to(self, address: str) -> list[Mail]:
        return [mail for taker, mail in list(self.taken) if taker == address]

    def __enter__(self) -> Remote:
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()


def wait_for(true: Callable[[], object], seconds: float = 60.0) -> None:
    """Wait for what a page says: asked for now and then, for what makes pages has mail to carry, too."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come true in time"
        time.sleep(0.5)


def post(port: int, sender: str, to: str, raw: bytes) -> None:
    """Give a mail to a server."""
    with smtplib.SMTP("127.0.0.1", port, timeout=20) as smtp:
        smtp.sendmail(sender, [to], raw)


@dataclass
class World:
    """Everything that runs. `maildir` is Adaeze's own mailbox, somewhere else."""

    install: Install
    postfix: postfixes.Postfix
    dovecot: dovecots.Dovecot
    remote: Remote
    maildir: Path
    maartje: Visitor
    handed: list[int] = field(default_factory=list)

    def writes(self, sender: str, to: str = ADDRESS, words: str = "My order 2291 came in peach.", **more: str) -> None:
        """Somebody's mail comes to Postfix."""
        post(self.postfix.port, sender, to, raw_mail(words, sender=sender, to=to, **more))

    def concern(self, sender: str) -> dict[str, Any]:
        """The one conversation of an address; empty as long as there is none."""
        ran = subprocess.run(
            [sys.executable, "-m", "cha", "person", sender, "--json"],
            env=self.install.environ, cwd=self.install.folder, capture_output=True, text=True, check=False,
        )  # fmt: skip
        found = json.loads(ran.stdout)["conversations"] if ran.returncode == 0 else []
        assert len(found) < 2, found
        return dict(json.loads(self.install.cha("conversation", found[0]["id"], "--json"))) if found else {}

    def acknowledged(self, sender: str) -> dict[str, Any]:
        """The conversation of an address, once it is acknowledged."""
        # A page is asked for quickly; a command loads all of Cha.
        wait_for(lambda: sender in self.maartje.words("/conversations?view=all"))
        found: dict[str, Any] = {}

        def is_acknowledged() -> bool:
            found.update(self.concern(sender))
            return bool(found.get("acknowledged_at"))

        wait_for(is_acknowledged)
        return found

    def answers(self, conversation: dict[str, Any], words: str) -> None:
        """Maartje answers at her desk."""
        self.maartje.post(f"/now/{conversation['id']}/reply", body=words)

    def at_home(self) -> list[Mail]:
        """What lies in Adaeze's own mailbox."""
        paths = sorted((self.maildir / "new").glob("*"), key=lambda path: path.stat().st_mtime_ns)
        return [message_from_bytes(path.read_bytes(), policy=default) for path in paths]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    if why := postfixes.why_not():
        pytest.skip(why)
    if shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin") is None:
        pytest.skip("no Dovecot on this machine: apt install dovecot-imapd")
    folder, port, lmtp = tmp_path_factory.mktemp("install"), free_port(), free_port()
    handed: list[int] = []
    with Remote() as remote, dovecots.running() as dovecot, new_install(folder, 1) as install:
        homes, owner = dovecot.folder / "home", pwd.getpwnam("nobody")

        def take(raw: bytes, to: str) -> int:
            handed.append(read(install, raw, to))
            return handed[-1]

        ways = postfixes.Ways(
            pipe=ADDRESS,
            read=take,
            lmtp=REPAIRS,
            lmtp_port=lmtp,
            remote_port=remote.port,
            maildirs={POST: homes / dovecots.USER / "Maildir", ADAEZE: homes / "adaeze" / "Maildir"},
            mail_owner=(owner.pw_uid, owner.pw_gid),
        )
        with postfixes.running(ways) as postfix:
            remote.answer_to = postfix.port
            base = f"http://localhost:{port}"
            install.environ |= {"CHA_RELAY": f"smtp://127.0.0.1:{postfix.port}", "CHA_URL": base}
            for address in (REPAIRS, POST):
                install.cha("channel", "add", "email", address)
            fetch(install, dovecot)
            words = ("--port", str(port), "--mail-port", str(free_port()), "--lmtp", f"127.0.0.1:{lmtp}")
            with install.serve(*words):
                maartje = Visitor(install, base, "maartje@juniperlane.example", "Maartje de Wit")
                yield World(install, postfix, dovecot, remote, ways.maildirs[ADAEZE], maartje, handed)


def read(install: Install, raw: bytes, to: str) -> int:
    """What Postfix starts for a mail: `cha mail read -`."""
    command = [sys.executable, "-m", "cha", "mail", "read", "-", "--to", to]
    return subprocess.run(command, env=install.environ, cwd=install.folder, input=raw, check=False).returncode


def fetch(install: Install, dovecot: dovecots.Dovecot) -> None:
    """`cha mailbox add`: what comes to POST lies in Dovecot."""
    command = ["mailbox", "add", POST, "127.0.0.1", "--user", dovecots.USER, "--mail-server-port", str(dovecot.port)]
    ran = subprocess.run(
        [sys.executable, "-m", "cha", *command, "--security", "none"],
        env=install.environ, cwd=install.folder, input=f"{dovecots.PASSWORD}\n", capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr


def kinds(conversation: dict[str, Any]) -> list[str]:
    return [message["kind"] for message in conversation["messages"]]


def test_in_by_pipe_out_by_relay_into_their_own_mailbox(world: World) -> None:
    world.writes(ADAEZE)
    concern = world.acknowledged(ADAEZE)
    assert world.handed == [0]
    wait_for(lambda: len(world.at_home()) == 1)
    world.answers(concern, "Adaeze, it is me: Maartje. White, by Friday.")
    wait_for(lambda: len(world.at_home()) == 2)
    acknowledgement, answer = world.at_home()
    assert acknowledgement["Return-Path"] == "<>"
    assert "White, by Friday" in answer.get_body(("plain",)).get_content()  # type: ignore[attr-defined]
    assert answer["In-Reply-To"] in world.concern(ADAEZE)["messages"][0]["external_id"]
    # And back, to the signed address, the headers dropped.
    world.writes(ADAEZE, to=answer["Reply-To"], words="Thank you, Maartje.", subject="flowers")
    wait_for(lambda: "Thank you, Maartje." in world.maartje.words(f"/now/{concern['id']}"))
    assert kinds(world.concern(ADAEZE)) == ["heard", "acknowledged", "said", "heard"]
    assert len(world.at_home()) == 2, "one acknowledgement for one concern"


def test_in_by_lmtp(world: World) -> None:
    world.writes("bram@byhand.example", to=REPAIRS, words="The vase leaks.")
    concern = world.acknowledged("bram@byhand.example")
    wait_for(lambda: world.remote.mails_to("bram@byhand.example"))
    assert REPAIRS in world.remote.mails_to("bram@byhand.example")[0]["From"]
    assert kinds(concern) == ["heard", "acknowledged"]


def test_in_by_idle_from_dovecot(world: World) -> None:
    wait_for(lambda: "New mail comes in at once." in world.install.cha("mailbox", "list"))
    world.writes("cleo@byhand.example", to=POST, words="Where is my order?")
    concern = world.acknowledged("cleo@byhand.example")
    wait_for(lambda: world.remote.mails_to("cleo@byhand.example"))
    assert POST in world.remote.mails_to("cleo@byhand.example")[0]["From"]
    assert kinds(concern) == ["heard", "acknowledged"]


def to_them(concern: Any) -> list[Any]:
    """What went to the person; in working hours a member is told by mail, too, that it came back."""
    return [row for row in concern["deliveries"] if row["kind"] != "notice"]


def test_a_real_refusal_comes_back_to_the_message(world: World) -> None:
    world.writes(GONE)
    concern = world.acknowledged(GONE)
    world.answers(concern, "It is me: Maartje.")
    page = f"/now/{concern['id']}"
    wait_for(lambda: "This came back." in world.maartje.words(page))
    assert "User unknown" in world.maartje.words(page)
    failures = world.maartje.words("/failures")
    assert GONE in failures
    assert "It went out and came back: the address is gone. Nobody has this address there." in failures
    assert "Nothing arrives at this address any more." in world.maartje.words(page)
    found = world.concern(GONE)
    assert kinds(found) == ["heard", "acknowledged", "said"], "a bounce is no message, and makes nobody"
    told = to_them(found)
    assert [row["state"] for row in told] == ["sent", "failed"]
    assert "5.1.1" in told[1]["said"]


def test_a_full_mailbox_is_late_then_comes_back_and_is_not_dead(world: World) -> None:
    world.writes(FULL)
    concern = world.acknowledged(FULL)
    world.answers(concern, "It is me: Maartje.")

    page = f"/now/{concern['id']}"
    wait_for(lambda: "This came back." in world.maartje.words(page))
    found = world.concern(FULL)
    # First it is late, and the other side still tries; then it is back.
    told = [event["verb"] for event in found["trail"]]
    assert told.index("delivery.delayed") < told.index("delivery.failed")
    assert "4.2.2" in to_them(found)[-1]["said"]
    assert to_them(found)[-1]["state"] == "failed"
    assert "they could not take it just then. Their mailbox is full." in world.maartje.words("/failures")
    assert "Nothing arrives at this address any more." not in world.maartje.words(page)


@pytest.mark.parametrize("address", [POLITE, RUDE])
def test_two_who_answer_by_themselves_stop(world: World, address: str) -> None:
    world.writes(address)
    concern = world.acknowledged(address)
    world.answers(concern, "It is me: Maartje.")
    wait_for(lambda: len(world.remote.mails_to(address)) == 2)
    quiet = 0.0
    while quiet < 8:
        before = len(world.remote.taken)
        time.sleep(2)
        quiet = quiet + 2 if len(world.remote.taken) == before else 0
        assert len(world.remote.mails_to(address)) < 4, "they talk to each other"
    assert len(world.remote.mails_to(address)) == 2, "what Maartje wrote, and one acknowledgement"
    wait_for(lambda: world.postfix.waiting() == 0)
    assert len(kinds(world.concern(address))) == (4 if address == POLITE else 5)


def test_nothing_is_left_in_the_queue(world: World) -> None:
    # Another process may have taken this test over from its module: then this is the first mail of its world.
    world.writes("ines@byhand.example")
    world.acknowledged("ines@byhand.example")
    wait_for(lambda: world.postfix.waiting() == 0)
    assert set(world.handed) == {0}
    assert "status=bounced (command died" not in world.postfix.said().lower()
