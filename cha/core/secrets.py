"""Secrets at rest: passwords of relays and what else must be readable again, sealed with a key made from our own.

AES-128-CBC with an HMAC (Fernet); the key comes from SECRET_KEY by HKDF-SHA256 under a label of its own, so that it is
never the key that signs links. Another SECRET_KEY makes what was sealed unreadable: it must then be typed again.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from cha.core.errors import Invalid

LABEL = b"cha.core.secrets"


def seal(text: str) -> str:
    """The text, sealed; a different string each time."""
    return _box(settings.SECRET_KEY).encrypt(text.encode()).decode("ascii")


def unseal(sealed: str) -> str:
    """The text that was sealed. Raises Invalid when it was sealed with another key, or changed."""
    try:
        return _box(settings.SECRET_KEY).decrypt(sealed.encode("ascii", "replace")).decode()
    except InvalidToken:
        raise Invalid("What was kept here can no longer be read: the key has changed. Please type it again.") from None


@lru_cache(maxsize=2)
def _box(secret: str) -> Fernet:
    key = HKDF(SHA256(), 32, salt=None, info=LABEL).derive(secret.encode())
    return Fernet(urlsafe_b64encode(key))
