"""CMS (RFC 5652, 8551): a SignedData checked, an EnvelopedData opened. Structures by asn1crypto, sums by cryptography.

BER as well as DER. What is weak by now (MD5, SHA-1, RC2, DES) is not believed and not opened.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.padding import PKCS7

from cha.channels.email.sealing.values import MOST_CERTIFICATES, MOST_SIGNERS

HASHES: Final[dict[str, Callable[[], hashes.HashAlgorithm]]] = {
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
}
_RSA_LEAST: Final = 2048
_GCM: Final = {f"2.16.840.1.101.3.4.1.{arc}" for arc in (6, 26, 46)}
_TAG: Final = 16


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature: who made it (None: its certificate is not inside), whether it holds, what came along."""

    signer: x509.Certificate | None
    holds: bool
    others: tuple[x509.Certificate, ...]


def signatures(der: bytes, content: bytes | None) -> tuple[list[Signature], bytes]:
    """The signatures over `content` (None: it is inside), and what they are about.

    Raises ValueError, TypeError, KeyError and kin for what is no SignedData.
    """
    from asn1crypto import cms  # type: ignore[import-untyped]

    info = cms.ContentInfo.load(der)
    if info["content_type"].native != "signed_data":
        raise ValueError("no signature")
    signed = info["content"]
    inside = signed["encap_content_info"]["content"].native
    if content is None:
        content = inside
    elif inside:
        raise ValueError("two contents under one signature")
    if not isinstance(content, bytes):
        raise TypeError("nothing is signed")
    carried = tuple(_certificates(signed["certificates"]))
    kind = signed["encap_content_info"]["content_type"].native
    infos = list(signed["signer_infos"])[:MOST_SIGNERS]
    return [_checked(one, carried, content, kind) for one in infos], content


def _certificates(choices: Any) -> list[x509.Certificate]:
    chosen = [choice.chosen for choice in list(choices)[:MOST_CERTIFICATES] if choice.name == "certificate"]
    return [x509.load_der_x509_certificate(one.dump()) for one in chosen]


def _checked(info: Any, carried: tuple[x509.Certificate, ...], content: bytes, kind: str) -> Signature:
    signer = next((one for one in carried if _is_of(info["sid"], one)), None)
    if signer is None:
        return Signature(None, False, carried)
    try:
        holds = _holds(info, signer, content, kind)
    except (InvalidSignature, ValueError, TypeError, KeyError, AttributeError):
        holds = False
    return Signature(signer, holds, carried)


def _is_of(sid: Any, certificate: x509.Certificate) -> bool:
    if sid.name == "subject_key_identifier":
        try:
            extension = certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier)
        except (x509.ExtensionNotFound, ValueError):
            return False
        return bool(extension.value.digest == sid.chosen.native)
    issuer, serial = sid.chosen["issuer"].dump(), sid.chosen["serial_number"].native
    return bool(serial == certificate.serial_number and issuer == certificate.issuer.public_bytes())


def _holds(info: Any, signer: x509.Certificate, content: bytes, kind: str) -> bool:
    """Whether the signature is one of `signer` over the content (RFC 5652, 5.4). Raises for what it cannot be."""
    digest = info["digest_algorithm"]["algorithm"].native
    if digest not in HASHES:
        return False
    signed = content
    attributes = info["signed_attrs"]
    if len(attributes):
        values = {one["type"].native: one["values"] for one in attributes}
        said = values["message_digest"][0].native
        if not hmac.compare_digest(said, hashlib.new(digest, content).digest()):
            return False
        if len(values) != len(attributes) or values["content_type"][0].native != kind:
            return False
        # They are signed as a SET, whatever tag they go under.
        signed = b"\x31" + attributes.dump()[1:]
    elif kind != "data":
        return False
    _verify(signer, info["signature_algorithm"], info["signature"].native, signed, HASHES[digest]())
    return True


