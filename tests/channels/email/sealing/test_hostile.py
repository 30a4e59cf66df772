"""Whatever a mail holds, looking at it gives values: no exception, no exhausted machine."""

from __future__ import annotations

from base64 import encodebytes

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cha.channels.email.sealing.frames import content_of, frame, halves, with_entity
from cha.channels.email.sealing.making import protect
from cha.channels.email.sealing.opening import open_mail
from cha.channels.email.sealing.values import Ring, State
from tests.channels.email.sealing.keys import MAIL, NOW, openpgp, roots, smime, theirs

pytest.importorskip("asn1crypto")
pytest.importorskip("pysequoia")
ADA = "ada@nwosu.example"
SHOP = "hello@shop.example"
KINDS = (
    b"application/pkcs7-mime; smime-type=signed-data",
    b"application/pkcs7-mime; smime-type=enveloped-data",
    b"multipart/signed; boundary=b",
    b"text/plain",
)


def ring() -> Ring:
    return Ring((smime(SHOP),), (theirs(smime(ADA)), theirs(openpgp(ADA))), roots())


@settings(max_examples=150)
@given(st.sampled_from(KINDS), st.binary(max_size=400), st.booleans())
def test_any_bytes_give_values(kind: bytes, data: bytes, coded: bool) -> None:
    encoding = b"\r\nContent-Transfer-Encoding: base64" if coded else b""
    body = encodebytes(data) if coded else data
    found = open_mail(
        b"From: ada@nwosu.example\r\nContent-Type: " + kind + encoding + b"\r\n\r\n" + body, NOW, ADA, ring()
    )
    assert found.seal is None or found.seal.state != State.HOLDS


@settings(max_examples=120)
@given(st.data())
def test_a_signed_or_sealed_mail_with_one_byte_changed_gives_values(data: st.DataObject) -> None:
    key = data.draw(st.sampled_from([smime, openpgp]))
    raw = bytearray(protect(MAIL, sign=key(ADA)))
    place = data.draw(st.integers(raw.index(b"three"), len(raw) - 1))
    raw[place] ^= data.draw(st.integers(1, 255))
    found = open_mail(bytes(raw), NOW, ADA, ring())
    if found.seal and found.seal.state == State.HOLDS:
        # Only where the change is outside what is signed: then it is not read on.
        assert b"Hello, the vase came in three pieces." in (found.raw or b"")


@settings(max_examples=100)
@given(st.integers(1, 3000))
def test_structures_nested_deeply_give_values(depth: int) -> None:
    der = b""
    for _ in range(depth):
        size = len(der)
        length = bytes([size]) if size < 128 else b"\x84" + size.to_bytes(4)
        der = b"\x30" + length + der
    raw = b"From: a@b.example\r\nContent-Type: application/pkcs7-mime\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    assert open_mail(raw + encodebytes(der), NOW, ADA, ring()).raw is None


@given(st.binary(max_size=300))
def test_any_mail_is_taken_apart_and_put_together(raw: bytes) -> None:
    mail = frame(raw)
    halves(mail)
    with_entity(mail, raw)
    content_of(mail)
