"""How often one may, from a page: so that nobody's mailbox or our desk is flooded."""

from __future__ import annotations

from cha.core.limits import within

__all__ = ["ANSWERS", "LINKS_PER_ADDRESS", "LINKS_PER_MACHINE", "within"]

ANSWERS = 20
LINKS_PER_ADDRESS = 3
LINKS_PER_MACHINE = 30
