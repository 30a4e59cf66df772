"""Likeness: may two persons be one? Values in, reasons and a score out. Pure but for gettext."""

from cha.people.likeness.judging import Verdict, judge
from cha.people.likeness.reasons import Reason
from cha.people.likeness.sides import Address, Side

__all__ = ["Address", "Reason", "Side", "Verdict", "judge"]
