"""A process of its own that opens one OpenPGP message: values by stdin, values by stdout, bounded in every way.

An OpenPGP message may be packed a thousandfold; the library gives all of it at once. So it is opened where memory and
processor time are limited, and where its end is nobody else's.
"""

from __future__ import annotations

import json
import resource
import sys
from base64 import b64decode, b64encode

# Bytes of address space, the library's own half a gigabyte included; seconds of processor time.
MEMORY = 1536 * 1024 * 1024
SECONDS = 10
MOST = 64 * 1024 * 1024


def main() -> int:
    """Open what stdin holds. 1 when it does not open, or is too large."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    asked = json.load(sys.stdin)
    sealed, password = b64decode(asked["sealed"]), asked["password"] or None
    try:
        plain, told = opened(sealed, asked["secret"], password, asked["certificates"])
    except Exception:
        return 1
    if len(plain) > MOST:
        return 1
    json.dump({"plain": b64encode(plain).decode("ascii"), **told}, sys.stdout)
    return 0


def opened(
    sealed: bytes, secret: str, password: str | None, certificates: list[str]
) -> tuple[bytes, dict[str, list[str] | bool]]:
    """The plain bytes; `signers` whose signature inside holds, `asked` for whose keys, `packed` so that nobody can say.

    Raises RuntimeError when it does not open.
    """
    from pysequoia import Cert, Tsk, decrypt

    key, known, asked = Tsk.from_bytes(secret.encode()), [Cert.from_bytes(one.encode()) for one in certificates], []

    def store(ids: list[str]) -> list[Cert]:
        asked.extend(ids)
        return known

    packed = False
    try:
        found = decrypt(bytes=sealed, decryptor=key.decryptor(password), store=store)
    except RuntimeError as error:
        # The library checks no signature below a packed layer, which GnuPG writes unless told otherwise.
        packed = "Unexpected message structure" in str(error)
        found = decrypt(bytes=sealed, decryptor=key.decryptor(password))
    signers = [str(one.certificate) for one in found.valid_sigs]
    return found.bytes or b"", {"signers": signers, "asked": asked[:5], "packed": packed}


if __name__ == "__main__":
    sys.exit(main())
