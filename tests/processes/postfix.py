"""A Postfix of one's own: its own config, queue and ports, from a folder of its own. Its master needs root.

    with running(Ways(...)) as postfix: ...

What leaves for the rest of the world goes to `remote`; what is for us comes in by the ways that `Ways` names.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.processes.install import free_port, wait_until

# Seconds: how soon it tries again, after how long it says that a mail is late, and when it gives up.
AGAIN, LATE, NEVER = 2, 3, 9

MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/state
command_directory = /usr/sbin
maillog_file = {folder}/log
maillog_file_prefixes = /var, /tmp
mail_owner = postfix
setgid_group = postdrop
myhostname = mx.juniperlane.example
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
alias_maps =
recipient_delimiter = +
smtp_dns_support_level = disabled
smtputf8_enable = yes
transport_maps = texthash:{folder}/etc/transport
relay_domains = juniperlane.example
smtpd_recipient_restrictions = permit_mynetworks, reject
smtp_destination_recipient_limit = 1
# A Maildir of Dovecot's, as its user.
virtual_mailbox_base = /
virtual_mailbox_maps = texthash:{folder}/etc/maildirs
virtual_uid_maps = static:{mail_uid}
virtual_gid_maps = static:{mail_gid}
virtual_minimum_uid = 1
virtual_transport = virtual
# Days in the world; seconds here.
queue_run_delay = {again}s
minimal_backoff_time = {again}s
maximal_backoff_time = {again}s
delay_warning_time = {late}s
maximal_queue_lifetime = {never}s
bounce_queue_lifetime = {never}s
"""

MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
pickup unix n - n 1 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 1 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
local unix - n n - - local
virtual unix - n n - - virtual
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
cha unix - n n - 4 pipe
  flags=hu user=nobody:nogroup argv=/bin/sh {folder}/hand-over ${{original_recipient}}
"""

# What pipe(8) starts may not be root. It hands the mail to `Handed`, and ends as that says.
HAND_OVER = """
name={folder}/handed/$$.$(date +%s%N)
cat > "$name.new" && printf '%s' "$1" > "$name.to" && mv "$name.new" "$name.mail" || exit 75
while [ ! -e "$name.code" ]; do sleep 0.05; done
exit "$(cat "$name.code")"
"""


@dataclass(frozen=True)
class Ways:
    """Where mail goes. `pipe` and `lmtp` are addresses of ours; `maildirs` are addresses with a Maildir each."""

    pipe: str
    read: Callable[[bytes, str], int]
    lmtp: str = ""
    lmtp_port: int = 0
    remote_port: int = 0
    maildirs: dict[str, Path] = field(default_factory=dict)
    mail_owner: tuple[int, int] = (0, 0)


class Handed(threading.Thread):
    """Gives every mail that pipe(8) was started with to `read`, whose answer is the command's exit code."""

    def __init__(self, folder: Path, read: Callable[[bytes, str], int]) -> None:
        super().__init__(daemon=True)
        self.folder, self.read, self.ended = folder, read, threading.Event()

    def run(self) -> None:
        """Until it is ended."""
        while not self.ended.wait(0.05):
            for path in sorted(self.folder.glob("*.mail")):
                code = self.read(path.read_bytes(), path.with_suffix(".to").read_text())
                path.unlink()
                draft = path.with_suffix(".draft")
                draft.write_text(str(code))
                draft.rename(path.with_suffix(".code"))


class Postfix:
    """It runs between `start` and `stop`."""

    def __init__(self, folder: Path, ways: Ways) -> None:
        self.folder, self.port = folder, free_port()
        for name in ("etc", "queue", "state", "handed"):
            (folder / name).mkdir()
        shutil.chown(folder / "state", "postfix")
        (folder / "handed").chmod(0o777)
        self._handed = Handed(folder / "handed", ways.read)
        uid, gid = ways.mail_owner
        times = {"again": AGAIN, "late": LATE, "never": NEVER}
        self._write("main.cf", MAIN, mail_uid=uid, mail_gid=gid, **times)
        self._write("master.cf", MASTER, port=self.port)
        (folder / "hand-over").write_text(HAND_OVER.format(folder=folder))
        lines = [f"{ways.pipe} cha:", f"* smtp:[127.0.0.1]:{ways.remote_port}"]
        lines += [f"{ways.lmtp} lmtp:inet:127.0.0.1:{ways.lmtp_port}"] if ways.lmtp else []
        lines += [f"{address} virtual:" for address in ways.maildirs]
        self._write("transport", "\n".join(lines))
        self._write("maildirs", "\n".join(f"{address} {place}/" for address, place in ways.maildirs.items()))

    def start(self) -> None:
        """Run it, and wait until it answers."""
        self._handed.start()
        # Its own check of what is installed fails now and then where two of them begin at the same time.
        for pause in (1, 3, 0):
            try:
                self._run("start")
                break
            except AssertionError:
                if not pause:
                    raise
                time.sleep(pause)
        wait_until(self._answers, 20)

    def stop(self) -> None:
        """End it. What it was about to hand over is told to come again, so that nothing waits for us."""
        self._handed.ended.set()
        self._handed.join(20)
        if self._answers():
            self._run("abort")
        wait_until(lambda: not self._answers(), 20)

    def waiting(self) -> int:
        """How many mails lie in its queue."""
        listed = subprocess.run(
            ["postqueue", "-c", str(self.folder / "etc"), "-j"], capture_output=True, text=True, check=True
        )
        return len(listed.stdout.splitlines())

    def said(self) -> str:
        """Its log."""
        path = self.folder / "log"
        return path.read_text() if path.exists() else ""

    def _write(self, name: str, text: str, **values: object) -> None:
        path = self.folder / "etc" / name
        path.write_text(text.format(folder=self.folder, **values) + "\n")

    def _run(self, command: str) -> None:
        ran = subprocess.run(
            ["postfix", "-c", str(self.folder / "etc"), command], capture_output=True, text=True, check=False
        )
        assert ran.returncode == 0, ran.stderr + self.said()

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), 2) as sock:
                return sock.recv(64).startswith(b"220")
        except OSError:
            return False


def why_not() -> str:
    """Why no Postfix can run here; empty when one can."""
    if shutil.which("postfix", path=f"{os.environ.get('PATH', '')}:/usr/sbin") is None:
        return "no Postfix on this machine: apt install postfix"
    return "" if os.geteuid() == 0 else "Postfix’s master runs as root, and this is not root"


@contextmanager
def running(ways: Ways) -> Iterator[Postfix]:
    """A Postfix while the block runs; one at a time on this machine, for two at once have failed to begin."""
    with Path(tempfile.gettempdir(), "cha-postfix.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield from _running(ways)


def _running(ways: Ways) -> Iterator[Postfix]:
    # Not pytest's folder: on the way to that one nobody else may pass, and Postfix works as its own user.
    folder = Path(tempfile.mkdtemp(prefix="cha-postfix-", dir="/tmp"))
    folder.chmod(0o755)
    postfix = Postfix(folder, ways)
    try:
        postfix.start()
        yield postfix
    finally:
        postfix.stop()
        time.sleep(0.2)
        shutil.rmtree(folder, ignore_errors=True)
