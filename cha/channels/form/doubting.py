"""Doubting: whether a form may have been filled in by a machine, without asking anybody else. Pure.

A page carries a signed word that says when it was made (`Seal`). A browser with scripts does a small sum over it; a
field that people do not see stays empty. Nobody who is doubted is turned away: what they sent is held aside, visibly.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

# As many leading noughts has the SHA-256 of the seal and the number that was found: some 16,000 tries, under a second.
NOUGHTS: Final = 14
QUICKEST: Final = timedelta(seconds=3)
LONGEST: Final = timedelta(days=1)
LINKS: Final = 3
SAME: Final = 3
_LINK = re.compile(r"https?://|www\.|\[url", re.IGNORECASE)
_NUMBER = re.compile(r"[0-9]{1,12}")


@dataclass(frozen=True, slots=True)
class Signs:
    """What is known of how a form was filled in. `same`: how often these words came within the hour, this one too."""

    trap: str
    proven: bool
    words: str
    same: int = 1


def doubt(signs: Signs) -> str:
    """Why it may be a machine's: trap, links or again; "" where nothing says so.

    Who did the sum may send links, and say the same thing twice.
    """
    if signs.trap.strip():
        return "trap"
    if signs.proven:
        return ""
    if len(_LINK.findall(signs.words)) >= LINKS:
        return "links"
    return "again" if signs.same >= SAME else ""


def proves(seal: str, number: str) -> bool:
    """Whether somebody did the sum: SHA-256 of "seal:number" begins with `NOUGHTS` bits of nought."""
    if not seal or not _NUMBER.fullmatch(number):
        return False
    digest = hashlib.sha256(f"{seal}:{number}".encode()).digest()
    return int.from_bytes(digest[:4]) >> (32 - NOUGHTS) == 0


def too_soon(age: timedelta) -> bool:
    """Whether a page was sent quicker than people read."""
    return age < QUICKEST


def too_late(age: timedelta) -> bool:
    """Whether a page lay open so long that it may be somebody's copy."""
    return age > LONGEST
