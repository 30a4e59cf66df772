"""Reading an answer to a mail that asks for a yes. Pure. What is not plainly a yes or a no is a word to the asker.

Money goes out on it, so nothing is guessed: yes stands alone, no comes with a stop and a reason.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final, Literal

_YES: Final = frozenset(
    ("yes", "yes please", "yes of course", "ja", "ja graag", "oui", "ja bitte", "si", "نعم", "yes ok", "approved")
)
_NO: Final = re.compile(
    r"^(?:no|nee|nein|non|not this time|niet|لا)\s*(?:[,.:;!–—-]+|\n|(?=because\b|weil\b|omdat\b))", re.IGNORECASE
)
# What programs and people put under their words.
_SIGNS_OFF: Final = re.compile(
    r"^(?:--\s*$|sent from my |verstuurd vanaf |von meinem |envoyé de |get outlook )", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Read:
    """`yes`, `no` with its reason in `words`, or neither: words to the asker."""

    answer: Literal["yes", "no", ""]
    words: str = ""


def read_answer(text: str, name: str = "") -> Read:
    """What an answer by mail says. `name` is the writer's, as they sign: it counts for nothing under a yes."""
    lines = _said(text, name)
    words = "\n".join(lines).strip()
    if _plain(words) in _YES:
        return Read("yes")
    found = _NO.match(words)
    reason = words[found.end() :].strip(" \n,.:;–—-") if found else ""
    if found and reason:
        return Read("no", reason)
    return Read("", words)


def _said(text: str, name: str) -> list[str]:
    """The lines that were written, without what is put under them."""
    kept: list[str] = []
    for line in text.strip().splitlines():
        if _SIGNS_OFF.match(line.strip()):
            break
        kept.append(line.strip())
    signed = {_plain(name), _plain(name.partition(" ")[0])} - {""}
    while len(kept) > 1 and (not kept[-1] or _plain(kept[-1]) in signed):
        kept.pop()
    return kept


def _plain(words: str) -> str:
    """In lower case, without accents and without what stands around words."""
    flat = unicodedata.normalize("NFKD", words.casefold())
    letters = "".join(sign if sign.isalnum() else " " for sign in flat if not unicodedata.combining(sign))
    return " ".join(letters.split())
