"""Facts in a message that a pattern can recognise: order number, date wanted, amount, telephone, quantity.

Every pattern is linear: bounded repeats, no nested ones, on at most `LONGEST` characters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from cha.promises.understanding.lexicon import base
from cha.promises.understanding.vocabulary import DAYS, MONTHS, SOON, THINGS

LONGEST: Final = 6_000
MOST_OF_A_KIND: Final = 3
KINDS: Final = ("order", "date", "amount", "phone", "quantity")

_LABEL: Final = (
    r"(?:order|bestelling|bestel|bestelnummer|ordernummer|bestelnr|ordernr|commande|cmd|bestellung|bestellnummer|"
    r"bestellnr|auftrag|auftragsnummer|pedido|orden|encargo|reference|référence|referentie|referencia|"
    r"invoice|factuur|facture|rechnung|factura|rechnungsnummer|factuurnummer|(?:ال|لل|بال)?طلب(?:ي|ية|يتي)?|(?:ال)?طلبية)"
)
_NUMBER_WORD: Final = r"(?:number|no|nr|num|nummer|numéro|numero|número|núm|n|رقم|رقمه|رقمها)"
_CODE: Final = r"(?P<number>[A-Z]{1,4}[-/]?\d{2,10}|\d{1,9}(?:-\d{1,9})?|[A-Z]{1,4}-\d{1,6}-\d{1,9})"
ORDER_PATTERNS: Final = (
    # A label, a word for "number", then the number: "bestelling nr. JL-2291", "commande n° 2291", "طلب رقم 2291".
    rf"(?<!\w){_LABEL}\s{{0,3}}(?:{_NUMBER_WORD}\s{{0,2}}[.°ºo:]{{0,2}}\s{{0,2}}[#:]?|[#:])\s{{0,3}}#?{_CODE}(?![\w])",
    # A label and a number that is long enough not to be a quantity: "order 2291".
    (
        rf"(?<!\w){_LABEL}\s{{1,3}}(?:is\s|ist\s|est\s|es\s|هو\s)?"
        r"(?P<number>[A-Z]{1,4}[-/]?\d{2,10}|\d{4}-\d{3,6}|\d{4,9})(?![\w.,]\d|\w)"
    ),
    r"(?<![\w&/])#\s?(?P<number>[A-Z]{1,4}-?\d{2,10}|\d{3,9})(?!\w)",
    r"(?<![\w/-])(?P<number>[A-Z]{2,4}-\d{3,9}|[A-Z]-\d{4,9})(?![\w-])",
)

_ARABIC_DIGITS: Final = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_MONEY: Final = r"(?:€|\$|£|eur|euros?|usd|gbp|aed|درهم(?:ا)?|يورو|دولار|pounds?|dollars?|dirhams?)"
_SUM: Final = r"\d{1,3}(?:[.,\u00a0\u202f ]?\d{3}){0,2}(?:[.,]\d{1,2})?"
_AMOUNT: Final = re.compile(
    rf"(?<![\w.,])(?:(?:€|\$|£|eur|usd|gbp|aed)\s?{_SUM}(?![\d])|{_SUM}(?:,-)?\s?{_MONEY}(?!\w))", re.IGNORECASE
)
# E.164 (ITU-T): at most 15 digits; people write a national zero, joints and brackets.
_PHONE: Final = re.compile(r"(?<![\w+/.-])(?:\+|00?)\d(?:[ ()./-]{0,2}\d){6,13}(?![\w-])")
_NUMERIC_DATE: Final = re.compile(
    r"(?<![\w./-])(?:\d{4}-\d{2}-\d{2}|\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})|\d{1,2}/\d{1,2})(?![\w/-])"
)


@dataclass(frozen=True, slots=True)
class UnderstoodFact:
    """kind: one of `KINDS`. value: as written, spaces made plain. span: where, as start and end."""

    kind: str
    value: str
    span: tuple[int, int]


Reader = Callable[[str], Iterator[tuple[int, int, str]]]


def facts(text: str, *, language: str, order_patterns: Sequence[str] = ORDER_PATTERNS) -> tuple[UnderstoodFact, ...]:
    """At most three facts of each kind, in the order of the text. Words claimed by two kinds go to the first."""
    plain = text[:LONGEST].translate(_ARABIC_DIGITS)
    words = base(language)
    readers: tuple[tuple[str, Reader], ...] = (
        ("order", lambda t: _orders(t, tuple(order_patterns))),
        ("amount", lambda t: _all(_AMOUNT, t)),
        ("date", lambda t: _dates(t, words)),
        ("phone", lambda t: _all(_PHONE, t)),
        ("quantity", lambda t: _all(_quantities(words), t)),
    )
    found: list[UnderstoodFact] = []
    for kind, reader in readers:
        found.extend(_kept(kind, reader(plain), found))
    return tuple(sorted(found, key=lambda fact: fact.span))


def _kept(kind: str, hits: Iterator[tuple[int, int, str]], before: list[UnderstoodFact]) -> Iterator[UnderstoodFact]:
    values: set[str] = set()
    for start, end, written in sorted(hits):
        value = " ".join(written.split())
        free = all(end <= fact.span[0] or start >= fact.span[1] for fact in before)
        if free and value.casefold() not in values and len(values) < MOST_OF_A_KIND:
            values.add(value.casefold())
            yield UnderstoodFact(kind, value, (start, end))


def _orders(text: str, patterns: tuple[str, ...]) -> Iterator[tuple[int, int, str]]:
    for pattern in patterns:
        for match in _compiled(pattern).finditer(text):
            yield *match.span("number"), match["number"].upper()


def _all(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int, str]]:
    for match in pattern.finditer(text):
        yield *match.span(), match[0]


def _dates(text: str, language: str) -> Iterator[tuple[int, int, str]]:
    yield from _all(_worded_dates(language), text)
    yield from _all(_NUMERIC_DATE, text)


@lru_cache(maxsize=64)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


@cache
def _worded_dates(language: str) -> re.Pattern[str]:
    """ "Friday 12 June", "12 juin 2026", "June 12th", "tomorrow", "am Freitag": longest first."""
    day, month, soon = _any(DAYS[language]), _any(MONTHS[language]), _any(SOON[language])
    number = r"\d{1,2}(?:st|nd|rd|th|er|e|de|\.)?"
    of = r"\s{1,2}(?:de\s|of\s|من\s)?"
    year = r"(?:,?\s{1,2}(?:de\s|del\s)?20\d\d)?"
    dated = rf"(?:{number}{of}{month}{year}|{month}\s{{1,2}}{number}(?!\d){year})"
    return re.compile(rf"(?<!\w)(?:(?:{day},?\s{{1,2}}(?:the\s)?)?{dated}|{soon}|{day})(?!\w)", re.IGNORECASE)


@cache
def _quantities(language: str) -> re.Pattern[str]:
    """ "12 roses", "3 white bouquets": a number, at most one word between, a thing the shop sells."""
    things = _any(THINGS[language])
    return re.compile(rf"(?<![\w.,/:#-])\d{{1,4}}\s{{1,2}}(?:[^\W\d_]{{2,15}}\s)?{things}(?!\w)", re.IGNORECASE)


def _any(words: str) -> str:
    return "(?:" + "|".join(re.escape(word) for word in sorted(words.split("|"), key=len, reverse=True)) + ")"