def _verify(
    signer: x509.Certificate, algorithm: Any, signature: bytes, signed: bytes, by: hashes.HashAlgorithm
) -> None:
    """Raises InvalidSignature, or ValueError for a key or a way that is not believed."""
    key, way = signer.public_key(), algorithm.signature_algo
    if isinstance(key, rsa.RSAPublicKey) and key.key_size >= _RSA_LEAST and way == "rsassa_pss":
        by = HASHES[algorithm.hash_algo]()
        key.verify(signature, signed, padding.PSS(padding.MGF1(by), padding.PSS.AUTO), by)
    elif isinstance(key, rsa.RSAPublicKey) and key.key_size >= _RSA_LEAST and way == "rsassa_pkcs1v15":
        key.verify(signature, signed, padding.PKCS1v15(), by)
    elif isinstance(key, ec.EllipticCurvePublicKey) and way == "ecdsa":
        key.verify(signature, signed, ec.ECDSA(by))
    elif isinstance(key, ed25519.Ed25519PublicKey) and way == "ed25519":
        key.verify(signature, signed)
    else:
        raise ValueError("a signature of a kind that is not believed")


def open_envelope(der: bytes, key: rsa.RSAPrivateKey, certificate: x509.Certificate) -> bytes:
    """What is inside, for the holder of `key`. Raises ValueError, TypeError and kin when it is not for us, or changed.

    AES with GCM (RFC 5083, 5084), or with CBC, or triple DES as older programs still write it.
    """
    from asn1crypto import cms

    info = cms.ContentInfo.load(der)
    kind = info["content_type"].native
    if kind not in ("enveloped_data", "authenticated_enveloped_data"):
        raise ValueError("not sealed")
    envelope = info["content"]
    ours = [one.chosen for one in list(envelope["recipient_infos"])[:200] if one.name == "ktri"]
    mine = next((one for one in ours if _is_of(one["rid"], certificate)), None)
    if mine is None:
        raise ValueError("not for this key")
    secret = key.decrypt(mine["encrypted_key"].native, _wrapping(mine["key_encryption_algorithm"]))
    if kind == "enveloped_data":
        return _by_block(envelope["encrypted_content_info"], secret)
    return _by_gcm(envelope, secret)


def _wrapping(algorithm: Any) -> padding.AsymmetricPadding:
    way = algorithm["algorithm"].native
    if way == "rsaes_oaep":
        said = algorithm["parameters"]
        by = {"sha1": hashes.SHA1, **HASHES}[said["hash_algorithm"]["algorithm"].native]()
        mask = {"sha1": hashes.SHA1, **HASHES}[said["mask_gen_algorithm"]["parameters"]["algorithm"].native]()
        return padding.OAEP(padding.MGF1(mask), by, None)
    if way in ("rsaes_pkcs1v15", "rsa"):
        return padding.PKCS1v15()
    raise ValueError("a key wrapped in a way that is not known")


def _by_block(content: Any, secret: bytes) -> bytes:
    algorithm, cipher = content["content_encryption_algorithm"], content["encrypted_content"].native
    way = algorithm.encryption_cipher
    if algorithm.encryption_mode != "cbc" or way not in ("aes", "tripledes") or len(secret) != algorithm.key_length:
        raise ValueError("sealed in a way that is not opened")
    block = algorithms.AES(secret) if way == "aes" else TripleDES(secret)
    opening = Cipher(block, modes.CBC(algorithm.encryption_iv)).decryptor()
    plain = opening.update(cipher) + opening.finalize()
    unpadding = PKCS7(block.block_size).unpadder()
    return unpadding.update(plain) + unpadding.finalize()


def _by_gcm(envelope: Any, secret: bytes) -> bytes:
    content = envelope["auth_encrypted_content_info"]
    algorithm = content["content_encryption_algorithm"]
    if algorithm["algorithm"].dotted not in _GCM:
        raise ValueError("sealed in a way that is not opened")
    from asn1crypto import core

    said = core.SequenceOf.load(algorithm["parameters"].dump(), spec=core.Any)
    nonce, tag = core.OctetString.load(said[0].dump()).native, envelope["mac"].native
    if len(tag) != _TAG:
        raise ValueError("a short check sum")
    attributes = envelope["auth_attrs"]
    beside = b"\x31" + attributes.dump()[1:] if len(attributes) else b""
    return AESGCM(secret).decrypt(nonce, content["encrypted_content"].native + tag, beside)
