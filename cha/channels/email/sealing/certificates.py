"""Certificates (RFC 5280, 8550): whose one is, and whether an authority that is trusted says so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from cryptography.x509.verification import Criticality, ExtensionPolicy, Policy, PolicyBuilder, Store, VerificationError

from cha.channels.email.addresses import normal

_FOR_MAIL = (ExtendedKeyUsageOID.EMAIL_PROTECTION, ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE)


def loaded(pem: str) -> list[x509.Certificate]:
    """The certificates in PEM text, in order; those that cannot be read end the list."""
    try:
        return list(x509.load_pem_x509_certificates(pem.encode("ascii", "replace")))
    except (ValueError, TypeError):
        return []


def pem_of(certificates: Iterable[x509.Certificate]) -> str:
    """Certificates as PEM text."""
    return "".join(one.public_bytes(Encoding.PEM).decode("ascii") for one in certificates)


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 over the certificate, in hex."""
    return certificate.fingerprint(SHA256()).hex()


def addresses_in(certificate: x509.Certificate) -> list[str]:
    """The mail addresses that a certificate is for, as they are compared (RFC 8550, 3)."""
    found: list[str] = []
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        found += names.get_values_for_type(x509.RFC822Name)
    except (x509.ExtensionNotFound, ValueError, x509.DuplicateExtension):
        pass
    try:
        named = certificate.subject.get_attributes_for_oid(NameOID.EMAIL_ADDRESS)
        found += [str(one.value) for one in named]
    except ValueError:
        pass
    return list(dict.fromkeys(usable.lower() for one in found[:50] if (usable := normal(one))))


def name_in(certificate: x509.Certificate) -> str:
    """The name that a certificate is for, "" without one."""
    try:
        named = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    except ValueError:
        return ""
    words = "".join(sign for sign in str(named[0].value) if sign.isprintable())[:120].strip() if named else ""
    return "" if "@" in words else words


def is_for_mail(certificate: x509.Certificate, *, sealing: bool = False) -> bool:
    """Whether it may sign mail, or with `sealing` have mail sealed to it (RFC 8550, 4.4)."""
    try:
        extensions = certificate.extensions
    except (ValueError, x509.DuplicateExtension):
        return False
    for extension in extensions:
        value = extension.value
        if isinstance(value, x509.ExtendedKeyUsage) and not any(use in value for use in _FOR_MAIL):
            return False
        if isinstance(value, x509.KeyUsage):
            signs = value.digital_signature or value.content_commitment
            if not (value.key_encipherment or value.key_agreement if sealing else signs):
                return False
    return True


def takes_seals(pem: str) -> bool:
    """Whether mail can be sealed for a certificate: it may, and its key is RSA."""
    found = loaded(pem)
    return bool(found) and isinstance(found[0].public_key(), rsa.RSAPublicKey) and is_for_mail(found[0], sealing=True)


def is_vouched_for(
    certificate: x509.Certificate, between: Sequence[x509.Certificate], roots: Sequence[x509.Certificate], at: datetime
) -> bool:
    """Whether a path leads from the certificate to one of `roots` at this moment (RFC 5280, 6). Asks nobody else."""
    if not roots:
        return False
    for_authorities = ExtensionPolicy.permit_all()
    for_authorities = for_authorities.require_present(x509.BasicConstraints, Criticality.AGNOSTIC, None)
    for_authorities = for_authorities.may_be_present(x509.KeyUsage, Criticality.AGNOSTIC, _may_sign_others)
    policy = PolicyBuilder().store(Store(list(roots))).time(at).max_chain_depth(5)
    policy = policy.extension_policies(ca_policy=for_authorities, ee_policy=ExtensionPolicy.permit_all())
    try:
        policy.build_client_verifier().verify(certificate, list(between))
    except (VerificationError, ValueError, TypeError, x509.DuplicateExtension):
        return False
    return True


def _may_sign_others(policy: Policy, certificate: x509.Certificate, usage: x509.KeyUsage | None) -> None:
    if usage is not None and not usage.key_cert_sign:
        raise ValueError("not an authority")
