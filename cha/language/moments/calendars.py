"""Days in words: "tomorrow", "next Friday", "12 June", "the 12th", "Friday morning", "next week"."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from cha.language.moments.said import EMPTY, SLACK, Day, Piece, Said

_YEARS: Final = range(2000, 2100)


class Calendars(Said):
    """Reads a day, a part of one or a week at a place."""

    def _date(self, at: int, mark: str) -> tuple[Piece | None, int]:
        """ "12 June", "June 12th", "12/6", "12.06.2026", "the 12th"."""
        day, after = self._worded(at)
        if day is None and at < len(self.items) and self.items[at].sort in {"two", "three"}:
            day, after = self._numeric(at)
        if day is None:
            day, after = self._monthday(at)
        if day is None:
            return None, at
        return self._made(at, after, replace(EMPTY, day=day), mark), after

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
        return number if number is not None and number in _YEARS and self._kind(at, "digits") else 0

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
        following = self.items[at + 1] if at + 1 < len(self.items) else None
        stops = following is None or following.sort in {"sign", "line"} or bool(following.kinds)
        stops = stops and not self._is(at + 1, "unit", "hour", "of", "to", "or")
        if self.language == "de":
            named = named and dotted
        weekday = at > 0 and self._is(at - 1, "weekday") and self.language in {"fr", "es"} and stops
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
            return self._made(at, at + 1, replace(EMPTY, day=day), mark), at + 1
        for kind in ("daypart", "weekdaypart"):
            if kind in kinds:
                number, part = kinds[kind].split()
                day = Day("offset" if kind == "daypart" else "weekday", int(number))
                return self._made(at, at + 1, replace(EMPTY, day=day, part=part), mark), at + 1
        if "day" in kinds:
            later, after = self._weeks_on(at, at + 1)
            if later:
                day = Day("offset", int(kinds["day"]) + 7 * later)
                return self._made(at, after, replace(EMPTY, day=day), mark), after
            return self._made(at, at + 1, replace(EMPTY, day=Day("offset", int(kinds["day"]))), mark), at + 1
        if "weekday" in kinds or self._is(at, "nextday", "comingday", "lastday"):
            return self._named_weekday(at, mark)
        if "part" in kinds:
            return self._made(at, at + 1, replace(EMPTY, part=kinds["part"]), mark), at + 1
        return None, at

    def _named_weekday(self, at: int, mark: str) -> tuple[Piece | None, int]:
        begin, doubt = at, ""
        while (
            at - begin < SLACK
            and self._is(at, "nextday", "comingday", "lastday", "skip")
            and not self._is(at, "weekday")
        ):
            doubt = "next" if self._is(at, "nextday") else "past" if self._is(at, "lastday") else doubt
            at += 1
        weekday = self._weekday(at)
        if weekday is None:
            return None, begin
        at += 1
        if self._is(at, "nextday", "comingday", "lastday") and not self._is(at + 1, "weekday"):
            doubt = "next" if self._is(at, "nextday") else "past" if self._is(at, "lastday") else doubt
            at += 1
        later, at = self._weeks_on(begin, at)
        piece = replace(EMPTY, day=Day("weekday", weekday + 7 * later, doubt=doubt))
        return self._made(begin, at, piece, mark), at

    def _weeks_on(self, begin: int, after: int) -> tuple[int, int]:
        """English "Friday week", "a week on Friday": how many weeks after the coming one, and what follows."""
        if self.language != "en":
            return 0, after
        if self._word(after) in {"week", "fortnight"} and self._number(after + 1) is None:
            return 1 + (self._word(after) == "fortnight"), after + 1
        before = begin - 1 - (self._word(begin - 1) in {"on", "from"})
        weeks = self._word(before) == "week" and self._number(before - 1) == 1
        return int(weeks), after

    def _word(self, at: int) -> str:
        return self.items[at].word if 0 <= at < len(self.items) else ""
