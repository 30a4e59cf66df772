"""The cryptography of web push: what is said is sealed for one browser (RFC 8291), and signed by us (RFC 8292).

Kept libraries do it: `http_ece` the content coding aes128gcm (RFC 8188), `py_vapid` the signed claim. Keys are
base64url without padding, as browsers give them.
"""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
)
from py_vapid import Vapid02, VapidException

# RFC 8292 allows a day; a clock that is wrong by an hour must not void it.
CLAIM_FOR: Final = timedelta(hours=12)
# RFC 8291, 4: what every push service must take, less what the coding adds.
LONGEST: Final = 3993


def b64(raw: bytes) -> str:
    """Base64url without padding."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def unb64(text: str) -> bytes:
    """The bytes again. Raises ValueError."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def new_keys() -> tuple[str, str]:
    """A key pair on P-256: the private one as DER, the public one as the point that browsers are given."""
    key = ec.generate_private_key(ec.SECP256R1())
    private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return b64(private), b64(key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def takes(p256dh: str, auth: str) -> bool:
    """Whether a browser's keys are a point on P-256 and sixteen bytes of secret."""
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), unb64(p256dh))
        return len(unb64(auth)) == 16
    except (ValueError, binascii.Error):
        return False


def encrypted(said: bytes, p256dh: str, auth: str) -> bytes:
    """The body of a push message: only the browser with these keys can read it. Raises ValueError when too long."""
    if len(said) > LONGEST:
        raise ValueError(f"a push message has {LONGEST} bytes at most")
    ours = ec.generate_private_key(ec.SECP256R1())
    sealed: bytes = http_ece.encrypt(said, private_key=ours, dh=unb64(p256dh), auth_secret=unb64(auth))
    return sealed


def claim(endpoint: str, private: str, about: str, at: datetime) -> str:
    """The Authorization header for the push service of `endpoint`; `about` is where its operator can write to.

    Raises ValueError for an endpoint that cannot be signed for, such as one that is a bare IPv6 address.
    """
    parts = urlsplit(endpoint)
    key = load_der_private_key(unb64(private), password=None)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int((at + CLAIM_FOR).timestamp()),
        "sub": about,
    }
    try:
        header: str = Vapid02(key).sign(claims)["Authorization"]
    except VapidException as error:
        raise ValueError(str(error)) from error
    return header
