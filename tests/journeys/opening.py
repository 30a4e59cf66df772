"""How many journeys begin: a server, a member at the desk, and a mail from Adaeze that was acknowledged."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, Page

from tests.journeys.test_main_job import ADAEZE, link_in, sign_in
from tests.processes.install import Install, Sink, free_port, send, wait_until
from tests.shop import raw_mail


@dataclass(frozen=True, slots=True)
class Open:
    """One conversation, open at a member's desk. `link` is what its person got; `id` names it in addresses."""

    base: str
    mail_port: int
    member: Page
    id: str
    link: str


@contextmanager
def one_open(browser: Browser, install: Install, sink: Sink, words: str) -> Iterator[Open]:
    """Serve until the block ends; Adaeze has written `words`, and a member has opened what she wrote."""
    port, mail_port = free_port(), free_port()
    base = f"http://localhost:{port}"
    install.environ["CHA_URL"] = base
    with install.serve("--port", str(port), "--mail-port", str(mail_port)):
        member = sign_in(browser, install, base)
        before = len(sink.mails_to(ADAEZE))
        send(mail_port, raw_mail(words))
        wait_until(lambda: len(sink.mails_to(ADAEZE)) == before + 1, 20)
        one = json.loads(install.cha("conversations", "--state", "ours", "--json"))[0]["id"]
        member.goto(f"{base}/now/{one}")
        yield Open(base, mail_port, member, one, link_in(sink.mails_to(ADAEZE)[before]))
