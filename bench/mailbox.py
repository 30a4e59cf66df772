"""A mailbox back-filled from a real Dovecot on this machine: mails a second, and the memory that it took."""

from __future__ import annotations

import os
import shutil

from bench.install import Install
from bench.mails import raw_mail
from bench.report import Figure
from tests.channels.email.mailbox.dovecot import PASSWORD, USER, running

COUNTS = {"store": 3000, "read": 1000}
# 100,000 mails in half an hour, while what comes in now is answered at once.
LEAST = 55


def measure(install: Install, what: str) -> list[Figure]:
    """Fetched and stored (`store`), or read and made findable beside it, too (`read`). Nothing without Dovecot."""
    if shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin") is None:
        return []
    count = COUNTS[what]
    with running() as dovecot:
        for number in range(count):
            dovecot.gets(raw_mail(f"back.{number}")[2])
        told = install.inside("mailbox", str(dovecot.port), USER, PASSWORD, what)
    name = "fetched and stored" if what == "store" else "fetched, stored and read"
    note = f"{told['mails']} mails, {told['megabytes']:.0f} MB at most in the process"
    return [Figure(f"back-fill of a mailbox, {name}", count / told["seconds"], "/s", LEAST, least=True, note=note)]
