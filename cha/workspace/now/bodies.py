"""Text as it stands in an entry: paragraphs, lines, links. Nothing else is marked up."""

from __future__ import annotations

import re
from typing import Final

from markupsafe import Markup, escape

LONGEST: Final = 100_000
_LINK: Final = re.compile(r"https?://[^\s<>\"'“”‘’()\[\]]{1,2000}[^\s<>\"'“”‘’()\[\].,;:!?]")
_BLANK: Final = re.compile(r"\n[ \t]*\n\s*")


def paragraphs(text: str) -> tuple[Markup, ...]:
    """The paragraphs of a text, lines kept, addresses of the web made links that give nothing away."""
    parts = _BLANK.split(text[:LONGEST].replace("\r\n", "\n").strip())
    return tuple(_lines(part) for part in parts if part)


def _lines(part: str) -> Markup:
    made, at = [], 0
    for found in _LINK.finditer(part):
        made += [escape(part[at : found.start()]), _link(found[0])]
        at = found.end()
    made.append(escape(part[at:]))
    return Markup("").join(made).replace("\n", Markup("<br>"))


def _link(address: str) -> Markup:
    return Markup('<a href="{}" target="_blank" rel="noopener noreferrer nofollow">{}</a>').format(address, address)
