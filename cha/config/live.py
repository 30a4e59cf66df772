"""What live says, from both sides: the members' pieces and the visitors', from one position of the ledger."""

from __future__ import annotations

from cha.live.feed import Piece
from cha.portal.chat import live as visitors
from cha.workspace import live as members


def render_since(position: int) -> tuple[int, list[Piece]]:
    """The new position, and the pieces for everything that was recorded after `position`; -1 is the present."""
    upto, pieces = members.render_since(position)
    return upto, [*pieces, *(visitors.chat_since(position, upto) if position >= 0 else ())]
