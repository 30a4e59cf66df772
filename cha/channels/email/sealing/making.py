"""Signing and sealing what goes out: a composed mail's bytes in, the same mail signed, sealed, or both, out."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.ciphers import algorithms
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key, pkcs7

from cha.channels.email.sealing.certificates import loaded, takes_seals
from cha.channels.email.sealing.frames import canonical, content_of, frame
from cha.channels.email.sealing.values import MISSING, CannotSeal, Kind, OurKey, TheirKey, is_installed


def protect(
    raw: bytes, *, sign: OurKey | None = None, seal: Sequence[TheirKey] = (), ours: OurKey | None = None
) -> bytes:
    """The mail with its content signed, then sealed for everybody in `seal` (keys of one kind), and for `ours`.

    The headers stay as they are, the subject too: neither way seals it for programs that do not know of it.
    Raises CannotSeal.
    """
    if not sign and not seal:
        return raw
    kinds = {key.kind for key in seal} | ({sign.kind} if sign else set())
    if len(kinds) > 1:
        raise CannotSeal("Some of them use S/MIME and some OpenPGP: one mail cannot be both.")
    kind = kinds.pop()
    if not is_installed(kind):
        raise CannotSeal(MISSING)
    head, entity = content_of(frame(raw))
    make = _by_smime if kind == Kind.SMIME else _by_openpgp
    try:
        made = make(canonical(entity), sign, seal, ours)
    except CannotSeal:
        raise
    except Exception as error:
        # Of many kinds: keys that are past their day, that may not seal, that the library does not know.
        raise CannotSeal(f"It could not be {'sealed' if seal else 'signed'}: a key does not serve for it.") from error
    return head + b"\r\nMIME-Version: 1.0\r\n" + made


def sign_smime(entity: bytes, key: OurKey) -> bytes:
    """An entity as multipart/signed (RFC 8551, 3.5.3), with the certificates that lead to an authority."""
    secret = load_pem_private_key(key.secret.encode("ascii"), None)
    chain = loaded(key.public)
    if not isinstance(secret, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise CannotSeal("The channel’s S/MIME key is of a kind that cannot sign mail.")
    builder = pkcs7.PKCS7SignatureBuilder().set_data(entity).add_signer(chain[0], secret, hashes.SHA256())
    for above in chain[1:]:
        builder = builder.add_certificate(above)
    der = builder.sign(Encoding.DER, [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary])
    part = (
        b'Content-Type: application/pkcs7-signature; name="smime.p7s"\r\nContent-Transfer-Encoding: base64\r\n'
        b'Content-Disposition: attachment; filename="smime.p7s"\r\n\r\n' + _base64(der)
    )
    return _signed(entity, part, b'protocol="application/pkcs7-signature"; micalg=sha-256')


def encrypt_smime(entity: bytes, certificates: Sequence[str]) -> bytes:
    """An entity sealed for certificates (PEM, AES-256-CBC). Raises CannotSeal for one that cannot have it."""
    builder = pkcs7.PKCS7EnvelopeBuilder().set_data(entity).set_content_encryption_algorithm(algorithms.AES256)
    for pem in certificates:
        if not takes_seals(pem):
            raise CannotSeal("Mail cannot be sealed for one of the certificates.")
        builder = builder.add_recipient(loaded(pem)[0])
    der = builder.encrypt(Encoding.DER, [pkcs7.PKCS7Options.Binary])
    return (
        b'Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name="smime.p7m"\r\n'
        b'Content-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename="smime.p7m"\r\n\r\n'
    ) + _base64(der)


def sign_pgp(entity: bytes, key: OurKey) -> bytes:
    """An entity as multipart/signed (RFC 3156, 5)."""
    from pysequoia import SignatureMode, Tsk, sign

    signer = Tsk.from_bytes(key.secret.encode()).signer(key.password or None)
    armored = canonical(sign(signer, entity, mode=SignatureMode.DETACHED))
    part = b'Content-Type: application/pgp-signature; name="signature.asc"\r\n\r\n' + armored
    return _signed(entity, part, b'protocol="application/pgp-signature"; micalg=pgp-sha512')


def encrypt_pgp(entity: bytes, certificates: Sequence[str], key: OurKey | None = None) -> bytes:
    """An entity sealed for public keys (RFC 3156, 4), signed inside by `key` when there is one."""
    from pysequoia import Cert, Tsk, encrypt

    signer = Tsk.from_bytes(key.secret.encode()).signer(key.password or None) if key else None
    recipients = [Cert.from_bytes(one.encode()) for one in certificates]
    armored = canonical(encrypt(bytes=entity, recipients=recipients, signer=signer))
    boundary = _boundary(armored)
    parts = (
        b"Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n",
        b'Content-Type: application/octet-stream; name="encrypted.asc"\r\n\r\n' + armored,
    )
    head = (
        b'Content-Type: multipart/encrypted; protocol="application/pgp-encrypted";\r\n boundary="'
        + boundary
        + b'"\r\n\r\n'
    )
    return head + _between(boundary, parts)


def _by_smime(entity: bytes, sign: OurKey | None, seal: Sequence[TheirKey], ours: OurKey | None) -> bytes:
    entity = sign_smime(entity, sign) if sign else entity
    if not seal:
        return entity
    return encrypt_smime(entity, list(dict.fromkeys([key.public for key in seal] + ([ours.public] if ours else []))))


def _by_openpgp(entity: bytes, sign: OurKey | None, seal: Sequence[TheirKey], ours: OurKey | None) -> bytes:
    if not seal:
        return sign_pgp(entity, sign) if sign else entity
    keys = [key.public for key in seal] + ([ours.public] if ours else [])
    return encrypt_pgp(entity, list(dict.fromkeys(keys)), sign)


def _signed(entity: bytes, part: bytes, how: bytes) -> bytes:
    boundary = _boundary(part)
    head = b"Content-Type: multipart/signed; " + how + b';\r\n boundary="' + boundary + b'"\r\n\r\n'
    return head + _between(boundary, (entity, part))


def _between(boundary: bytes, parts: Sequence[bytes]) -> bytes:
    middle = b"".join(b"--" + boundary + b"\r\n" + part + b"\r\n" for part in parts)
    return middle + b"--" + boundary + b"--\r\n"


def _boundary(part: bytes) -> bytes:
    # "=_" can stand in neither base64 nor quoted-printable text.
    return f"=_sealed_{blake2b(part, digest_size=12).hexdigest()}".encode("ascii")


def _base64(data: bytes) -> bytes:
    from base64 import encodebytes

    return encodebytes(data).replace(b"\n", b"\r\n")
