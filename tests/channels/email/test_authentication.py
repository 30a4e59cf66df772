"""Who vouches for a sender: results of trusted servers only, and signatures checked here with a real key."""

import base64
from datetime import UTC, datetime

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from cha.channels.email.reading import read_mail
from cha.channels.email.reading.dkim_check import check_dkim

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
OURS = "Authentication-Results: mx.shop.example; "
BY_US = "Received: from out.ann.example by mx.shop.example with ESMTPS; Tue, 3 Nov 2026 12:03:00 +0100\r\n"
BY_THEM = "Received: from laptop by out.ann.example with ESMTPSA; Tue, 3 Nov 2026 12:02:00 +0100\r\n"


def authentic(headers: str, trusted: tuple[str, ...] = ("mx.shop.example",)) -> str:
    raw = f"{headers}From: Ann <ann@ann.example>\r\nTo: hello@shop.example\r\n\r\nhello"
    return read_mail(raw.encode(), received_at=NOW, trusted=trusted).authentic


@pytest.mark.parametrize(
    ("results", "wanted"),
    [
        ("dmarc=pass header.from=ann.example", "pass"),
        ("dkim=pass header.d=ann.example", "pass"),
        ("dkim=pass header.i=@mail.ann.example", "pass"),
        ("spf=pass smtp.mailfrom=bounces@ann.example; dkim=none", "pass"),
        ("spf=pass smtp.mailfrom=bounces.ann.example", "pass"),
        ("dkim=pass header.d=evil.example; spf=pass smtp.mailfrom=evil.example", ""),
        ("dkim=pass header.d=evilann.example", ""),
        ("dkim=pass header.d=example", ""),
        ("dmarc=fail (p=reject) header.from=ann.example; spf=pass smtp.mailfrom=evil.example", "fail"),
        ("dmarc=pass header.from=evil.example", ""),
        ("spf=fail smtp.mailfrom=ann.example; dkim=fail header.d=ann.example", "fail"),
        ("spf=fail smtp.mailfrom=ann.example; dkim=pass header.d=ann.example", "pass"),
        ("none", ""),
        ('spf=fail smtp.mailfrom="dmarc=pass header.from=ann.example"; dmarc=fail header.from=ann.example', "fail"),
        ("dkim=fail (dkim=pass header.d=ann.example; dmarc=pass) header.d=ann.example; spf=fail", "fail"),
    ],
)
def test_results_of_our_server_say_who_vouches(results: str, wanted: str) -> None:
    assert authentic(f"{OURS}{results}\r\n") == wanted
    assert authentic(f"{BY_US}{OURS}{results}\r\n{BY_THEM}") == wanted
    assert authentic(f"{OURS}{results}\r\n", trusted=()) == ""


@pytest.mark.parametrize(
    "headers",
    [
        f"Authentication-Results: mx.evil.example; dmarc=pass header.from=ann.example\r\n{BY_US}",
        f"{BY_US}{BY_THEM}{OURS}dmarc=pass header.from=ann.example\r\n",
        f"{OURS}none\r\n{BY_US}{OURS}dmarc=pass header.from=ann.example\r\n",
        "Authentication-Results: mx.shop.example.evil.example; dmarc=pass header.from=ann.example\r\n",
        "ARC-Authentication-Results: i=1; mx.shop.example; dmarc=pass header.from=ann.example\r\n",
    ],
    ids=["another server's", "below a stranger's Received", "below ours", "a name that looks like ours", "ARC"],
)
def test_what_a_sender_wrote_vouches_for_nobody(headers: str) -> None:
    assert authentic(headers) == ""


def test_a_server_that_leaves_its_name_out_is_known_by_its_received() -> None:
    received = "Received: from a by AM0.eurprd04.prod.outlook.com with SMTP; Tue, 3 Nov 2026 12:03:00 +0100\r\n"
    results = (
        "Authentication-Results: spf=pass smtp.mailfrom=ann.example; dmarc=pass action=none header.from=ann.example\r\n"
    )
    assert authentic(received + results, trusted=("outlook.com",)) == "pass"
    assert authentic(results, trusted=("outlook.com",)) == ""


@pytest.fixture(scope="module")
def key() -> tuple[bytes, bytes]:
    """A private key (PEM) and its TXT record."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    public = private.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return pem, b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)


MAIL = b"From: Ann <ann@ann.example>\r\nTo: hello@shop.example\r\nSubject: Roses\r\n\r\nWhere are they?\r\n"


def test_a_signature_of_the_senders_domain_holds(key: tuple[bytes, bytes]) -> None:
    pem, record = key
    asked: list[str] = []

    def lookup(name: str) -> bytes | None:
        asked.append(name)
        return record

    signed = dkim.sign(MAIL, b"s1", b"mail.ann.example", pem, include_headers=[b"from", b"subject"]) + MAIL
    assert check_dkim(signed, "ann@ann.example", lookup) == "pass"
    assert asked == ["s1._domainkey.mail.ann.example"]
    assert check_dkim(signed, "boss@bank.example", lookup) == ""
    assert check_dkim(signed.replace(b"Where", b"There"), "ann@ann.example", lookup) == ""
    assert check_dkim(signed, "ann@ann.example", lambda name: None) == ""
    assert check_dkim(MAIL, "ann@ann.example", lookup) == ""


@pytest.mark.parametrize(
    "raw", [b"", b"DKIM-Signature: x\r\n\r\n", b"DKIM-Signature: v=1; a=; b=;;=\r\n\r\n", b"\xff" * 99]
)
def test_broken_signatures_vouch_for_nobody(raw: bytes) -> None:
    assert check_dkim(raw, "ann@ann.example", lambda name: b"p=") == ""
