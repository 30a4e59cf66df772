"""A whole mail looked at: opened where it is sealed for us, its signature checked.

Only what is sealed or signed as a whole counts. What is opened stands alone: it is never put beside words that were
not sealed (EFAIL), and of a signed mail only the very bytes that are signed are read on.
"""

from __future__ import annotations

from datetime import datetime

from cha.channels.email.sealing.frames import Frame, frame, with_entity
from cha.channels.email.sealing.openpgp import carried_keys, decrypt_pgp, verify_pgp
from cha.channels.email.sealing.smime import TYPES, decrypt_smime, verify_smime
from cha.channels.email.sealing.values import (
    DEEPEST,
    MISSING,
    Kind,
    Ring,
    Seal,
    State,
    TheirKey,
    Unsealed,
    is_installed,
)


def open_mail(raw: bytes, at: datetime, sender: str, ring: Ring) -> Unsealed:
    """Open and check a mail that came in at `at` from `sender` (its one From address, "" when it has several).

    Never raises. A signature round what is sealed says nothing of the words inside, so the innermost one counts.
    """
    mail = frame(raw)
    entity, seal, opened, signed = raw, None, None, False
    fresh = carried_keys(raw, sender) if sender and is_installed(Kind.OPENPGP) else ()
    for _ in range(DEEPEST):
        kind = sealed_how(frame(entity))
        if kind:
            step = _opened(entity, kind, sender, ring, fresh)
            if step.raw is None:
                return Unsealed(with_entity(mail, entity) if opened else None, seal, opened, step.shut)
            entity, seal, opened, signed = step.raw, step.seal, kind, False
            continue
        found, about = _signature(entity, at, sender, ring, fresh)
        if found is None:
            break
        seal = found
        if about is None or found.state == State.BROKEN:
            break
        entity, signed = about, True
    return Unsealed(with_entity(mail, entity) if opened or signed else None, seal, opened)


def sealed_how(mail: Frame) -> Kind | None:
    """How a mail is sealed as a whole; None when it is not."""
    if mail.content_type in TYPES:
        said = mail.parameters.get("smime-type", "").lower()
        return None if said in ("signed-data", "certs-only", "compressed-data") or _is_signed(mail) else Kind.SMIME
    if mail.content_type == "multipart/encrypted" and "pgp" in mail.parameters.get("protocol", "pgp").lower():
        return Kind.OPENPGP
    inline = mail.content_type == "text/plain" and mail.content()[:200].lstrip().startswith(
        b"-----BEGIN PGP MESSAGE-----"
    )
    return Kind.OPENPGP if inline else None


def _is_signed(mail: Frame) -> bool:
    """Whether a CMS structure begins as SignedData, whatever its header says (its type stands within 30 bytes)."""
    return bytes.fromhex("2a864886f70d010702") in mail.content()[:30]


def _opened(entity: bytes, kind: Kind, sender: str, ring: Ring, fresh: tuple[TheirKey, ...]) -> Unsealed:
    ours = [key for key in ring.ours if key.kind == kind]
    if not is_installed(kind):
        return Unsealed(shut=MISSING)
    if kind == Kind.SMIME:
        return decrypt_smime(entity, ours)
    return decrypt_pgp(entity, ours, sender=sender, known=_with(ring, sender, fresh))


def _signature(
    entity: bytes, at: datetime, sender: str, ring: Ring, fresh: tuple[TheirKey, ...]
) -> tuple[Seal | None, bytes | None]:
    if is_installed(Kind.SMIME):
        seal, about = verify_smime(entity, at, ring.roots, sender=sender, known=ring.known(Kind.SMIME, sender))
        if seal:
            return seal, about
    if is_installed(Kind.OPENPGP):
        return verify_pgp(entity, at, sender=sender, known=_with(ring, sender, fresh))
    return None, None


def _with(ring: Ring, sender: str, fresh: tuple[TheirKey, ...]) -> tuple[TheirKey, ...]:
    """The known OpenPGP keys of a sender, then those that came along."""
    known = ring.known(Kind.OPENPGP, sender)
    marks = {key.fingerprint for key in known}
    return (*known, *(key for key in fresh if key.fingerprint not in marks))
