"""Mail through an account that somebody signed in to: fetched by IMAP from a real Dovecot, sent by SMTP (XOAUTH2)."""

from __future__ import annotations

import os
import shutil
import tempfile
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

from cha.channels.email.consent import asking
from cha.channels.email.consent.account import account_relay, account_url
from cha.channels.email.consent.sign_in import send_through, signed_in
from cha.channels.email.mailbox.line import Patience
from cha.channels.models import Delivery, Grant, Mailbox
from cha.conversations.models import Message
from cha.core import worker
from cha.core.clock import now
from tests.channels.email.consent.stand_in import StandIn
from tests.channels.email.mailbox.conftest import watched, when
from tests.channels.email.mailbox.dovecot import Dovecot
from tests.processes.install import free_port
from tests.shop import ADDRESS, Shop, raw_mail

pytestmark = pytest.mark.django_db(transaction=True)

# Dovecot asks somebody else before it answers.
PATIENT = Patience(connecting=5, silence=10, whole=20)
OAUTH = """
auth_mechanisms = plain login xoauth2 oauthbearer
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {folder}/oauth2.conf
}}
"""
ASKS = """
tokeninfo_url = {url}/tokeninfo?access_token=
introspection_mode = auth
username_attribute = email
username_format = %u
timeout_msecs = 5000
"""


@pytest.fixture
def there() -> Iterator[StandIn]:
    with StandIn(ADDRESS) as there:
        yield there


@pytest.fixture
def gmail(there: StandIn) -> Iterator[Dovecot]:
    """A Dovecot that lets in who brings an access token of the stand-in."""
    if shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin") is None:
        pytest.skip("no Dovecot on this machine: apt install dovecot-imapd")
    folder = Path(tempfile.mkdtemp(prefix="cha-dovecot-"))
    folder.chmod(0o755)
    dovecot = Dovecot(folder)
    with (folder / "dovecot.conf").open("a") as config:
        config.write(OAUTH.format(folder=folder))
    (folder / "oauth2.conf").write_text(ASKS.format(url=there.url))
    (folder / "oauth2.conf").chmod(0o644)
    try:
        dovecot.start()
        yield dovecot
    finally:
        dovecot.stop()
        shutil.rmtree(folder, ignore_errors=True)


def given(shop: Shop, there: StandIn, settings: Any, **ports: int) -> Grant:
    """Priya has agreed there."""
    house = there.house("google", **ports)
    settings.CHA_MAIL_HOUSES = {"google": house}
    question = asking.start(house, "http://localhost/back", ADDRESS)
    code = there.agree(question.url).partition("code=")[2].partition("&")[0]
    tokens = asking.finish(house, "http://localhost/back", code, question.verifier)
    return signed_in(shop.channel, house, tokens, ADDRESS, by=shop.priya)


def test_mail_is_fetched_with_a_token(shop: Shop, there: StandIn, gmail: Dovecot, settings: Any) -> None:
    given(shop, there, settings, imap=gmail.port)
    mailbox = Mailbox.objects.get()
    with watched(mailbox, patience=PATIENT):
        when(mailbox, lambda row: row.looked_at)
        gmail.gets(raw_mail("By token."))
        when(mailbox, lambda row: row.last_uid >= 1)
    worker.run_all()
    assert Message.objects.filter(text="By token.").exists()
    assert "/tokeninfo" in there.asked


def test_a_token_that_is_worth_nothing_is_renewed_and_nobody_hears_of_it(
    shop: Shop, there: StandIn, gmail: Dovecot, settings: Any
) -> None:
    given(shop, there, settings, imap=gmail.port)
    there.access.clear()
    mailbox = Mailbox.objects.get()
    with watched(mailbox, patience=PATIENT):
        when(mailbox, lambda row: row.looked_at)
    assert (mailbox.trouble, mailbox.failures) == ("", 0)
    assert there.asked.count("/token") == 2


def test_leave_that_is_gone_is_a_failure_in_words_until_somebody_signs_in_again(
    shop: Shop, there: StandIn, gmail: Dovecot, settings: Any
) -> None:
    given(shop, there, settings, imap=gmail.port)
    there.take_back()
    mailbox = Mailbox.objects.get()
    with watched(mailbox, patience=PATIENT) as watch:
        when(mailbox, lambda row: row.trouble)
        assert mailbox.trouble == "token"
        assert "Sign in there again" in mailbox.said
        given(shop, there, settings, imap=gmail.port)
        watch.poke()
        when(mailbox, lambda row: not row.trouble and row.looked_at)


class TokenDoor:
    """An SMTP server that lets in who brings a good token."""

    def __init__(self, there: StandIn) -> None:
        self.there, self.port = there, free_port()
        self.taken: list[tuple[str, list[str]]] = []
        self.asked = 0

    async def auth_XOAUTH2(self, server: SMTP, args: list[str]) -> AuthResult:  # noqa: N802 - aiosmtpd's name
        self.asked += 1
        user, _, rest = b64decode(args[1]).decode().removeprefix("user=").partition("\x01")
        token = rest.removeprefix("auth=Bearer ").rstrip("\x01")
        good = token in self.there.access and user == ADDRESS
        return AuthResult(success=good, handled=False, auth_data=user.encode() if good else None)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        assert session.authenticated
        self.taken.append((envelope.mail_from, envelope.rcpt_tos))
        return "250 kept"


@pytest.fixture
def door(there: StandIn) -> Iterator[TokenDoor]:
    door = TokenDoor(there)
    controller = Controller(door, hostname="127.0.0.1", port=door.port, auth_require_tls=False)
    controller.start()
    yield door
    for grant in Grant.objects.all():
        account_relay(account_url(grant)).close()
    controller.stop()


def test_answers_go_out_through_the_same_account(shop: Shop, there: StandIn, door: TokenDoor, settings: Any) -> None:
    send_through(given(shop, there, settings, smtp=door.port), by=shop.priya)
    conversation = shop.adaeze_writes()
    assert Delivery.objects.get(kind="ack").state == "sent"
    there.access.clear()
    asked = door.asked
    shop.answers(conversation)
    assert Delivery.objects.get(kind="reply").state == "sent"
    assert door.taken[-1] == (ADDRESS, ["adaeze@nwosu.example"])
    assert door.asked == asked


def test_a_token_that_the_way_out_does_not_take_is_renewed(
    shop: Shop, there: StandIn, door: TokenDoor, settings: Any
) -> None:
    send_through(given(shop, there, settings, smtp=door.port), by=shop.priya)
    there.access.clear()
    shop.adaeze_writes()
    assert Delivery.objects.get(kind="ack").state == "sent"
    assert (door.asked, there.asked.count("/token")) == (2, 2)


def test_mail_waits_while_the_leave_is_gone_and_says_why(
    shop: Shop, there: StandIn, door: TokenDoor, settings: Any
) -> None:
    grant = given(shop, there, settings, smtp=door.port)
    send_through(grant, by=shop.priya)
    there.take_back()
    shop.adaeze_writes()
    waiting = Delivery.objects.get(kind="ack")
    assert waiting.state == "waiting"
    assert "Sign in there again" in waiting.said
    assert grant.given_at < now()
