"""What of a sentence speaks about time: days, hours, parts of a day, durations. Words in, pieces out; no clock yet.

Kinds of the words (`words/<language>.toml`): `number`, `unit`, `counted` ("half an hour"), `few`, `day` (from today),
`daypart` ("tonight"), `part`, `weekday`, `weekdaypart`, `week`, `month`, `theday` (before a day of the month), marks
(`at by before around between since until after within ago`), what belongs to an hour (`hour am pm half past till …`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from cha.language.moments.calendars import Calendars
from cha.language.moments.clocks import CLOCK, Clocks
from cha.language.moments.phrasebook import Kinds, base, book
from cha.language.moments.said import EMPTY, SLACK, Item, Piece
from cha.language.moments.tokens import Token

_NOTHING: Final[Kinds] = {}


def pieces_in(said: Sequence[Token], language: str) -> list[Piece]:
    """Every piece of time in a sentence, in order. language: BCP 47. Places count in the text the tokens are from."""
    items = _items(said, base(language))
    found = list(_Reader(items, said, base(language)).pieces())
    return [replace(piece, choice=_choice(items, piece, after)) for piece, after in _pairs(found)]


def _items(said: Sequence[Token], language: str) -> list[Item]:
    phrases, words = book(__package__, language), [token.word for token in said]
    items, at = [], 0
    while at < len(words):
        found = phrases.read(words, at) if said[at].kind in {"word", "sign"} else None
        length, kinds = found or (1, _NOTHING)
        if said[at].kind == "number":
            kinds = {"number": words[at], "digits": words[at]}
        items.append(Item(at, at + length, kinds, words[at], said[at].kind))
        at += length
    return items


def _pairs(found: list[Piece]) -> Iterator[tuple[Piece, Piece | None]]:
    yield from zip(found, [*found[1:], None][: len(found)], strict=True)


def _choice(items: list[Item], piece: Piece, after: Piece | None) -> bool:
    if after is None or after.first - piece.last > SLACK:
        return False
    between = [item for item in items if piece.last <= item.first < after.first]
    return any("or" in item.kinds for item in between) and len(between) <= 3


class _Reader(Clocks, Calendars):
    """Reads from left to right, never back."""

    def pieces(self) -> Iterator[Piece]:
        at = 0
        while at < len(self.items):
            if not self.items[at].kinds and self.items[at].sort not in {"two", "three"}:
                at += 1
                continue
            piece, after = self._piece(at)
            if piece is not None:
                yield piece
            at = max(after, at + 1)

    def _piece(self, at: int) -> tuple[Piece | None, int]:
        mark, begin = self._marks(at)
        for read in (self._length, self._range, self._date, self._clock, self._named):
            for start in dict.fromkeys((at, begin)):
                piece, after = read(start, mark if start == begin else "")
                if piece is not None:
                    lead = self.said[self.items[at].first]
                    return replace(piece, first=self.items[at].first, start=lead.start), after
        return None, at + 1

    def _length(self, at: int, mark: str) -> tuple[Piece | None, int]:
        """ "Within two hours", "in 3 to 5 working days", "half an hour"."""
        either = self._either(at)
        if counted := self._kind(at, "counted"):
            mark = "within" if either else mark
            if mark != "within":
                return None, at
            number, unit = counted.split()
            return self._made(at, at + 1, replace(EMPTY, length=(int(number), unit)), mark), at + 1
        begin, several = at, self._is(at, "few")
        begun = at > 0 and mark == "within" and self._is(at - 1, "few")
        numbers, at = self._numbers(at + several)
        unit = self._kind(at, "unit") or ""
        if not unit or not (numbers or several or begun):
            return None, begin
        if either and (numbers or [0])[-1] not in CLOCK and self._number(at + 1) is None:
            mark = "within"
        if (self._is(at, "hour") and mark != "within") or (mark == "" and not self._is(at + 1, "ago", "fromnow")):
            return None, begin
        if mark == "before" and self.language in {"de", "ar"}:
            return self._made(begin, at + 1, replace(EMPTY, doubt="past"), "since"), at + 1
        if self._is(at + 1, "ago"):
            return self._made(begin, at + 2, replace(EMPTY, doubt="past"), "since"), at + 2
        doubt = "" if numbers else "vague"
        piece = replace(EMPTY, length=(numbers[-1] if numbers else 0, unit), doubt=doubt)
        return self._made(begin, at + 1, piece, mark), at + 1

    def _numbers(self, at: int) -> tuple[list[int], int]:
        """One number, or two of a range ("3 to 5", "3-5"). Numbers of more than four digits say no time."""
        if at < len(self.items) and self.items[at].sort == "two" and "-" in self.items[at].word:
            low, _dash, high = self.items[at].word.partition("-")
            return [int(low), int(high)], at + 1
        numbers: list[int] = []
        while (number := self._number(at)) is not None and len(numbers) < 2:
            numbers.append(number)
            at += 1
            if self._sign(at, "-") or (self._is(at, "to", "or") and self._number(at + 1) is not None):
                at += 1
        return numbers, at
