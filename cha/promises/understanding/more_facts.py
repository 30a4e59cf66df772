"""Further facts that patterns of Cha's own can see: sizes, addresses, allergies, e-mail addresses. Pure, linear."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from cha.promises.understanding.facts import LONGEST, MOST_OF_A_KIND, UnderstoodFact
from cha.promises.understanding.lexicon import base

# A name in an address begins with a capital: "12 roses on my street" is none.
_NAME: Final = r"[A-ZÀ-ÖØ-ÞŁŠŽĆČ][\w'’-]{0,24}"
_SMALL: Final = r"(?:(?:de la|de los|de las|del|de l['’]|de|du|des|la|le|les|d['’]|von der|van der|van den|van)\s?)"
_HOUSE: Final = r"\d{1,4}(?!\d)(?:\s?[a-zA-Z](?!\w))?(?:[-/]\d{1,4})?"
_TOWN: Final = rf"(?:,?\s{{1,2}}(?:[A-Z]{{1,2}}-)?\d{{4,5}}(?:\s?[A-Z]{{2}}(?!\w))?(?:\s{{1,2}}{_NAME}){{0,2}})?"
# A street's word at the end of its name (nl, de), before it (fr, es, ar), or after it behind the number (en).
_ENDS: Final = r"(?i:straat|laan|weg|plein|kade|dreef|gracht|straße|strasse|str\.|gasse|allee|platz|ring|damm)"
_LAST: Final = r"(?i:street|st|road|rd|avenue|ave|lane|drive|close|court|square|terrace)"
_RUE: Final = r"(?i:rue|avenue|boulevard|place|chemin|impasse|quai|allée|chaussée)"
_CALLE: Final = r"(?i:calle|c/|avenida|avda\.|plaza|paseo|carrer|camino)"
_STREETS: Final = {
    "en": rf"{_HOUSE},?\s(?:{_NAME}\s){{1,3}}{_LAST}(?!\w)(?:,\s{_NAME}(?:\s{_NAME})?)?{_TOWN}",
    "nl": rf"(?:{_NAME}\s){{0,2}}[^\W\d_]{{1,30}}{_ENDS}\s{_HOUSE}{_TOWN}",
    "de": rf"(?:{_NAME}\s){{0,2}}(?:[^\W\d_]{{2,30}}-?)?{_ENDS}\s{_HOUSE}{_TOWN}",
    "fr": rf"(?:{_HOUSE},?\s)?{_RUE}\s{_SMALL}?{_NAME}(?:[\s-]{_SMALL}?{_NAME}){{0,4}}(?:,?\s{_HOUSE})?{_TOWN}",
    "es": rf"{_CALLE}\s?{_SMALL}?{_NAME}(?:\s{_SMALL}?{_NAME}){{0,4}},?\s(?:n[.º°]\s?)?{_HOUSE}{_TOWN}",
    "ar": r"(?:شارع|طريق|حي)\s[^\W\d_]{2,20}(?:\s[^\W\d_]{2,20}){0,2}(?:[،,]?\s(?:رقم\s)?\d{1,4})?",
}
_ALLERGIES: Final = {
    "en": r"(?:allerg(?:ic|y) to|intolerant (?:to|of)|allergies?:)",
    "nl": r"(?:allergisch (?:voor|aan)|allergie (?:voor|tegen)|allergie(?:ën)?:|overgevoelig voor)",
    "fr": r"(?:allergiques? (?:aux?|à la|à)|allergie (?:aux?|à la|à)|allergies? ?:|intolérante? (?:aux?|à la|à))",
    "de": r"(?:allergisch (?:gegen|auf)|allergie (?:gegen|auf)|allergien?:|unverträglichkeit gegen)",
    "es": r"(?:alérgic[oa]s? (?:a los|a las|al|a la|a)|alergia (?:a los|a las|al|a la|a)|alergias?:)",
    "ar": r"(?:حساسية (?:من|تجاه)|لدي حساسية (?:من|تجاه))",
}
_SIZES: Final = {
    "en": r"sizes?",
    "nl": r"(?:kleding|schoen)?maat",
    "fr": r"(?:taille|pointure)",
    "de": r"(?:größe|grösse|schuhgröße|konfektionsgröße)",
    "es": r"(?:talla|tamaño)",
    "ar": r"(?:مقاس|قياس)",
}
_SIZE: Final = r"(?P<value>x{0,4}[sml]|\d{1,3}(?:[.,]5)?(?:\s?[x×]\s?\d{1,3})?(?:\s?cm)?|small|medium|large)"
_EMAIL: Final = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,6}[a-z]{2,24}(?![\w-])", re.IGNORECASE)
_THEIRS: Final = r"\s{1,2}(?P<value>[^\W\d_][^.,;!?()\n،؛؟]{1,50})"


def more_facts(text: str, *, language: str) -> tuple[UnderstoodFact, ...]:
    """At most three of each kind, in the order of the text."""
    plain, words = text[:LONGEST], base(language)
    found = [
        *_all("email", _EMAIL, plain),
        *_all("address", _streets(words), plain),
        *_all("allergy", _allergies(words), plain),
        *_all("size", _sizes(words), plain),
    ]
    return tuple(sorted(found, key=lambda fact: fact.span))


def _all(kind: str, pattern: re.Pattern[str], text: str) -> Iterator[UnderstoodFact]:
    values: set[str] = set()
    group = "value" if "value" in pattern.groupindex else 0
    for match in pattern.finditer(text):
        value = " ".join(match[group].split())
        if value.casefold() not in values and len(values) < MOST_OF_A_KIND:
            values.add(value.casefold())
            yield UnderstoodFact(kind, value, match.span(group))


@cache
def _streets(language: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_STREETS[language]})(?!\w)")


@cache
def _allergies(language: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){_ALLERGIES[language]}{_THEIRS}", re.IGNORECASE)


@cache
def _sizes(language: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){_SIZES[language]}(?:\s?[:=])?\s{{1,2}}{_SIZE}(?!\w)", re.IGNORECASE)
