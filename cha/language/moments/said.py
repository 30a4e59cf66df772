"""The words of a sentence as the readers of time look at them, and what they find."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from cha.language.moments.phrasebook import Kinds
from cha.language.moments.tokens import Token

MARKS: Final = ("before", "by", "around", "between", "since", "until", "after", "within", "at")
SLACK: Final = 6


@dataclass(frozen=True, slots=True)
class Day:
    """kind: offset (days from today), weekday (0 is Monday, 7 the Monday after), week, date, numeric (12/6), monthday.

    doubt: a code, or "".
    """

    kind: str
    value: int = 0
    month: int = 0
    year: int = 0
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing said about time, at text[start:end].

    minutes: of the wall clock since midnight. half: "am", "pm", "24" (said in full) or "". length: a number and a unit.
    mark: of `MARKS`, or "". choice: the next piece is another one to choose.
    """

    start: int
    end: int
    first: int
    last: int
    day: Day | None = None
    minutes: int | None = None
    half: str = ""
    part: str = ""
    length: tuple[int, str] | None = None
    mark: str = ""
    doubt: str = ""
    choice: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """A word or phrase: tokens[first:last]. kinds: what it may mean."""

    first: int
    last: int
    kinds: Kinds
    word: str
    sort: str


EMPTY: Final = Piece(0, 0, 0, 0)


class Said:
    """The items of a sentence, with what may be asked of each. Places past the end answer no."""

    def __init__(self, items: list[Item], said: Sequence[Token], language: str) -> None:
        self.items, self.said, self.language = items, said, language
        self.doubt = ""

    def _kind(self, at: int, kind: str) -> str | None:
        return self.items[at].kinds.get(kind) if at < len(self.items) else None

    def _is(self, at: int, *kinds: str) -> bool:
        return at < len(self.items) and not self.items[at].kinds.keys().isdisjoint(kinds)

    def _marks(self, at: int) -> tuple[str, int]:
        """The mark at a place and what follows it; two marks make the one that says more ("by around")."""
        mark, begin = "", at
        while at < len(self.items) and at - begin < SLACK:
            found = next((kind for kind in MARKS if kind in self.items[at].kinds), "")
            if found:
                mark = found if not mark or found in {"around", "after", "before"} or mark == "at" else mark
            elif not self._is(at, "skip"):
                break
            at += 1
        return mark, at

    def _made(self, first: int, after: int, piece: Piece, mark: str) -> Piece:
        begin, last = self.said[self.items[first].first], self.items[min(after, len(self.items)) - 1].last
        end = self.said[last - 1].end
        return replace(piece, start=begin.start, end=end, first=self.items[first].first, last=last, mark=mark)

    def _either(self, at: int) -> bool:
        """Whether what stands before a place may say "by" as well as "within", as French "d'ici"."""
        return at > 0 and self._is(at - 1, "by") and self._is(at - 1, "within")

    def _number(self, at: int) -> int | None:
        said = self._kind(at, "number")
        return int(said) if said is not None and len(said) <= 4 else None

    def _sign(self, at: int, sign: str) -> bool:
        return at < len(self.items) and self.items[at].sort == "sign" and self.items[at].word in sign

    def _weekday(self, at: int) -> int | None:
        said = self._kind(at, "weekday")
        return None if said is None else int(said)

    def _upto(self, at: int, most: int) -> int | None:
        number = self._number(at)
        return number if number is not None and number <= most else None

    def _by_a_day(self, at: int) -> bool:
        around = (at - 1, at - 2, at + 1, at + 2)
        return any(self._is(k, "day", "weekday", "daypart", "weekdaypart") for k in around if k >= 0)
