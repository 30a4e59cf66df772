"""What a channel cannot carry is turned into what it can. Pure: words and what the channel can in, words out.

Choices become numbered lines where nothing can be tapped (the number is an answer, too); what is too long ends at the
end of a paragraph, a sentence or a word, with the link to all of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cha.channels.base import Capabilities

# Below this there is no room for words beside a link.
LEAST = 40


@dataclass(frozen=True, slots=True)
class Fitted:
    """What goes out: the words, and the choices that can be tapped."""

    text: str
    buttons: tuple[str, ...] = ()


def fit(text: str, can: Capabilities, *, buttons: Sequence[str] = (), link: str = "", more: str = "…") -> Fitted:
    """The words and choices as a channel carries them.

    `link` leads to all of it and is added only where something had to be left out; `more` stands before it. A channel
    whose `length` is too small for the link gets as many characters as fit. Choices are never lost: where there are
    more of them than can be tapped, all are numbered lines.
    """
    tapped = tuple(buttons) if len(buttons) <= can.buttons else ()
    listed = "" if tapped else "\n".join(f"{number}. {words}" for number, words in enumerate(buttons, 1))
    whole = "\n\n".join(part for part in (text.strip(), listed) if part)
    if can.length is None or len(whole) <= can.length:
        return Fitted(whole, tapped)
    end = "\n\n".join(part for part in (listed, f"{more} {link}" if link else more) if part)
    if can.length - len(end) < LEAST:
        end = f"{more} {link}" if link else more
    room = can.length - len(end) - 2
    if room < LEAST:
        return Fitted(whole[: can.length], tapped)
    return Fitted(f"{_beginning(text.strip(), room)}\n\n{end}", tapped)


def _beginning(text: str, room: int) -> str:
    """As much of a text as fits: whole paragraphs, else whole sentences, else whole words, else letters."""
    head = text[:room]
    if len(text) <= room:
        return text
    for end, kept in (("\n\n", 0), (". ", 1), ("。", 1), (" ", 0)):
        cut = head.rfind(end)
        # A first paragraph that is a greeting alone says nothing.
        if cut >= room // 3:
            return head[: cut + kept].rstrip()
    return head
