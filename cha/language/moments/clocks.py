"""Hours of the day in words: "half past ten", "om half elf", "à 14 h 30", "between 2 and 4"."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from cha.language.moments.said import EMPTY, Day, Piece, Said

# "D'ici 18 heures" is by six; "d'ici deux heures" and "d'ici 48 heures" are within so many.
CLOCK: Final = range(7, 24)


@dataclass(frozen=True, slots=True)
class Hour:
    minutes: int
    half: str
    doubt: str = ""


class Clocks(Said):
    """Reads an hour, or a range of hours, at a place."""

    def _range(self, at: int, mark: str) -> tuple[Piece | None, int]:
        """ "Between 2 and 4", "from 9 to 5", "14-16 h": the later end counts. Days too."""
        if at < len(self.items) and self.items[at].sort == "two" and "-" in self.items[at].word:
            return self._dashed(at, mark)
        if mark not in {"between", "since", "at"} and not (at and self._is(at - 1, "day", "weekday", "daypart")):
            return None, at
        if mark == "between" and (first := self._weekday(at)) is not None and self._is(at + 1, "to"):
            _skip, second = self._marks(at + 2)
            if (day := self._weekday(second)) is not None and first != day:
                return self._made(at, second + 1, replace(EMPTY, day=Day("weekday", day)), ""), second + 1
        low, after = self._hour(at, sure=True)
        joined = self._joined(after) and mark == "between"
        if low is None or not (joined or self._is(after, "to") or self._sign(after, "-–—")):
            return None, at
        _mark, second = ("", after) if joined else self._marks(after + 1)
        high, end = self._hour(second, sure=True)
        if high is None or (mark != "between" and self._is(end, "unit") and not self._is(end, "hour")):
            return None, at
        return self._made(at, end, _later(low, high), ""), end

    def _joined(self, at: int) -> bool:
        """Whether an Arabic hour has "and" before it in its own word: "بين الواحدة والثانية"."""
        return self.language == "ar" and self._number(at) is not None and self.items[at].word.startswith("و")

    def _dashed(self, at: int, mark: str) -> tuple[Piece | None, int]:
        low, _dash, high = self.items[at].word.partition("-")
        hours = self._is(at + 1, "hour", "am", "pm") or mark in {"between", "at", "before"} or self._by_a_day(at)
        if self._is(at + 1, "unit") and not hours:
            return None, at
        if not hours or int(low) > 24 or int(high) > 24:
            return None, at
        piece, after = self._suffix(Hour(int(high) * 60, ""), at + 1)
        return self._made(at, after, _later(Hour(int(low) * 60, ""), piece), ""), after

    def _clock(self, at: int, mark: str) -> tuple[Piece | None, int]:
        hour, after = self._hour(at, sure=mark in {"at", "before", "by", "around", "until", "after", "since"})
        if hour is None:
            return None, at
        doubt = hour.doubt or ("either_half" if self._either(at) and hour.minutes <= 12 * 60 else "")
        piece = replace(EMPTY, minutes=hour.minutes, half=hour.half, doubt=doubt)
        return self._made(at, after, piece, "" if mark == "at" else mark), after

    def _hour(self, at: int, *, sure: bool) -> tuple[Hour | None, int]:
        """A clock time at a place. sure: a mark before it says that a bare number is an hour."""
        if at < len(self.items) and self.items[at].sort == "two":
            return self._written(at, sure=sure)
        for kind, minutes in (("half", 30), ("quarterpast", 15), ("quarterto", -15)):
            if self._is(at, kind) and (hour := self._upto(at + 1, 12)) is not None:
                shift = -30 if kind == "half" and self.language in {"nl", "de"} else minutes
                return self._suffix(Hour((hour * 60 + shift) % 1440, ""), at + 2)
        if (few := self._upto(at, 59)) is not None and self._is(at + 1, "past", "till"):
            hour = self._upto(at + 2, 12)
            if hour is not None and few % 5 == 0 and self.language in {"en", "nl", "de"}:
                return self._suffix(Hour((hour * 60 + (few if self._is(at + 1, "past") else -few)) % 1440, ""), at + 3)
        if (hour := self._upto(at, 24)) is None:
            return None, at
        return self._spoken(Hour(hour * 60, ""), at + 1, sure=sure)

    def _spoken(self, hour: Hour, at: int, *, sure: bool) -> tuple[Hour | None, int]:
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
            return self.items[at - 1].word in {"one", "una", "eins", "الواحده"}
        if at >= 3 and self._is(at - 3, "day", "weekday", "part"):
            return True
        weak = self.language in {"nl", "fr", "es"} and self.items[at - 2].word in {"voor", "na", "a", "sobre", "pour"}
        return not weak or self.items[at].sort != "word" or bool(self.items[at].kinds)

    def _written(self, at: int, *, sure: bool) -> tuple[Hour | None, int]:
        """ "16:00"; "16.00" where no date can be meant."""
        word = self.items[at].word
        sign = next((c for c in word if not c.isdigit()), ":")
        hour, _sign, minute = word.partition(sign)
        clock = int(hour) <= 24 and int(minute) < 60 and len(minute) == 2
        marked = sign == ":" or self._is(at + 1, "hour", "am", "pm") or sure or int(minute) > 12 or minute == "00"
        if not clock or sign not in ":." or not marked or int(hour) * 60 + int(minute) > 1440:
            return None, at
        full = "24" if len(hour) == 2 and (hour[0] == "0" or int(hour) > 12) else ""
        return self._suffix(Hour(int(hour) * 60 + int(minute), full), at + 1)

    def _suffix(self, hour: Hour, at: int) -> tuple[Hour, int]:
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


def _later(low: Hour, high: Hour) -> Piece:
    """The later end of a range of hours; "between 11 and 2" ends after noon."""
    half = high.half or ("24" if high.minutes > 12 * 60 else "")
    minutes = high.minutes
    if not half and minutes <= low.minutes:
        minutes, half = minutes + 12 * 60, "24"
    return replace(EMPTY, minutes=minutes % 1441, half=half)
