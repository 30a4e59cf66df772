"""What of a sentence speaks about time: days, hours, parts of a day, durations. Words in, pieces out; no clock yet.

Kinds of the words (`words/<language>.toml`): `number`, `unit`, `counted` ("half an hour"), `few`, `day` (from today),
`daypart` ("tonight"), `part`, `weekday`, `weekdaypart`, `week`, `month`, `theday` (before a day of the month), marks
(`at by before around between since until after within ago`), what belongs to an hour (`hour am pm half past till …`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from cha.language.moments.phrasebook import Kinds, base, book
from cha.language.moments.tokens import Token

MARKS: Final = ("before", "by", "around", "between", "since", "until", "after", "within", "at")
_NOTHING: Final[Kinds] = {}
_YEARS: Final = range(2000, 2100)
_SLACK: Final = 6


@dataclass(frozen=True, slots=True)
class Day:
    """kind: offset (days from today), weekday (0 is Monday), week, date, numeric (12/6), monthday. doubt: a code, or ""."""

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
    token: str


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
    if after is None or after.first - piece.last > _SLACK:
        return False
    between = [item for item in items if piece.last <= item.first < after.first]
    return any("or" in item.kinds for item in between) and len(between) <= 3


class _Reader:
    """Reads from left to right, never back."""

    def __init__(self, items: list[Item], said: Sequence[Token], language: str) -> None:
        self.items, self.said, self.language = items, said, language
        self.doubt = ""

    def pieces(self) -> Iterator[Piece]:
        at = 0
        while at < len(self.items):
            piece, after = self._piece(at)
            if piece is not None:
                yield piece
            at = max(after, at + 1)

    def _kind(self, at: int, kind: str) -> str | None:
        return self.items[at].kinds.get(kind) if at < len(self.items) else None

    def _is(self, at: int, *kinds: str) -> bool:
        return at < len(self.items) and any(kind in self.items[at].kinds for kind in kinds)

    def _marks(self, at: int) -> tuple[str, int]:
        """The mark at a place and what follows it; two marks make the one that says more ("by around")."""
        mark, begin = "", at
        while at < len(self.items) and at - begin < _SLACK:
            found = next((kind for kind in MARKS if kind in self.items[at].kinds), "")
            if found:
                mark = found if not mark or found in {"around", "after", "before"} or mark == "at" else mark
            elif not self._is(at, "skip"):
                break
            at += 1
        return mark, at

    def _piece(self, at: int) -> tuple[Piece | None, int]:
        mark, begin = self._marks(at)
        for read in (self._length, self._range, self._date, self._clock, self._named):
            for start in dict.fromkeys((at, begin)):
                piece, after = read(start, mark if start == begin else "")
                if piece is not None:
                    lead = self.said[self.items[at].first]
                    return replace(piece, first=self.items[at].first, start=lead.start), after
        return None, at + 1

    def _made(self, first: int, after: int, piece: Piece, mark: str) -> Piece:
        begin, last = self.said[self.items[first].first], self.items[min(after, len(self.items)) - 1].last
        end = self.said[last - 1].end
        return replace(piece, start=begin.start, end=end, first=self.items[first].first, last=last, mark=mark)

    def _length(self, at: int, mark: str) -> tuple[Piece | None, int]:
        """ "Within two hours", "in 3 to 5 working days", "half an hour"."""
        if counted := self._kind(at, "counted"):
            if mark != "within":
                return None, at
            number, unit = counted.split()
            return self._made(at, at + 1, replace(_EMPTY, length=(int(number), unit)), mark), at + 1
        begin, several = at, self._is(at, "few")
        numbers, at = self._numbers(at + several)
        unit = self._kind(at, "unit") or ""
        if not unit or not (numbers or several):
            return None, begin
        if (self._is(at, "hour") and mark != "within") or (mark == "" and not self._is(at + 1, "ago", "fromnow")):
            return None, begin
        if self._is(at + 1, "ago"):
            return self._made(begin, at + 2, replace(_EMPTY, doubt="past"), "since"), at + 2
        doubt = "" if numbers else "vague"
        piece = replace(_EMPTY, length=(numbers[-1] if numbers else 0, unit), doubt=doubt)
        return self._made(begin, at + 1, piece, mark), at + 1

    def _numbers(self, at: int) -> tuple[list[int], int]:
        """One number, or two of a range ("3 to 5", "3-5"). Numbers of more than four digits say no time."""
        if at < len(self.items) and self.items[at].token == "two" and "-" in self.items[at].word:
            low, _dash, high = self.items[at].word.partition("-")
            return [int(low), int(high)], at + 1
        numbers: list[int] = []
        while (number := self._number(at)) is not None and len(numbers) < 2:
            numbers.append(number)
            at += 1
            if self._sign(at, "-") or (self._is(at, "to", "or") and self._number(at + 1) is not None):
                at += 1
        return numbers, at

    def _number(self, at: int) -> int | None:
        said = self._kind(at, "number")
        return int(said) if said is not None and len(said) <= 4 else None

    def _sign(self, at: int, sign: str) -> bool:
        return at < len(self.items) and self.items[at].token == "sign" and self.items[at].word in sign

    def _range(self, at: int, mark: str) -> tuple[Piece | None, int]:
        """ "Between 2 and 4", "from 9 to 5", "14-16 h": the later end counts. Days too."""
        if at < len(self.items) and self.items[at].token == "two" and "-" in self.items[at].word:
            return self._dashed(at, mark)
        if mark not in {"between", "since", "at"}:
            return None, at
        if mark == "between" and (first := self._weekday(at)) is not None and self._is(at + 1, "to"):
            _skip, second = self._marks(at + 2)
            if (day := self._weekday(second)) is not None and first != day:
                return self._made(at, second + 1, replace(_EMPTY, day=Day("weekday", day)), ""), second + 1
        low, after = self._hour(at, sure=True)
        if low is None or not (self._is(after, "to") or self._sign(after, "-–—")):
            return None, at
        _mark, second = self._marks(after + 1)
        high, end = self._hour(second, sure=True)
        if high is None or (mark != "between" and self._is(end, "unit") and not self._is(end, "hour")):
            return None, at
        return self._made(at, end, _later(low, high), ""), end

    def _weekday(self, at: int) -> int | None:
        said = self._kind(at, "weekday")
        return None if said is None else int(said)

    def _dashed(self, at: int, mark: str) -> tuple[Piece | None, int]:
        low, _dash, high = self.items[at].word.partition("-")
        hours = self._is(at + 1, "hour", "am", "pm") or mark in {"between", "at", "before"} or self._by_a_day(at)
        if self._is(at + 1, "unit") and not hours:
            return None, at
        if not hours or int(low) > 24 or int(high) > 24:
            return None, at
        piece, after = self._suffix(_Hour(int(high) * 60, ""), at + 1)
        return self._made(at, after, _later(_Hour(int(low) * 60, ""), piece), ""), after

    def _by_a_day(self, at: int) -> bool:
        around = (at - 1, at - 2, at + 1, at + 2)
        return any(self._is(k, "day", "weekday", "daypart", "weekdaypart") for k in around if k >= 0)

    def _clock(self, at: int, mark: str) -> tuple[Piece | None, int]:
        hour, after = self._hour(at, sure=mark in {"at", "before", "by", "around", "until", "after", "since"})
        if hour is None:
            return None, at
        piece = replace(_EMPTY, minutes=hour.minutes, half=hour.half, doubt=hour.doubt)
        return self._made(at, after, piece, "" if mark == "at" else mark), after

    def _hour(self, at: int, *, sure: bool) -> tuple[_Hour | None, int]:
        """A clock time at a place. sure: a mark before it says that a bare number is an hour."""
        if at < len(self.items) and self.items[at].token == "two":
            return self._written(at, sure=sure)
        for kind, minutes in (("half", 30), ("quarterpast", 15), ("quarterto", -15)):
            if self._is(at, kind) and (hour := self._upto(at + 1, 12)) is not None:
                shift = -30 if kind == "half" and self.language in {"nl", "de"} else minutes
                return self._suffix(_Hour((hour * 60 + shift) % 1440, ""), at + 2)
        if (few := self._upto(at, 59)) is not None and self._is(at + 1, "past", "till"):
            hour = self._upto(at + 2, 12)
            if hour is not None and self.language in {"en", "nl", "de"}:
                return self._suffix(_Hour((hour * 60 + (few if self._is(at + 1, "past") else -few)) % 1440, ""), at + 3)
        if (hour := self._upto(at, 24)) is None:
            return None, at
        return self._spoken(_Hour(hour * 60, ""), at + 1, sure=sure)

    def _spoken(self, hour: _Hour, at: int, *, sure: bool) -> tuple[_Hour | None, int]:
        for kind, minutes in (("halfafter", 30), ("quarterafter", 15), ("quarterbefore", -15)):
            if self._is(at, kind):
                return self._suffix(replace(hour, minutes=(hour.minutes + minutes) % 1440), at + 1)
        said = self._is(at, "hour")
        found, after = self._suffix(hour, at)
        for kind, minutes in (("halfafter", 30), ("quarterafter", 15), ("quarterbefore", -15)):
            if self._is(after, kind):
                return replace(found, minutes=(found.minutes + minutes) % 1440), after + 1
        if not (said or found.half or (sure and self._ends(after))):
            return None, at
        return found, after

    def _ends(self, at: int) -> bool:
        """Whether a bare number before this place is an hour, and no count of things ("for 3 people")."""
        if at >= len(self.items):
            return True
        if self._is(at, "unit", "month", "ordinal") or self.items[at].word in "%€$£":
            return False
        if not self._is(at - 1, "digits") and self._kind(at - 1, "number") == "1":
            return self.items[at - 1].word in {"one", "una", "eins"}
        if self._is(at - 3, "day", "weekday", "part"):
            return True
        weak = self.language in {"nl", "fr", "es"} and self.items[at - 2].word in {"voor", "na", "a", "sobre", "pour"}
        return not weak or self.items[at].token != "word" or bool(self.items[at].kinds)

    def _upto(self, at: int, most: int) -> int | None:
        number = self._number(at)
        return number if number is not None and number <= most else None

    def _written(self, at: int, *, sure: bool) -> tuple[_Hour | None, int]:
        """ "16:00"; "16.00" where no date can be meant."""
        word = self.items[at].word
        sign = next((c for c in word if not c.isdigit()), ":")
        hour, _sign, minute = word.partition(sign)
        clock = int(hour) <= 24 and int(minute) < 60 and len(minute) == 2
        marked = sign == ":" or self._is(at + 1, "hour", "am", "pm") or sure or int(minute) > 12 or minute == "00"
        if not clock or sign not in ":." or not marked or int(hour) * 60 + int(minute) > 1440:
            return None, at
        full = "24" if len(hour) == 2 and (hour[0] == "0" or int(hour) > 12) else ""
        return self._suffix(_Hour(int(hour) * 60 + int(minute), full), at + 1)

    def _suffix(self, hour: _Hour, at: int) -> tuple[_Hour, int]:
        """ "uur", "h 30", "am", "in the afternoon"."""
        if self._is(at, "hour"):
            at += 1
            minutes = self._upto(at, 59)
            digits = self._kind(at, "digits") if hour.minutes % 60 == 0 else None
            if minutes is not None and digits and not self._is(at + 1, "unit", "month"):
                hour, at = replace(hour, minutes=hour.minutes + minutes), at + 1
            if self._sign(at, ".") and self._kind(at + 1, "hour") is not None:
                at += 1
        for half in ("am", "pm"):
            if self._is(at, half):
                return replace(hour, half=half), at + 1
        return hour, at

    def _date(self, at: int, mark: str) -> tuple[Piece | None, int]:
        """ "12 June", "June 12th", "12/6", "12.06.2026", "the 12th"."""
        day, after = self._worded(at)
        if day is None and at < len(self.items) and self.items[at].token in {"two", "three"}:
            day, after = self._numeric(at)
        if day is None:
            day, after = self._monthday(at)
        if day is None:
            return None, at
        return self._made(at, after, replace(_EMPTY, day=day), mark), after

    def _worded(self, at: int) -> tuple[Day | None, int]:
        begin, number = at, self._upto(at, 31)
        if number is None:
            return self._month_first(at)
        at += 1
        while self._is(at, "ordinal", "of") or self._sign(at, "."):
            at += 1
        month = self._kind(at, "month")
        if month is None or at - begin > 4:
            return None, begin
        while self._is(at + 1, "of") and self._year(at + 2):
            at += 1
        year = self._year(at + 1)
        return Day("date", number, int(month), year), at + (2 if year else 1)

    def _month_first(self, at: int) -> tuple[Day | None, int]:
        month = self._kind(at, "month")
        skip = 1 + self._is(at + 1, "of", "skip")
        number = self._upto(at + skip, 31)
        if month is None or number is None or self.language not in {"en", "ar"}:
            return None, at
        after = at + skip + 1 + self._is(at + skip + 1, "ordinal")
        year = self._year(after)
        return Day("date", number, int(month), year), after + bool(year)

    def _year(self, at: int) -> int:
        number = self._number(at)
        return number if number in _YEARS and self._kind(at, "digits") else 0

    def _numeric(self, at: int) -> tuple[Day | None, int]:
        word = self.items[at].word
        sign = next(c for c in word if not c.isdigit())
        parts = [int(part) for part in word.split(sign) if part.isdigit()]
        after = at + 1 + (sign == "." and self._sign(at + 1, "."))
        if len(parts) == 3:
            year, month, day = parts if parts[0] > 31 else parts[::-1]
            return (Day("date", day, month, year % 100 + 2000), after) if month <= 12 else (None, at)
        dotted = sign == "." and (self._sign(at + 1, ".") or self.language == "de")
        if len(parts) != 2 or sign == ":" or parts[1] > 12 or not parts[1] or (sign == "." and not dotted):
            return None, at
        doubt = "order" if self.language == "en" and sign == "-" else ""
        return (Day("numeric", parts[0], parts[1], doubt=doubt), after) if parts[0] <= 31 else (None, at)

    def _monthday(self, at: int) -> tuple[Day | None, int]:
        """ "The 12th", "le 12", "am 12.": a day of this month or the next."""
        number, begin = self._upto(at, 31), at
        if number is None or not number or not self._kind(at, "digits"):
            return None, at
        ordinal = self._is(at + 1, "ordinal")
        dotted = self.language == "de" and self._sign(at + 1, ".") and at + 2 < len(self.items)
        named = at > 0 and self._is(at - 1, "theday") and self.language in {"fr", "es", "de", "ar"}
        stops = at + 1 >= len(self.items) or self.items[at + 1].token in {"sign", "line"} or self.items[at + 1].kinds
        stops = stops and not self._is(at + 1, "unit", "hour", "of", "to", "or")
        if self.language == "de":
            named = named and dotted
        weekday = at > 0 and self._is(at - 1, "weekday") and self.language in {"fr", "es"} and bool(stops)
        if not ((ordinal and self.language in {"en", "nl", "fr"}) or (named and (stops or dotted)) or weekday):
            return None, begin
        return Day("monthday", number), at + 1 + (ordinal or dotted)

    def _named(self, at: int, mark: str) -> tuple[Piece | None, int]:
        """ "Tomorrow", "Friday morning", "next week", "tonight", "noon"."""
        if at >= len(self.items):
            return None, at
        kinds = self.items[at].kinds
        if "week" in kinds:
            number = kinds["week"].split()[0]
            day = Day("week", int(number)) if number.isdigit() else Day("week", 1, doubt="vague")
            return self._made(at, at + 1, replace(_EMPTY, day=day), mark), at + 1
        for kind in ("daypart", "weekdaypart"):
            if kind in kinds:
                number, part = kinds[kind].split()
                day = Day("offset" if kind == "daypart" else "weekday", int(number))
                return self._made(at, at + 1, replace(_EMPTY, day=day, part=part), mark), at + 1
        if "day" in kinds:
            return self._made(at, at + 1, replace(_EMPTY, day=Day("offset", int(kinds["day"]))), mark), at + 1
        if "weekday" in kinds or self._is(at, "nextday", "comingday", "lastday"):
            return self._named_weekday(at, mark)
        if "part" in kinds:
            return self._made(at, at + 1, replace(_EMPTY, part=kinds["part"]), mark), at + 1
        return None, at

    def _named_weekday(self, at: int, mark: str) -> tuple[Piece | None, int]:
        begin, doubt = at, ""
        while self._is(at, "nextday", "comingday", "lastday", "skip") and not self._is(at, "weekday"):
            doubt = "next" if self._is(at, "nextday") else "past" if self._is(at, "lastday") else doubt
            at += 1
        weekday = self._weekday(at)
        if weekday is None:
            return None, begin
        at += 1
        if self._is(at, "nextday", "comingday", "lastday") and not self._is(at + 1, "weekday"):
            doubt = "next" if self._is(at, "nextday") else "past" if self._is(at, "lastday") else doubt
            at += 1
        piece = replace(_EMPTY, day=Day("weekday", weekday, doubt=doubt))
        return self._made(begin, at, piece, mark), at


@dataclass(frozen=True, slots=True)
class _Hour:
    minutes: int
    half: str
    doubt: str = ""


_EMPTY: Final = Piece(0, 0, 0, 0)


def _later(low: _Hour, high: _Hour) -> Piece:
    """The later end of a range of hours; "between 11 and 2" ends after noon."""
    half = high.half or ("24" if high.minutes > 12 * 60 else "")
    minutes = high.minutes
    if not half and minutes <= low.minutes:
        minutes, half = minutes + 12 * 60, "24"
    elif not half and low.minutes >= 7 * 60:
        half = "24"
    return replace(_EMPTY, minutes=minutes % 1441, half=half)
