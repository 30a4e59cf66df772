"""The line of a way forward: “part 9.50 EUR within 1 day: The delivery fee back | to your card”. Read and written."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final

from cha.core.money import is_code, minor_units, plain_amount
from cha.resolutions.guides.flow import Suggestion, Worth
from cha.resolutions.kinds import RemedyKind

_WORTH: Final = r"\d+(?:\.\d+)? [A-Z]{3}|\d{1,3}%"
_WAY: Final = re.compile(
    rf"(?P<kind>[a-z]+)(?: (?P<amount>{_WORTH}))?(?: costs (?P<cost>{_WORTH}))?"
    r"(?: within (?P<count>\d{1,3}) (?P<unit>minute|hour|day)s?)?\s*:\s*(?P<words>[^|]*)(?:\|(?P<more>.*))?"
)
_UNITS: Final = {"minute": 1, "hour": 60, "day": 60 * 24}
_FORM: Final = "A way is written “part 9.50 EUR within 1 day: The delivery fee back | to the card you paid with”."


def read_way(line: str) -> Suggestion:
    """A suggestion from its line. Raises ValueError with a sentence."""
    hit = _WAY.fullmatch(line.strip())
    if not hit or not hit["words"].strip():
        raise ValueError(_FORM)
    if hit["kind"] not in RemedyKind.values:
        raise ValueError(f"“{hit['kind']}” is no remedy. There are: {', '.join(RemedyKind.values)}.")
    words, more = read_words(f"{hit['words']}|{hit['more'] or ''}")
    within = timedelta(minutes=int(hit["count"]) * _UNITS[hit["unit"]]) if hit["count"] else None
    cost = _worth(hit["cost"]) if hit["cost"] else None
    return Suggestion(hit["kind"], words, more, _worth(hit["amount"] or ""), cost, within)


def read_words(line: str) -> tuple[str, str]:
    """A way's words and what there is to add, "words | more". Raises ValueError with a sentence."""
    before, _bar, after = line.partition("|")
    words, more = " ".join(before.split()), after.strip()
    if not words:
        raise ValueError(_FORM)
    if len(words) > 120 or len(more) > 200:
        raise ValueError("A way has at most 120 letters, and 200 behind its line.")
    return words, more


def write_words(words: str, more: str) -> str:
    """The line that `read_words` reads."""
    return f"{words} | {more}" if more else words


def _worth(text: str) -> Worth:
    if not text:
        return Worth()
    if text.endswith("%"):
        if int(text[:-1]) > 100:
            raise ValueError("At most 100% of an order is given back.")
        return Worth(percent=int(text[:-1]))
    amount, _space, currency = text.partition(" ")
    if not is_code(currency):
        raise ValueError(f"“{currency}” is no currency.")
    try:
        return Worth(minor_units(amount, currency), currency)
    except ValueError:
        raise ValueError(f"“{text}” is no amount.") from None


def write_way(way: Suggestion) -> str:
    """The line that `read_way` reads."""
    parts = [way.kind]
    if way.amount != Worth():
        parts.append(_said(way.amount))
    if way.cost is not None:
        parts += ["costs", _said(way.cost)]
    if way.within is not None:
        parts += ["within", _time(way.within)]
    return f"{' '.join(parts)}: {write_words(way.words, way.more)}"


def _said(worth: Worth) -> str:
    return plain_amount(worth.minor, worth.currency) + f" {worth.currency}" if worth.currency else f"{worth.percent}%"


def _time(within: timedelta) -> str:
    minutes = round(within.total_seconds() / 60)
    unit, size = next((unit, size) for unit, size in reversed(_UNITS.items()) if minutes % size == 0)
    count = minutes // size
    return f"{count} {unit}{'' if count == 1 else 's'}"
