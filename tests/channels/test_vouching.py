"""A signature that nobody has checked is checked here, by real DNS questions, after the acknowledgement."""

from __future__ import annotations

import base64
import socket
import threading
from collections.abc import Iterator

import dkim
import dns.message
import dns.resolver
import dns.rrset
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from cha.channels.email.answering import answers_to
from cha.channels.models import Delivery
from cha.channels.models.payload import Arrival, receive
from cha.conversations.models import Message
from cha.core import worker
from cha.core.tasks import Task
from tests.shop import ADDRESS, Shop, raw_mail, verbs

pytestmark = pytest.mark.django_db(transaction=True)

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
PRIVATE = KEY.private_bytes(
    serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
)
PUBLIC = base64.b64encode(
    KEY.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
).decode()

ENVELOPE: dict[str, object] = {"mail_from": "adaeze@nwosu.example", "recipients": [ADDRESS]}


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """A name server that has one key, on this machine. Yields the names that it was asked for."""
    names: list[str] = []
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                raw, peer = server.recvfrom(4096)
            except OSError:
                return
            question = dns.message.from_wire(raw)
            answer = dns.message.make_response(question)
            name = str(question.question[0].name)
            names.append(name)
            if name == "s1._domainkey.nwosu.example.":
                parts = [f"v=DKIM1; k=rsa; p={PUBLIC}"[at : at + 250] for at in range(0, 500, 250)]
                text = " ".join(f'"{part}"' for part in parts if part)
                answer.answer.append(dns.rrset.from_text(name, 60, "IN", "TXT", text))
            server.sendto(answer.to_wire(), peer)

    threading.Thread(target=serve, daemon=True).start()
    resolver = dns.resolver.Resolver(configure=False)
    resolver.nameservers, resolver.port = ["127.0.0.1"], server.getsockname()[1]
    monkeypatch.setattr(dns.resolver, "default_resolver", resolver)
    yield names
    server.close()


def signed(words: str, domain: bytes = b"nwosu.example", **headers: str) -> bytes:
    raw = raw_mail(words, **headers)
    return dkim.sign(raw, b"s1", domain, PRIVATE, include_headers=[b"from", b"subject", b"to"]) + raw


def got(raw: bytes) -> Message:
    payload = receive([Arrival("email", raw, ENVELOPE)])[0]
    worker.run_all()
    payload.refresh_from_db()
    return Message.objects.select_related("conversation__person").get(pk=payload.message_id)


def test_a_signature_that_holds_vouches_for_the_sender(shop: Shop, asked: list[str]) -> None:
    message = got(signed("It came in peach.", reply_to="ada@work.example"))
    assert message.extra["authentic"] == "pass"
    assert "message.vouched" in verbs(message.conversation)
    assert asked[0] == "s1._domainkey.nwosu.example."
    assert answers_to(message.conversation) == "ada@work.example"


def test_one_that_does_not_hold_is_as_none(shop: Shop, asked: list[str]) -> None:
    bent = got(signed("It came in peach.").replace(b"peach", b"white"))
    other = got(signed("Mine.", b"evil.example"))
    assert "authentic" not in bent.extra
    assert "authentic" not in other.extra


def test_nobody_is_asked_about_a_mail_without_a_signature(shop: Shop, asked: list[str]) -> None:
    got(raw_mail())
    assert asked == []
    assert not Task.objects.filter(name="channels.vouch").exists()


def test_the_acknowledgement_does_not_wait_for_it(shop: Shop, asked: list[str]) -> None:
    receive([Arrival("email", signed("It came in peach."), ENVELOPE)])
    for _ in range(5):
        worker.run_lane("work")
    assert Delivery.objects.filter(kind="ack").exists()
    assert asked == []
