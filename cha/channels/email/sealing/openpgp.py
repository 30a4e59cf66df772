"""OpenPGP in mail (RFC 3156, 9580): a signed mail checked, a sealed one opened. By Sequoia (pysequoia)."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from base64 import b64decode, b64encode
from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import parseaddr
from pathlib import Path
from typing import TYPE_CHECKING, Final

import cha
from cha.channels.email.addresses import normal
from cha.channels.email.sealing.frames import Frame, canonical, frame, halves
from cha.channels.email.sealing.values import LARGEST, Kind, OurKey, Seal, State, TheirKey, Unsealed

if TYPE_CHECKING:
    from pysequoia import Cert

NOT_FOR_US: Final = "It is sealed for another key than ours, or in a way that is not known here."
CHANGED: Final = "It is signed with another key than before. Ask them about it."
PACKED: Final = "The signature inside is packed in a way that cannot be checked here."
_INLINE: Final = re.compile(rb"\A\s*(-----BEGIN PGP MESSAGE-----\r?\n.*\n-----END PGP MESSAGE-----)\s*\Z", re.DOTALL)
_CLEAR: Final = re.compile(
    rb"\A\s*(-----BEGIN PGP SIGNED MESSAGE-----\r?\n.*-----END PGP SIGNATURE-----)\s*\Z", re.DOTALL
)
# Seconds.
_LONGEST: Final = 30
_KEY_BYTES: Final = 512 * 1024


def verify_pgp(raw: bytes, at: datetime, *, sender: str, known: Sequence[TheirKey]) -> tuple[Seal | None, bytes | None]:
    """What the OpenPGP signature round a whole mail says, and the entity that is signed. Never raises.

    `known` are keys of `sender`, its From address. (None, None) when nothing is signed as a whole.
    """
    if len(raw) > LARGEST:
        return None, None
    try:
        found = _taken_apart(frame(raw))
        if found is None:
            return None, None
        signed, signature = found
        return _checked(signed, signature, at, sender, known)
    except Exception:
        # pysequoia raises RuntimeError for all that it cannot read.
        return Seal(Kind.OPENPGP, State.BROKEN, "Its signature cannot be read."), None


def decrypt_pgp(raw: bytes, keys: Sequence[OurKey], *, sender: str = "", known: Sequence[TheirKey] = ()) -> Unsealed:
    """The entity that was sealed for one of our keys, with the seal inside; in words why it stays shut. Never raises.

    Opened by a process of its own with bounds (`opener`): some hundred bytes can hold gigabytes.
    """
    if len(raw) > LARGEST:
        return Unsealed(shut="It is too large to be opened.")
    if not keys:
        return Unsealed(shut="This channel has no OpenPGP key to open it with.")
    mail = frame(raw)
    sealed, inline = _sealed(mail)
    if sealed is None:
        return Unsealed(shut="What is sealed cannot be found in it.")
    certificates = [key.public for key in known]
    for key in keys:
        answer = _opened(sealed, key, certificates)
        if answer is not None:
            plain, told = answer
            seal = _seal_inside(told, sender, known)
            return Unsealed(_as_entity(plain) if inline else plain, seal, Kind.OPENPGP)
    return Unsealed(shut=NOT_FOR_US)


def carried_keys(raw: bytes, sender: str) -> tuple[TheirKey, ...]:
    """Keys of `sender` that come along: in the Autocrypt header, or as an attached key (RFC 3156, 7). Never raises."""
    mail = frame(raw)
    found = [_autocrypt(value, sender) for value in mail.part.every("autocrypt")[:2]]
    found += [frame(piece).content() for piece in _pieces(mail) if frame(piece).content_type == "application/pgp-keys"]
    keys = {key.fingerprint: key for data in found if data for key in read_keys(data, fresh=True)}
    return tuple(key for key in keys.values() if key.address == sender)[:3]


def read_keys(data: bytes, *, fresh: bool = False) -> list[TheirKey]:
    """The public keys in armored or binary data, one for each address in them; none for what is no key."""
    from pysequoia import Cert

    if len(data) > _KEY_BYTES:
        return []
    try:
        certificates = Cert.split_bytes(data)[:10]
        return [
            TheirKey(Kind.OPENPGP, address, str(one), one.fingerprint, fresh=fresh)
            for one in certificates
            for address in addresses_of(one)
        ]
    except Exception:
        return []


def _autocrypt(value: bytes, sender: str) -> bytes:
    """The key in an Autocrypt header of `sender`."""
    pairs = dict(piece.strip().partition("=")[::2] for piece in value.decode("ascii", "replace").split(";"))
    if pairs.get("addr", "").strip().lower() != sender:
        return b""
    try:
        return b64decode(re.sub(r"\s", "", pairs.get("keydata", "")))
    except ValueError:
        return b""


def _pieces(mail: Frame) -> list[bytes]:
    """The parts of a mail, and of a mail that is signed."""
    outer = halves(mail)
    inner = [
        piece for one in outer if (below := frame(one)).content_type.startswith("multipart/") for piece in halves(below)
    ]
    return [*outer, *inner]


def addresses_of(certificate: Cert) -> list[str]:
    """The mail addresses in a key's user ids, as they are compared."""
    found = [normal(parseaddr(str(user))[1]) for user in certificate.user_ids[:50]]
    return list(dict.fromkeys(one.lower() for one in found if one))


