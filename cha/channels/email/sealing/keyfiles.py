"""Files with keys, read: a PKCS #12 store, an armored secret key, certificates, public keys. Values, or why not."""

from __future__ import annotations

from datetime import UTC, datetime

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, pkcs12

from cha.channels.email.sealing.certificates import addresses_in, fingerprint, loaded, name_in, pem_of
from cha.channels.email.sealing.openpgp import name_of, read_keys
from cha.channels.email.sealing.values import Kind, OurKey, TheirKey, is_installed

LARGEST_FILE = 512 * 1024
_ARMOR = b"-----BEGIN PGP"


class NoKey(ValueError):
    """A file that holds no key that can be used, in words."""


def own_key(data: bytes, address: str, password: str = "") -> OurKey:
    """The key of `address` in a PKCS #12 store, or an armored secret OpenPGP key. Raises NoKey."""
    if len(data) > LARGEST_FILE:
        raise NoKey("This file is too large to be a key.")
    if data.lstrip()[: len(_ARMOR)] == _ARMOR:
        return _own_openpgp(data, address, password)
    try:
        secret, certificate, above = pkcs12.load_key_and_certificates(data, password.encode() or None)
    except (ValueError, TypeError) as error:
        raise NoKey("It cannot be opened: the password is another, or it is no .p12 file.") from error
    if certificate is None or not isinstance(secret, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise NoKey("There is no key with a certificate in it.")
    if address not in (found := addresses_in(certificate)):
        raise NoKey(f"It is for {', '.join(found[:3]) or 'no address'}, not for {address}.")
    pem = secret.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode("ascii")
    return OurKey(Kind.SMIME, address, pem, pem_of([certificate, *above]))


def new_key(address: str, name: str) -> OurKey:
    """A new OpenPGP key of an address. Raises NoKey when the extra is not installed."""
    if not is_installed(Kind.OPENPGP):
        raise NoKey("Making a key needs: pip install cha[sealed]")
    from pysequoia import Tsk

    shown = "".join(sign for sign in name if sign.isprintable() and sign not in '<>()"@,;:\\')[:100].strip()
    made = Tsk.generate(f"{shown} <{address}>".strip())
    return OurKey(Kind.OPENPGP, address, str(made), str(made.extract_certificate()))


def public_keys(data: bytes) -> list[TheirKey]:
    """The public keys and certificates in a file, one for each address that they are for. Raises NoKey for none."""
    if len(data) > LARGEST_FILE:
        raise NoKey("This file is too large to be a key.")
    certificates = _certificates(data)
    found = [
        TheirKey(Kind.SMIME, address, pem_of([one]), fingerprint(one))
        for one in certificates[:20]
        for address in addresses_in(one)
    ]
    if not found and is_installed(Kind.OPENPGP):
        found = read_keys(data)
    if not found:
        raise NoKey("There is no key or certificate with a mail address in it.")
    return found


def authority_in(data: bytes) -> list[TheirKey]:
    """The certificates of authorities in a file; `address` is what the authority is called. Raises NoKey for none."""
    found = [one for one in _certificates(data)[:20] if _is_authority(one)]
    if not found:
        raise NoKey("There is no certificate of an authority in it.")
    called = [name_in(one) or one.subject.rfc4514_string()[:120] for one in found]
    return [
        TheirKey(Kind.SMIME, name, pem_of([one]), fingerprint(one)) for name, one in zip(called, found, strict=True)
    ]


def facts(kind: Kind, public: str) -> tuple[str, str, datetime | None]:
    """Fingerprint, name, and last day (UTC, None for none) of a public key. Raises NoKey."""
    if kind == Kind.SMIME:
        certificates = loaded(public)
        if not certificates:
            raise NoKey("This certificate cannot be read.")
        first = certificates[0]
        return fingerprint(first), name_in(first), first.not_valid_after_utc
    from pysequoia import Cert

    try:
        key = Cert.from_bytes(public.encode())
    except RuntimeError as error:
        raise NoKey("This key cannot be read.") from error
    return key.fingerprint, name_of(key), key.expiration.astimezone(UTC) if key.expiration else None


def _own_openpgp(data: bytes, address: str, password: str) -> OurKey:
    if not is_installed(Kind.OPENPGP):
        raise NoKey("OpenPGP needs: pip install cha[sealed]")
    from pysequoia import Tsk

    try:
        key = Tsk.from_bytes(data)
        public = str(key.extract_certificate())
    except RuntimeError as error:
        raise NoKey("There is no secret key in it. Export it with: gpg --export-secret-keys --armor") from error
    try:
        key.signer(password or None)
        key.decryptor(password or None)
    except RuntimeError as error:
        raise NoKey("The password is another, or the key can neither sign nor open.") from error
    if address not in [one.address for one in read_keys(public.encode())]:
        raise NoKey(f"It is not for {address}.")
    return OurKey(Kind.OPENPGP, address, str(key), public, password)


def _certificates(data: bytes) -> list[x509.Certificate]:
    if b"-----BEGIN CERTIFICATE" in data:
        return loaded(data.decode("ascii", "replace"))
    try:
        return [x509.load_der_x509_certificate(data)]
    except ValueError:
        return []


def _is_authority(certificate: x509.Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except (x509.ExtensionNotFound, x509.DuplicateExtension, ValueError):
        return False
