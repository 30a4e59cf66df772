"""What is known before a mail is looked at (keys), and what is known afterwards (a seal)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from importlib.util import find_spec
from typing import Final

# A mail larger than this is not looked into; nor is more taken out of one.
LARGEST: Final = 64 * 1024 * 1024
MOST_SIGNERS: Final = 5
MOST_CERTIFICATES: Final = 20
# Sealed, then signed inside; signed outside too.
DEEPEST: Final = 3
MISSING: Final = "Signatures and sealed mail are not looked at here: pip install cha[sealed] adds it."


class CannotSeal(ValueError):
    """A mail cannot be signed or sealed as it should be, in words. It must not go out as it is."""


class Kind(StrEnum):
    """The two ways."""

    SMIME = "smime"
    OPENPGP = "openpgp"


class State(StrEnum):
    """What is known of a signature.

    `holds`: by a key that is known for the From address, or whose certificate is vouched for. `untrusted`: it fits the
    words, but nobody knows whose it is, or it is another's. `unknown_signer`: its key is not here, so nobody can say.
    """

    HOLDS = "holds"
    BROKEN = "broken"
    UNKNOWN_SIGNER = "unknown_signer"
    EXPIRED = "expired"
    UNTRUSTED = "untrusted"


@dataclass(frozen=True, slots=True)
class Seal:
    """What a signature says. `address`, `name`, `fingerprint` (hex) are the key's, "" when it is not here.

    `checked`: an authority that is trusted, or a member, says whose key it is, so that it speaks for the address.
    `public` is the signer's key (PEM, or armored), to be remembered; "" where there is nothing to learn.
    """

    kind: Kind
    state: State
    words: str
    address: str = ""
    name: str = ""
    fingerprint: str = ""
    checked: bool = False
    public: str = ""


@dataclass(frozen=True, slots=True)
class OurKey:
    """A channel's own key: `secret` opens and signs (PEM without a password; or an armored key and its `password`).

    `public` is the certificate (PEM, followed by those above it), or the armored public key.
    """

    kind: Kind
    address: str
    secret: str
    public: str
    password: str = ""

    def __repr__(self) -> str:
        return f"OurKey({self.kind}, {self.address})"


@dataclass(frozen=True, slots=True)
class TheirKey:
    """A public key or certificate of an address. `checked`: a member vouches for it.

    `fresh`: it came with the very mail that is looked at, and was not known before.
    """

    kind: Kind
    address: str
    public: str
    fingerprint: str
    checked: bool = False
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Ring:
    """The keys that a mail is looked at with. `roots`: certificates (PEM) of authorities that are trusted."""

    ours: tuple[OurKey, ...] = ()
    theirs: tuple[TheirKey, ...] = ()
    roots: tuple[str, ...] = ()

    def known(self, kind: Kind, address: str) -> tuple[TheirKey, ...]:
        """The keys of a kind that are known for an address."""
        return tuple(key for key in self.theirs if key.kind == kind and key.address == address)


@dataclass(frozen=True, slots=True)
class Unsealed:
    """What became of a mail. `raw` is the whole mail with its plain words, None when it was not sealed or stays shut.

    `opened` says how it was sealed when it is open now; `shut` says in words why it is not.
    """

    raw: bytes | None = None
    seal: Seal | None = None
    opened: Kind | None = None
    shut: str = ""


def is_installed(kind: Kind | None = None) -> bool:
    """Whether what a kind needs is installed; without one, whether both are."""
    needs = {Kind.SMIME: "asn1crypto", Kind.OPENPGP: "pysequoia"}
    return all(find_spec(needs[one]) is not None for one in ([kind] if kind else Kind))
