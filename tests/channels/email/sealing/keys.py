"""Keys made anew for each run: an authority, people with certificates and OpenPGP keys, and their mails."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from cha.channels.email.sealing.certificates import fingerprint, pem_of
from cha.channels.email.sealing.values import Kind, OurKey, TheirKey

NOW = datetime.now(UTC).replace(microsecond=0)
MAIL = (
    b"From: Ada Nwosu <ada@nwosu.example>\r\nTo: hello@shop.example\r\nSubject: The blue vase\r\n"
    b"Message-ID: <1@nwosu.example>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
    b"Hello, the vase came in three pieces.\r\n"
)


@cache
def authority() -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
    """A root of our own."""
    return _certificate("Nwosu & Kin Root", None, authority=True)


@cache
def smime(address: str, *, days: int = 90, trusted: bool = True) -> OurKey:
    """A key and certificate of an address: of `authority`, or its own. `days` back is past its day."""
    key, certificate = _certificate("Ada Nwosu", address, by=authority() if trusted else None, days=days)
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    return OurKey(Kind.SMIME, address, secret, pem_of([certificate]))


@cache
def openpgp(address: str, number: int = 1) -> OurKey:
    """An OpenPGP key of an address."""
    from pysequoia import Tsk

    made = Tsk.generate(f"Ada Nwosu <{address}>")
    return OurKey(Kind.OPENPGP, address, str(made), str(made.extract_certificate()))


def secret_openpgp(key: OurKey) -> bytes:
    """The secret key for another program, armored."""
    return key.secret.encode()


def theirs(key: OurKey, **more: Any) -> TheirKey:
    """The public half, as it is known of somebody."""
    if key.kind == Kind.SMIME:
        mark = fingerprint(x509.load_pem_x509_certificate(key.public.encode()))
    else:
        from pysequoia import Cert

        mark = Cert.from_bytes(key.public.encode()).fingerprint
    return TheirKey(key.kind, key.address, key.public, mark, **more)


def roots() -> tuple[str, ...]:
    return (pem_of([authority()[1]]),)


def _certificate(
    name: str, address: str | None, *, authority: bool = False, by: Any = None, days: int = 90
) -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
    key = rsa.generate_private_key(65537, 2048)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    signer, issuer = (by[0], by[1].subject) if by else (key, subject)
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number()).not_valid_before(NOW - timedelta(days=100))
    builder = builder.not_valid_after(NOW + timedelta(days=days))
    builder = builder.add_extension(x509.BasicConstraints(authority, None), critical=True)
    if address:
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.RFC822Name(address)]), critical=False)
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
    return key, builder.sign(signer, hashes.SHA256())
