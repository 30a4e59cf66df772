"""Blanks in saved words: `{first_name}` is filled from what is known, `{when?}` by whoever writes. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from cha.core.errors import Invalid

# What Cha can fill in, when it knows it.
KNOWN: Final = ("first_name", "name", "me", "my_name", "business", "order", "promise")
_BLANK: Final = re.compile(r"\{(?P<known>" + "|".join(KNOWN) + r")\}|\{(?P<asked>[^{}\n]{1,40}\?)\}")


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a text. `blank`: "" for words, `filled`, or `open` (its braces are still in `text`)."""

    text: str
    blank: str = ""


def pieces(text: str, known: Mapping[str, str]) -> list[Piece]:
    """The text in parts, blanks filled from what is `known`; what is not stays open. Other braces are words."""
    found, last = [], 0
    for hit in _BLANK.finditer(text):
        found.append(Piece(text[last : hit.start()]))
        value = known.get(hit["known"] or "", "")
        found.append(Piece(value, "filled") if value else Piece(hit[0], "open"))
        last = hit.end()
    found.append(Piece(text[last:]))
    return [piece for piece in found if piece.text]


def filled(text: str, known: Mapping[str, str]) -> str:
    """The text with its blanks filled, as far as they are known."""
    return "".join(piece.text for piece in pieces(text, known))


def must_be_filled(text: str) -> None:
    """Raise Invalid, near the text, while a blank is open in words that are about to go out."""
    left = [hit[0] for hit in _BLANK.finditer(text)]
    if left:
        blanks = ", ".join(dict.fromkeys(left))
        raise Invalid(f"Still to be filled in: {blanks}. Then send it.", field="body", code="blank")
