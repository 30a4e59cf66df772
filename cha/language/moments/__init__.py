"""Reads times from words: "tomorrow before noon", "binnen twee werkdagen", "الاثنين الساعة ٩". Pure, bounded.

`pieces_in` finds what speaks about time in a sentence, `moment_of` says which moment pieces mean together.
"""

from cha.language.moments.phrasebook import LANGUAGES, Phrasebook, base, book
from cha.language.moments.pieces import pieces_in
from cha.language.moments.resolving import Clock, Moment, moment_of
from cha.language.moments.said import Piece
from cha.language.moments.tokens import LONGEST, Token, tokens

__all__ = [
    "LANGUAGES", "LONGEST", "Clock", "Moment", "Phrasebook", "Piece", "Token", "base", "book", "moment_of", "pieces_in",
    "tokens",
]  # fmt: skip
