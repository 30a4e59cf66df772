"""S/MIME (RFC 8551): a signed mail checked, a sealed one opened."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from cha.channels.email.sealing import cms
from cha.channels.email.sealing.certificates import (
    addresses_in,
    fingerprint,
    is_for_mail,
    is_vouched_for,
    loaded,
    name_in,
    pem_of,
)
from cha.channels.email.sealing.frames import canonical, frame, halves
from cha.channels.email.sealing.values import LARGEST, Kind, OurKey, Seal, State, TheirKey, Unsealed

TYPES = ("application/pkcs7-mime", "application/x-pkcs7-mime")
DETACHED = ("application/pkcs7-signature", "application/x-pkcs7-signature")
UNREADABLE = "Its signature cannot be read."
NOT_FOR_US = "It is sealed for another certificate than ours, or in a way that is not known here."


def verify_smime(
    raw: bytes, at: datetime, roots: Sequence[str], *, sender: str, known: Sequence[TheirKey] = ()
) -> tuple[Seal | None, bytes | None]:
    """What the S/MIME signature round a whole mail says, and the entity that is signed. Never raises.

    `at` is when the mail came in, `roots` are certificates (PEM) of trusted authorities, `known` the keys of `sender`,
    its From address. (None, None) when nothing is signed as a whole: one deeper inside says nothing of the rest.
    """
    if len(raw) > LARGEST:
        return None, None
    try:
        found = _taken_apart(raw)
        if found is None:
            return None, None
        der, content = found
        signed, about = cms.signatures(der, content)
    except Exception:
        # asn1crypto raises many kinds on hostile structures.
        return Seal(Kind.SMIME, State.BROKEN, UNREADABLE), None
    trusted = [one for pem in roots for one in loaded(pem)]
    seals = [_seal(one, at, trusted, sender, known) for one in signed]
    best = min(seals, key=lambda seal: list(State).index(seal.state), default=None)
    return best or Seal(Kind.SMIME, State.BROKEN, UNREADABLE), about


def decrypt_smime(raw: bytes, keys: Sequence[OurKey]) -> Unsealed:
    """The entity that was sealed for one of our keys (`raw` of what comes back); in words why it stays shut."""
    if len(raw) > LARGEST:
        return Unsealed(shut="It is too large to be opened.")
    if not keys:
        return Unsealed(shut="This channel has no S/MIME key to open it with.")
    for key in keys:
        try:
            der = frame(raw).content()
            secret = load_pem_private_key(key.secret.encode("ascii"), None)
            if isinstance(secret, rsa.RSAPrivateKey):
                return Unsealed(cms.open_envelope(der, secret, loaded(key.public)[0]), opened=Kind.SMIME)
        except Exception:  # noqa: S112 - of many kinds; one sentence for all, so that nothing is told by which
            continue
    return Unsealed(shut=NOT_FOR_US)


def _taken_apart(raw: bytes) -> tuple[bytes, bytes | None] | None:
    """The CMS structure and the bytes that it is about, None where they are inside it."""
    mail = frame(raw)
    if mail.content_type in TYPES:
        return mail.content(), None
    if mail.content_type != "multipart/signed":
        return None
    pieces = halves(mail)
    if len(pieces) != 2:
        raise ValueError("a signed mail of other than two parts")
    second = frame(pieces[1])
    return (second.content(), canonical(pieces[0])) if second.content_type in DETACHED else None


def _seal(
    one: cms.Signature, at: datetime, roots: Sequence[x509.Certificate], sender: str, known: Sequence[TheirKey]
) -> Seal:
    if one.signer is None:
        return Seal(Kind.SMIME, State.UNKNOWN_SIGNER, "The certificate of who signed it did not come along.")
    whose, mark = addresses_in(one.signer), fingerprint(one.signer)
    here = next((key for key in known if key.fingerprint == mark), None)
    checked = is_vouched_for(one.signer, one.others, roots, at) or bool(here and here.checked)
    state, words = _judged(one, at, whose, sender, checked=checked, here=here is not None, known=bool(known))
    address = sender if sender in whose else next(iter(whose), "")
    holds = state == State.HOLDS
    return Seal(
        Kind.SMIME,
        state,
        words,
        address=address,
        name=name_in(one.signer),
        fingerprint=mark,
        checked=holds and checked,
        public=pem_of([one.signer, *(other for other in one.others if other != one.signer)])
        if one.holds and address == sender
        else "",
    )


def _judged(
    one: cms.Signature, at: datetime, whose: Sequence[str], sender: str, *, checked: bool, here: bool, known: bool
) -> tuple[State, str]:
    signer = one.signer
    if not one.holds or signer is None:
        return State.BROKEN, "The words were changed on their way, or the signature is not of these words."
    if not is_for_mail(signer):
        return State.UNTRUSTED, "Its certificate is not one for mail."
    if sender not in whose:
        return State.UNTRUSTED, f"It is signed by {(whose or ['somebody'])[0]}, who is not the sender."
    if not signer.not_valid_before_utc <= at <= signer.not_valid_after_utc:
        return State.EXPIRED, "The certificate was not valid on the day the mail came."
    if checked or here:
        return State.HOLDS, "Checked." if checked else "The same certificate as before."
    if known:
        return State.UNTRUSTED, "It is signed with another certificate than before. Ask them about it."
    return State.UNTRUSTED, "No authority that is trusted here says whose certificate it is."
