"""What goes out: signed by default, sealed by choice or in answer to what came sealed, and never open by mistake."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from cha.channels.email.sealing.opening import open_mail
from cha.channels.email.sealing.values import OurKey, Ring
from cha.channels.models import Delivery, set_relay
from cha.channels.models.sealing_key import keep_our_key, keep_their_keys, remove_key, set_signing
from cha.conversations.models import Conversation, say
from cha.core import worker
from cha.core.clock import now
from cha.core.errors import Invalid
from tests.channels.email.sealing.keys import openpgp, roots, smime, theirs
from tests.channels.email.sealing.test_reading_in import ADAEZE, mail, message_of
from tests.shop import ADDRESS, Shop

pytest.importorskip("asn1crypto")
pytest.importorskip("pysequoia")
SECRET = "The code of the gate is 4711."


class Sink:
    """Keeps what it is given."""

    def __init__(self) -> None:
        self.mails: list[bytes] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.mails.append(envelope.content)
        return "250 kept"


@pytest.fixture
def sent(shop: Shop) -> Iterator[list[bytes]]:
    """A relay of the shop's, and what went out over it."""
    kept = Sink()
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]
    relay = Controller(kept, hostname="127.0.0.1", port=port)
    relay.start()
    set_relay(shop.channel, f"smtp://127.0.0.1:{port}", by=shop.priya)
    yield kept.mails
    relay.stop()


def answer(shop: Shop, conversation: Conversation, sent: list[bytes], **more: Any) -> Delivery:
    sent.clear()
    message = say(conversation, SECRET, by=shop.maartje, hold=timedelta(0), **more)
    worker.run_all()
    # In working hours Maartje is told by mail that it failed; that is none of Adaeze's.
    sent[:] = [mail for mail in sent if f"To: {shop.maartje.email}".encode() not in mail]
    return Delivery.objects.get(message=message)


@pytest.mark.parametrize("made", [smime, openpgp])
def test_an_answer_to_a_sealed_mail_is_sealed_where_their_key_is_known(
    shop: Shop, sent: list[bytes], made: Any
) -> None:
    ours: OurKey = made(ADDRESS)
    keep_our_key(shop.channel, ours, by=shop.priya)
    keep_their_keys([theirs(made(ADAEZE))], by=shop.priya)
    from cha.channels.email.sealing.making import protect

    conversation = message_of(shop, protect(mail(), seal=[theirs(ours)])).conversation
    assert sent
    assert all(b"gate" not in one and b"three pieces" not in one for one in sent)
    delivery = answer(shop, conversation, sent)
    assert (delivery.state, len(sent)) == ("sent", 1)
    assert SECRET.encode() not in sent[0]
    opened = open_mail(sent[0], now(), ADDRESS, Ring(ours=(made(ADAEZE),)))
    assert SECRET.encode() in (opened.raw or b"")
    assert b"three pieces" not in (opened.raw or b"")


def test_what_must_be_sealed_and_cannot_be_is_not_sent_and_says_why(shop: Shop, sent: list[bytes]) -> None:
    conversation = shop.adaeze_writes()
    delivery = answer(shop, conversation, sent, seal="yes")
    assert (delivery.state, sent) == ("failed", [])
    assert ADAEZE in delivery.said
    keep_their_keys([theirs(smime(ADAEZE))], by=shop.priya)
    hidden = answer(shop, conversation, sent, seal="yes", bcc=["boss@juniperlane.example"])
    assert (hidden.state, sent) == ("failed", [])
    assert "hidden copies" in hidden.said
    sealed = answer(shop, conversation, sent, seal="yes")
    assert (sealed.state, len(sent)) == ("sent", 1)
    assert SECRET.encode() not in sent[0]


def test_all_that_goes_out_of_a_channel_that_signs_is_signed(shop: Shop, sent: list[bytes]) -> None:
    with pytest.raises(Invalid):
        set_signing(shop.channel, "smime", by=shop.priya)
    row = keep_our_key(shop.channel, smime(ADDRESS), by=shop.priya)
    set_signing(shop.channel, "smime", by=shop.priya)
    conversation = shop.adaeze_writes()
    answer(shop, conversation, sent)
    seal = open_mail(sent[0], now(), ADDRESS, Ring(roots=roots())).seal
    assert seal
    assert (seal.state, seal.checked) == ("holds", True)
    remove_key(row, by=shop.priya)
    answer(shop, conversation, sent)
    assert b"multipart/signed" not in sent[0]


def test_a_sealed_mail_is_quoted_in_no_answer(shop: Shop, sent: list[bytes]) -> None:
    from cha.channels.email.sealing.making import protect

    keep_our_key(shop.channel, smime(ADDRESS), by=shop.priya)
    conversation = message_of(shop, protect(mail(), seal=[theirs(smime(ADDRESS))])).conversation
    answer(shop, conversation, sent, seal="no")
    assert b"gate" in sent[0]
    assert b"three pieces" not in sent[0]
