"""OpenPGP: what holds, what does not and why, what opens; the same with the real gpg."""

from __future__ import annotations

import os
import shutil
import subprocess
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from cha.channels.email.reading import read_mail
from cha.channels.email.sealing.making import CannotSeal, protect
from cha.channels.email.sealing.opening import open_mail
from cha.channels.email.sealing.openpgp import carried_keys, read_keys
from cha.channels.email.sealing.values import Ring, State
from tests.channels.email.sealing.keys import MAIL, NOW, openpgp, secret_openpgp, theirs

pytest.importorskip("pysequoia")
ADA = "ada@nwosu.example"
SHOP = "hello@shop.example"
gpg = pytest.mark.skipif(not shutil.which("gpg"), reason="no gpg here")


def known(address: str = ADA, *, checked: bool = False) -> Ring:
    return Ring(theirs=(theirs(openpgp(address), checked=checked),))


def test_a_signature_of_a_known_key_holds_and_is_checked_when_a_member_vouches() -> None:
    raw = protect(MAIL, sign=openpgp(ADA))
    for checked in (False, True):
        seal = open_mail(raw, NOW, ADA, known(checked=checked)).seal
        assert seal
        assert (seal.state, seal.checked, seal.name, seal.address) == (State.HOLDS, checked, "Ada Nwosu", ADA)


def test_words_that_were_changed_do_not_hold() -> None:
    raw = protect(MAIL, sign=openpgp(ADA)).replace(b"three pieces", b"four pieces!")
    seal = open_mail(raw, NOW, ADA, known()).seal
    assert seal
    assert seal.state == State.BROKEN


def test_a_key_that_is_not_here_says_nothing() -> None:
    seal = open_mail(protect(MAIL, sign=openpgp(ADA)), NOW, ADA, Ring()).seal
    assert seal
    assert seal.state == State.UNKNOWN_SIGNER


def test_another_key_than_before_is_said() -> None:
    seal = open_mail(protect(MAIL, sign=openpgp(ADA, 2)), NOW, ADA, known()).seal
    assert seal
    assert (seal.state, "another key than" in seal.words) == (State.UNTRUSTED, True)


def test_who_signs_must_be_who_writes() -> None:
    raw = protect(MAIL, sign=openpgp("mallory@elsewhere.example"))
    lent = replace(theirs(openpgp("mallory@elsewhere.example")), address=ADA)
    for ring in (Ring(theirs=(lent,)), known("mallory@elsewhere.example")):
        seal = open_mail(raw, NOW, ADA, ring).seal
        assert seal
        assert seal.state in (State.UNTRUSTED, State.UNKNOWN_SIGNER)


def test_a_key_that_comes_along_is_learned_and_not_yet_believed() -> None:
    from pysequoia import Cert

    key = openpgp(ADA)
    data = b64encode(bytes(Cert.from_bytes(key.public.encode())))
    header = b"Autocrypt: addr=ada@nwosu.example; prefer-encrypt=mutual; keydata=" + data + b"\r\n"
    raw = protect(header + MAIL, sign=key)
    seal = open_mail(raw, NOW, ADA, Ring()).seal
    assert seal
    assert (seal.state, seal.public != "", seal.checked) == (State.UNTRUSTED, True, False)
    assert carried_keys(raw, "somebody@else.example") == ()
    changed = open_mail(raw, NOW, ADA, Ring(theirs=(theirs(openpgp(ADA, 2)),))).seal
    assert changed
    assert "another key than before" in changed.words


def test_a_sealed_mail_is_opened_with_the_signature_inside() -> None:
    raw = protect(MAIL, sign=openpgp(ADA), seal=[theirs(openpgp(SHOP))])
    assert b"three pieces" not in raw
    found = open_mail(raw, NOW, ADA, replace(known(checked=True), ours=(openpgp(SHOP),)))
    assert found.seal
    assert (found.opened, found.seal.state, found.seal.checked) == ("openpgp", State.HOLDS, True)
    mail = read_mail(found.raw or b"", received_at=NOW)
    assert mail.from_
    assert (mail.fresh_text, mail.from_.address) == ("Hello, the vase came in three pieces.", ADA)
    unsigned = open_mail(protect(MAIL, seal=[theirs(openpgp(SHOP))]), NOW, ADA, Ring(ours=(openpgp(SHOP),)))
    assert (unsigned.opened, unsigned.seal) == ("openpgp", None)


def test_a_mail_for_another_key_stays_shut_in_words() -> None:
    raw = protect(MAIL, seal=[theirs(openpgp(ADA))])
    found = open_mail(raw, NOW, ADA, Ring(ours=(openpgp(SHOP),)))
    assert (found.raw, "another key" in found.shut) == (None, True)
    assert "no OpenPGP key" in open_mail(raw, NOW, ADA, Ring()).shut


