"""A Dovecot of one's own: from a config in a folder of its own, on a free port, with mail in Maildirs."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from itertools import count
from pathlib import Path

from tests.processes.install import free_port, wait_until

USER, PASSWORD = "hello@juniperlane.example", "peony"
numbers = count(1)

CONFIG = """
protocols = imap
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
default_internal_user = {internal}
default_internal_group = {internal_group}
default_login_user = {login}
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
mail_location = maildir:~/Maildir
first_valid_uid = 1
passdb {{
  driver = passwd-file
  args = scheme=plain username_format=%u {folder}/users
}}
userdb {{
  driver = static
  args = uid={mail} gid={mail_group} home={folder}/home/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
namespace inbox {{
  inbox = yes
  mailbox Spam {{
    special_use = \\Junk
    auto = create
  }}
  mailbox Trash {{
    special_use = \\Trash
    auto = create
  }}
}}
"""


class Dovecot:
    """It runs between `start` and `stop`; mail is put straight into its Maildirs, as a mail server would."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        root = os.geteuid() == 0
        me = pwd.getpwuid(os.geteuid()).pw_name
        group = str(os.getegid())
        self._owner = pwd.getpwnam("nobody").pw_uid if root else os.geteuid()
        (folder / "dovecot.conf").write_text(
            CONFIG.format(
                folder=folder,
                port=self.port,
                internal="dovecot" if root else me,
                internal_group="dovecot" if root else group,
                login="dovenull" if root else me,
                mail="nobody" if root else me,
                mail_group="nogroup" if root else group,
            )
        )
        self.let_in(PASSWORD)
        (folder / "home").mkdir()
        self._own(folder / "home")
        self._process: subprocess.Popen[bytes] | None = None

    def let_in(self, password: str) -> None:
        """From now on this is the password."""
        users = self.folder / "users"
        users.write_text(f"{USER}:{{PLAIN}}{password}\n")
        users.chmod(0o644)

    def start(self) -> None:
        """Run it, and wait until it answers."""
        command = ["dovecot", "-F", "-c", str(self.folder / "dovecot.conf")]
        self._process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        wait_until(self._answers, 20)

    def stop(self) -> None:
        """End it and every connection."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(20)
            # Those who are signed in are served by processes that outlive the first.
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process = None

    def gets(self, raw: bytes, folder: str = "INBOX", flags: str = "", at: datetime | None = None) -> Path:
        """A mail arrives in a folder. `flags` are a Maildir's letters (T deleted, D draft), `at` when it came."""
        home = self.folder / "home" / USER
        maildir = home / "Maildir" / ("" if folder == "INBOX" else f".{folder}")
        for part in (home, home / "Maildir", maildir, *(maildir / name for name in ("tmp", "new", "cur"))):
            if not part.is_dir():
                part.mkdir()
                self._own(part)
        name = f"{time.time_ns()}.{next(numbers)}.test" + (f":2,{flags}" if flags else "")
        draft, place = maildir / "tmp" / name, maildir / ("cur" if flags else "new") / name
        draft.write_bytes(raw.replace(b"\r\n", b"\n"))
        self._own(draft)
        if at is not None:
            os.utime(draft, (at.timestamp(), at.timestamp()))
        return draft.rename(place)

    def holds(self, folder: str = "INBOX") -> int:
        """How many mails lie in a folder."""
        maildir = self.folder / "home" / USER / "Maildir" / ("" if folder == "INBOX" else f".{folder}")
        return sum(len(list((maildir / name).glob("*"))) for name in ("new", "cur"))

    def number_anew(self) -> None:
        """Forget every UID: the folder gets another UIDVALIDITY. Only while it does not run."""
        for path in (self.folder / "home" / USER / "Maildir").glob("dovecot*"):
            path.unlink()

    def _answers(self) -> bool:
        import socket

        try:
            with socket.create_connection(("127.0.0.1", self.port), 2) as sock:
                return sock.recv(64).startswith(b"* OK")
        except OSError:
            return False

    def _own(self, path: Path) -> None:
        if os.geteuid() == 0:
            os.chown(path, self._owner, -1)


@contextmanager
def running() -> Iterator[Dovecot]:
    """A Dovecot while the block runs."""
    # Not pytest's folder: on the way to that one nobody else may pass, and mail is read by another user.
    folder = Path(tempfile.mkdtemp(prefix="cha-dovecot-"))
    folder.chmod(0o755)
    dovecot = Dovecot(folder)
    try:
        dovecot.start()
        yield dovecot
    finally:
        dovecot.stop()
        shutil.rmtree(folder, ignore_errors=True)