def name_of(certificate: Cert) -> str:
    """The first name in a key's user ids, "" without one."""
    names = [parseaddr(str(user))[0] for user in certificate.user_ids[:50]]
    return next((name[:120] for name in names if name and name.isprintable()), "")


def _taken_apart(mail: Frame) -> tuple[bytes, bytes | None] | None:
    """What is signed and the signature; a clear signed text is both in one (None)."""
    if mail.content_type == "multipart/signed":
        pieces = halves(mail)
        if len(pieces) != 2:
            raise ValueError("a signed mail of other than two parts")
        second = frame(pieces[1])
        return (canonical(pieces[0]), second.content()) if second.content_type == "application/pgp-signature" else None
    clear = _CLEAR.match(mail.content()) if mail.content_type == "text/plain" else None
    return (clear[1], None) if clear else None


def _checked(
    signed: bytes, signature: bytes | None, at: datetime, sender: str, known: Sequence[TheirKey]
) -> tuple[Seal, bytes | None]:
    from pysequoia import Cert, Sig, verify

    certificates = [Cert.from_bytes(key.public.encode()) for key in known]
    asked: list[str] = []

    def store(ids: list[str]) -> list[Cert]:
        asked.extend(ids)
        return certificates

    try:
        if signature is None:
            found = verify(bytes=signed, store=store)
            signed = _as_entity(found.bytes or b"")
        else:
            found = verify(bytes=signed, store=store, signature=Sig.from_bytes(signature))
    except RuntimeError:
        return _failed(asked, certificates, at, known), None
    return _seal_of(str(found.valid_sigs[0].certificate), sender, known), signed


def _failed(asked: Sequence[str], certificates: Sequence[Cert], at: datetime, known: Sequence[TheirKey]) -> Seal:
    """Why a signature does not hold: whose key it is decides what can be said."""
    mine = next((one for one in certificates if _has(one, asked)), None)
    if mine is None and asked:
        if any(not key.fresh for key in known):
            return Seal(Kind.OPENPGP, State.UNTRUSTED, CHANGED, fingerprint=asked[0][:64])
        return Seal(Kind.OPENPGP, State.UNKNOWN_SIGNER, "Its key is not known here.", fingerprint=asked[0][:64])
    if mine and mine.expiration and mine.expiration.astimezone(UTC) < at:
        return Seal(Kind.OPENPGP, State.EXPIRED, "The key is past its day.", fingerprint=mine.fingerprint)
    if mine and mine.is_revoked:
        return Seal(Kind.OPENPGP, State.UNTRUSTED, "Its owner took the key back.", fingerprint=mine.fingerprint)
    words = "The words were changed on their way, or the signature is not of these words."
    return Seal(Kind.OPENPGP, State.BROKEN, words, fingerprint=mine.fingerprint if mine else "")