def test_a_sealed_text_in_the_mail_itself_is_opened_and_a_clear_signed_one_checked() -> None:
    from pysequoia import Cert, SignatureMode, Tsk, encrypt, sign

    head = b"From: ada@nwosu.example\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
    text = encrypt(bytes="Grüße".encode(), recipients=[Cert.from_bytes(openpgp(SHOP).public.encode())])
    found = open_mail(head + text, NOW, ADA, Ring(ours=(openpgp(SHOP),)))
    assert read_mail(found.raw or b"", received_at=NOW).fresh_text == "Grüße"
    # Words beside it are not sealed, so it stays shut.
    assert open_mail(head + b"See:\r\n" + text, NOW, ADA, Ring(ours=(openpgp(SHOP),))).opened is None
    clear = sign(Tsk.from_bytes(openpgp(ADA).secret.encode()).signer(), b"Hi there.\n", mode=SignatureMode.CLEAR)
    signed = open_mail(head + clear, NOW, ADA, known())
    assert signed.seal
    assert signed.seal.state == State.HOLDS
    assert read_mail(signed.raw or b"", received_at=NOW).fresh_text == "Hi there."


@gpg
def test_a_message_that_unpacks_into_gigabytes_stays_shut(home: Path) -> None:
    put_keys(home, SHOP)
    bomb = run(home, "--encrypt", "-r", SHOP, "--trust-model", "always", "-z", "9", given=b"\0" * 90_000_000)
    assert len(bomb) < 1_000_000
    raw = MAIL.partition(b"MIME-Version")[0] + (
        b'Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary=b\r\n\r\n--b\r\n'
        b"Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n--b\r\n"
        b"Content-Type: application/octet-stream\r\n\r\n" + bomb + b"\r\n--b--\r\n"
    )
    assert open_mail(raw, NOW, ADA, Ring(ours=(openpgp(SHOP),))).raw is None


def test_what_is_no_key_is_none_and_cannot_be_sealed_for() -> None:
    assert read_keys(b"junk") == []
    with pytest.raises(CannotSeal):
        protect(MAIL, seal=[replace(theirs(openpgp(ADA)), public="junk")])


@pytest.fixture
def home() -> Iterator[Path]:
    """A home for gpg, with a short name: its socket lies there."""
    with TemporaryDirectory(prefix="g", dir="/tmp") as folder:
        yield Path(folder)
        subprocess.run(["gpgconf", "--homedir", folder, "--kill", "all"], check=False, capture_output=True)


def run(home: Path, *words: str, given: bytes = b"") -> bytes:
    command = ["gpg", "--homedir", str(home), "--batch", "--armor", "--pinentry-mode", "loopback", *words]
    done = subprocess.run(
        command, input=given, capture_output=True, check=False, timeout=60, env={**os.environ, "LC_ALL": "C"}
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def put_keys(home: Path, address: str) -> None:
    run(home, "--import", given=secret_openpgp(openpgp(address)))


@gpg
def test_what_gpg_signs_and_seals_is_checked_and_opened(home: Path) -> None:
    run(home, "--passphrase", "", "--quick-gen-key", f"Ada Nwosu <{ADA}>", "rsa2048", "default", "1d")
    run(home, "--import", given=openpgp(SHOP).public.encode())
    (mine,) = read_keys(run(home, "--export", ADA))
    ring = Ring(theirs=(mine,), ours=(openpgp(SHOP),))
    entity = b"Content-Type: text/plain\r\n\r\nFrom gpg.\r\n"
    armored = run(home, "--detach-sign", given=entity)
    head = b"From: ada@nwosu.example\r\nContent-Type: multipart/signed; boundary=b\r\n\r\n"
    signed = (
        head
        + b"--b\r\n"
        + entity
        + b"\r\n--b\r\nContent-Type: application/pgp-signature\r\n\r\n"
        + armored
        + b"\r\n--b--\r\n"
    )
    seal = open_mail(signed, NOW, ADA, ring).seal
    assert seal
    assert seal.state == State.HOLDS
    inline = b"From: ada@nwosu.example\r\nContent-Type: text/plain\r\n\r\n"
    # What gpg packs, as it does unless told otherwise, the library opens but says nothing of the signature.
    for packing, state in (("0", State.HOLDS), ("6", State.UNKNOWN_SIGNER)):
        words = ("--trust-model", "always", "-r", SHOP, "-z", packing, "--sign", "--encrypt")
        found = open_mail(inline + run(home, *words, given=b"From gpg."), NOW, ADA, ring)
        assert found.seal
        assert (found.opened, found.seal.state) == ("openpgp", state)


@gpg
def test_gpg_checks_and_opens_what_is_made_here(home: Path) -> None:
    run(home, "--passphrase", "", "--quick-gen-key", f"Ada Nwosu <{ADA}>", "rsa2048", "default", "1d")
    run(home, "--passphrase", "", "--quick-add-key", _mark(home), "rsa2048", "encrypt", "1d")
    run(home, "--import", given=openpgp(SHOP).public.encode())
    (mine,) = read_keys(run(home, "--export", ADA))
    raw = protect(MAIL, sign=openpgp(SHOP), seal=[mine], ours=openpgp(SHOP))
    armored = raw[raw.index(b"-----BEGIN PGP MESSAGE") : raw.index(b"-----END PGP MESSAGE") + 25]
    plain = run(home, "--status-fd", "1", "--decrypt", given=armored)
    assert b"three pieces" in plain
    assert b"GOODSIG" in plain


def _mark(home: Path) -> str:
    listed = run(home, "--with-colons", "--list-keys", ADA).decode()
    return next(line.split(":")[9] for line in listed.splitlines() if line.startswith("fpr"))
