"""What the core is told of a mail: bounces, forwards, who vouches, where answers are wanted, what else it is."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from bench.corpus.judging import SETS
from cha.channels.base import Inbound
from cha.channels.email.medium import Email

pytestmark = pytest.mark.django_db


def inbound(raw: bytes) -> Inbound:
    received_at = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
    payload: Any = SimpleNamespace(envelope={}, received_at=received_at, content=lambda: raw)
    return Email().read(payload)


def test_a_bounce_says_whom_it_is_about_and_how_badly() -> None:
    told = inbound((SETS["hard"] / "qmail-no-mailbox-en.eml").read_bytes())
    assert told.machine == "bounce"
    assert told.bounce is not None
    assert (told.bounce.kind, told.bounce.status) == ("hard", "5.1.1")
    assert "@" in told.bounce.address


def test_a_forward_carries_its_original() -> None:
    told = inbound((SETS["hard"] / "fwd-gmail-en.eml").read_bytes())
    assert told.original is not None
    assert (told.original.address, told.original.name) == ("clara@benson.example", "Clara Benson")
    assert "three pieces" in told.original.text
    assert told.text == "Can you take this one? It came to my own address.\n\nM."


def test_only_trusted_servers_vouch(settings: Any) -> None:
    raw = (
        b"Authentication-Results: mx.shop.example; dmarc=pass header.from=x.example\r\nFrom: Ann <ann@x.example>\r\n"
        b"Reply-To: Office <office@x.example>\r\n\r\nhello"
    )
    assert inbound(raw).authentic == ""
    settings.CHA_MAIL_TRUSTED = ("mx.shop.example",)
    assert (inbound(raw).authentic, inbound(raw).reply_to) == ("pass", "office@x.example")


def test_a_complaint_says_of_which_mail() -> None:
    raw = (
        b"From: feedback@isp.example\r\nContent-Type: multipart/report; report-type=feedback-report; boundary=x\r\n\r\n"
        b"--x\r\n\r\nA customer complained.\r\n--x\r\nContent-Type: message/feedback-report\r\n\r\n"
        b"Feedback-Type: abuse\r\nOriginal-Rcpt-To: <cleo@isp.example>\r\n--x\r\nContent-Type: message/rfc822\r\n\r\n"
        b"Message-ID: <m.1@shop.example>\r\n\r\nRoses\r\n--x--"
    )
    told = inbound(raw)
    assert (told.machine, told.bounce) == ("complaint", None)
    assert told.marks["complaint"] == {"address": "cleo@isp.example", "about": "<m.1@shop.example>"}
