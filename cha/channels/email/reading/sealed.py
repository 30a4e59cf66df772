"""What is signed or encrypted (RFC 8551, 3156, 9580): seen here, and clear signatures taken off; keys are not here."""

import re

from cha.channels.email.reading.cms import signed_content
from cha.channels.email.reading.tree import Part

_CLEARSIGNED = re.compile(
    r"^-----BEGIN PGP SIGNED MESSAGE-----[ \t]*\n(?:[A-Za-z-]{1,40}:[^\n]{0,200}\n){0,10}[ \t]*\n", re.MULTILINE
)
_SIGNATURE = re.compile(r"^-----BEGIN PGP SIGNATURE-----[ \t]*$", re.MULTILINE)
_ENDS = re.compile(r"^-----END PGP SIGNATURE-----[ \t]*$", re.MULTILINE)
_SMIME = ("application/pkcs7-mime", "application/x-pkcs7-mime")
_SIGNED = ("signed-data", "")
CANNOT_READ = "an encrypted mail that cannot be read here"


def mark(part: Part, marks: dict[str, object], problems: list[str]) -> None:
    """Note in `marks` that a part is `signed` or `encrypted`, and how: "smime" or "openpgp"."""
    kind = part.declared_type or part.content_type
    protocol = part.parameters.get("protocol", "").lower()
    if kind == "multipart/signed":
        marks.setdefault("signed", "openpgp" if "pgp" in protocol else "smime")
    elif kind == "application/pgp-encrypted" or (kind == "multipart/encrypted" and "pgp" in protocol):
        _encrypted("openpgp", marks, problems)
    elif kind in _SMIME and (part.parameters.get("smime-type", "").lower() == "signed-data" or unwrapped(part)):
        marks.setdefault("signed", "smime")
    elif kind in _SMIME and part.parameters.get("smime-type", "").lower() != "certs-only":
        _encrypted("smime", marks, problems)


def unwrapped(part: Part) -> bytes | None:
    """The mail inside an opaque signature; None for every other part."""
    named = part.file_name.lower().endswith(".p7m")
    if part.content_type not in _SMIME or (part.parameters.get("smime-type", "").lower() not in _SIGNED and not named):
        return None
    return signed_content(part.content())


def opened(text: str, marks: dict[str, object]) -> str:
    """The text without the frame of a clear signature (RFC 9580, 7); what stands around it stays."""
    begins = _CLEARSIGNED.search(text)
    ends = _SIGNATURE.search(text, begins.end()) if begins else None
    if begins and ends:
        marks.setdefault("signed", "openpgp")
        after = _ENDS.search(text, ends.end())
        inner = re.sub(r"^- ", "", text[begins.end() : ends.start()], flags=re.MULTILINE)
        return text[: begins.start()] + inner.rstrip("\n") + (text[after.end() :] if after else "")
    if text.lstrip().startswith("-----BEGIN PGP MESSAGE-----"):
        marks.setdefault("encrypted", "openpgp")
    return text


def _encrypted(how: str, marks: dict[str, object], problems: list[str]) -> None:
    marks.setdefault("encrypted", how)
    if CANNOT_READ not in problems:
        problems.append(CANNOT_READ)