def _has(certificate: Cert, ids: Sequence[str]) -> bool:
    """Whether a key has one of these parts: by fingerprint, or by the short id at its end."""
    from pysequoia.packet import PacketPile

    prints = [
        str(one.fingerprint) for one in PacketPile.from_bytes(bytes(certificate)) if getattr(one, "fingerprint", None)
    ]
    return any(mark.lower().endswith(one.lower()) for mark in prints for one in ids if one)


def _seal_of(mark: str, sender: str, known: Sequence[TheirKey]) -> Seal:
    """The seal of a signature that holds, of the key with this fingerprint."""
    from pysequoia import Cert

    key = next((one for one in known if one.fingerprint.lower() == mark.lower()), None)
    if key is None:
        return Seal(Kind.OPENPGP, State.UNTRUSTED, "Its key is not known here.", fingerprint=mark)
    certificate = Cert.from_bytes(key.public.encode())
    name = name_of(certificate)
    if sender != key.address or sender not in addresses_of(certificate):
        words = f"It is signed by {key.address}, who is not the sender."
        return Seal(Kind.OPENPGP, State.UNTRUSTED, words, key.address, name, mark)
    if key.fresh:
        words = CHANGED if any(not one.fresh for one in known) else "Nobody who is trusted here says whose key it is."
        return Seal(Kind.OPENPGP, State.UNTRUSTED, words, sender, name, mark, public=key.public)
    words = "Checked." if key.checked else "The same key as before."
    return Seal(Kind.OPENPGP, State.HOLDS, words, sender, name, mark, key.checked, key.public)


def _seal_inside(told: dict[str, list[str]], sender: str, known: Sequence[TheirKey]) -> Seal | None:
    if told["signers"]:
        return _seal_of(told["signers"][0], sender, known)
    if not told["asked"]:
        return None
    mark = told["asked"][0][:64]
    if told["packed"]:
        return Seal(Kind.OPENPGP, State.UNKNOWN_SIGNER, PACKED, fingerprint=mark)
    from pysequoia import Cert

    return _failed(told["asked"], [Cert.from_bytes(key.public.encode()) for key in known], datetime.now(UTC), known)


def _sealed(mail: Frame) -> tuple[bytes | None, bool]:
    """The OpenPGP message in a mail that is sealed as a whole, and whether it stands in the text."""
    if mail.content_type == "multipart/encrypted":
        pieces = [frame(piece) for piece in halves(mail)]
        if len(pieces) == 2 and pieces[0].content_type == "application/pgp-encrypted":
            return pieces[1].content(), False
        return None, False
    inline = _INLINE.match(mail.content()) if mail.content_type == "text/plain" else None
    return (inline[1], True) if inline else (None, False)


def _as_entity(plain: bytes) -> bytes:
    return b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + plain


def _opened(sealed: bytes, key: OurKey, certificates: Sequence[str]) -> tuple[bytes, dict[str, list[str]]] | None:
    """The plain bytes and what `opener` tells of the signature inside; None when it does not open."""
    asked = json.dumps(
        {
            "sealed": b64encode(sealed).decode("ascii"),
            "secret": key.secret,
            "password": key.password,
            "certificates": list(certificates),
        }
    )
    # From where the package lies, so that no other one of that name is run.
    command, place = [sys.executable, "-m", "cha.channels.email.sealing.opener"], Path(cha.__file__).parents[1]
    try:
        answer = subprocess.run(  # noqa: S603 - ours
            command, input=asked.encode(), capture_output=True, timeout=_LONGEST, check=False, cwd=place
        )
        said = json.loads(answer.stdout) if answer.returncode == 0 else None
    except (subprocess.TimeoutExpired, OSError, ValueError):
        return None
    return (b64decode(said.pop("plain")), said) if said else None
