"""What was given, counted. Pure: values in, values out. Amounts of two currencies are never added."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

# So long after it somebody who comes again came back.
WITHIN: Final = timedelta(weeks=8)
# Of fewer answers no share is said.
ENOUGH: Final = 3
# Of fewer nothing is advised.
SURE: Final = 5
STRETCHES: Final = 12


@dataclass(frozen=True, slots=True)
class Given:
    """One thing given. `worth` in minor units of `currency`; `at` aware.

    `spot`: decided without asking anybody. `helped`: they said themselves that it is put right (True), it was opened
    again (False), or neither (None). `back_at`: when they first came again after it, `bought` that it was to buy.
    """

    id: int
    at: datetime
    person: int
    kind: str
    worth: int
    currency: str
    why: str = ""
    ours: bool | None = None
    topic: str = ""
    product: str = ""
    team: str = ""
    spot: bool = True
    helped: bool | None = None
    back_at: datetime | None = None
    bought: bool = False

    @property
    def came_back(self) -> bool:
        """Within eight weeks."""
        return self.back_at is not None and self.at < self.back_at <= self.at + WITHIN


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    n: int
    of: int

    @property
    def percent(self) -> int | None:
        """Rounded; None where there is nothing to have a part of."""
        return round(100 * self.n / self.of) if self.of else None

    @property
    def enough(self) -> bool:
        """Whether there are enough of them to say a share."""
        return self.of >= ENOUGH


@dataclass(frozen=True, slots=True)
class Group:
    """What was given of one sort: how often, what one cost in the middle of the sum, and whether they felt helped."""

    key: str
    times: int
    each: int
    helped: Share


@dataclass(frozen=True, slots=True)
class Cause:
    """Why it was given: what it cost in all, and whose slip it mostly was (None where nobody said)."""

    key: str
    worth: int
    times: int
    ours: bool | None


@dataclass(frozen=True, slots=True)
class Figures:
    """All of a span of time. `worth` by currency, the most used one first; `bought` of those who came back."""

    times: int
    worth: dict[str, int]
    persons: int
    helped: Share
    spot: Share
    back: Share
    bought: int

    @property
    def currency(self) -> str:
        """The one that most was given in; "" for nothing."""
        return next(iter(self.worth), "")


def figures(given: Sequence[Given]) -> Figures:
    """The sums of a span. A person counts once, and came back when they did after anything they were given."""
    used, worth = Counter(one.currency for one in given), Counter[str]()
    for one in given:
        worth[one.currency] += one.worth
    persons = {one.person for one in given}
    back = {one.person for one in given if one.came_back}
    bought = {one.person for one in given if one.came_back and one.bought}
    return Figures(
        times=len(given),
        worth={currency: worth[currency] for currency, _times in used.most_common()},
        persons=len(persons),
        helped=helped(given),
        spot=Share(sum(one.spot for one in given), len(given)),
        back=Share(len(back), len(persons)),
        bought=len(bought),
    )


def helped(given: Iterable[Given]) -> Share:
    """How many felt helped, of those who said."""
    said = [one.helped for one in given if one.helped is not None]
    return Share(sum(said), len(said))


def grouped(given: Sequence[Given], key: Callable[[Given], str], currency: str) -> list[Group]:
    """By what, why, topic, product or team: those that helped most first, those of which too little is known last."""
    by: dict[str, list[Given]] = {}
    for one in given:
        by.setdefault(key(one), []).append(one)
    made = [_group(name, rows, currency) for name, rows in by.items()]
    return sorted(made, key=lambda one: (not one.helped.enough, -(one.helped.percent or 0), -one.times, one.key))


def _group(name: str, given: Sequence[Given], currency: str) -> Group:
    own = [one.worth for one in given if one.currency == currency]
    return Group(name, len(given), round(sum(own) / len(own)) if own else 0, helped(given))


def causes(given: Sequence[Given], currency: str, most: int = 6) -> list[Cause]:
    """Why it was given, the dearest first. The same words in other letters are one cause; unsaid is "" and last."""
    by: dict[str, list[Given]] = {}
    for one in given:
        if one.currency == currency:
            by.setdefault(_same(one.why), []).append(one)
    made = [_cause(rows) for rows in by.values()]
    return sorted(made, key=lambda one: (not one.key, -one.worth, one.key))[:most]


def _same(words: str) -> str:
    return " ".join(words.casefold().split()).rstrip(".!")


def _cause(rows: Sequence[Given]) -> Cause:
    words = Counter(row.why.strip().rstrip(".") for row in rows).most_common(1)[0][0]
    said = [row.ours for row in rows if row.ours is not None]
    ours = sum(said) * 2 >= len(said) if said else None
    return Cause(words, sum(row.worth for row in rows), len(rows), ours)


def stretches(given: Sequence[Given], since: datetime, until: datetime) -> list[list[Given]]:
    """The span cut into twelve, oldest first."""
    cut: list[list[Given]] = [[] for _ in range(STRETCHES)]
    for one in given:
        place = int((one.at - since) / (until - since) * STRETCHES)
        cut[min(max(place, 0), STRETCHES - 1)].append(one)
    return cut


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that the figures say: `free` (costs least and helps most), `best`, `less` (than only words)."""

    code: str
    group: Group


def findings(groups: Sequence[Group], only_words: Share) -> list[Finding]:
    """What to read out of it, where enough is known; nothing else."""
    known = [group for group in groups if group.helped.of >= SURE]
    if not known:
        return []
    percent = {group.key: group.helped.percent or 0 for group in known}
    best = max(known, key=lambda one: (percent[one.key], -one.each))
    cheap = min(known, key=lambda one: (one.each, -percent[one.key]))
    found = [Finding("best", best)]
    if cheap.key != best.key and percent[cheap.key] >= percent[best.key] - 5:
        found.insert(0, Finding("free", cheap))
    if only_words.enough:
        worst = min(known, key=lambda one: percent[one.key])
        if percent[worst.key] < (only_words.percent or 0):
            found.append(Finding("less", worst))
    return found
