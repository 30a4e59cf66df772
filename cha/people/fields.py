"""Fields of the house's own: reading what was typed, saying what is kept, and what is still needed. Pure.

Values are kept under the field's key as text, one way each: "12.5" (a number), "12.50 EUR" (money), "2026-11-23" (a
date), one of the choices, the public id of a person, or words. No value is ever a float.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from babel.core import Locale
from babel.dates import format_date
from babel.numbers import (
    NumberFormatError,
    format_currency,
    format_decimal,
    get_currency_precision,
    is_currency,
    parse_decimal,
)

from cha.core.errors import Invalid

LONGEST = 300
# Arithmetic on decimals, and so writing one as people read it, ends at 28.
MOST_DIGITS = 24
_KEY = re.compile(r"[^a-z0-9]+")
_CODE = "[A-Za-z]{3}|[€$£¥]"
_NUMBER = re.compile(r"[-+]?[\d.,'\s]{1,40}")
_MONEY = re.compile(rf"^(?P<before>{_CODE})?\s*(?P<amount>[-\d.,'\s]+?)\s*(?P<after>{_CODE})?$")
_SIGNS = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY"}


class Kind(StrEnum):
    """What a field holds."""

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    CHOICE = "choice"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Field:
    """One field as it is asked for.

    It is asked only `when` another field (or `topic`) has one of the values; `needed` means before "put right".
    """

    key: str
    name: str
    kind: Kind
    choices: tuple[str, ...] = ()
    when_key: str = ""
    when_values: tuple[str, ...] = ()
    needed: bool = False
    help: str = ""


def key_of(name: str) -> str:
    """The key of a name, for filters and the API: "Order number" is `order_number`; "" without letters."""
    return _KEY.sub("_", name.strip().lower()).strip("_")[:40]


def applies(field: Field, values: Mapping[str, str], topic: str = "") -> bool:
    """Whether a field is asked for, with these values of the others and this topic."""
    if not field.when_key:
        return True
    said = topic if field.when_key == "topic" else values.get(field.when_key, "")
    return said in field.when_values


def missing(fields: Iterable[Field], values: Mapping[str, str], topic: str = "") -> list[Field]:
    """The fields that are needed before it can be put right, and empty."""
    return [field for field in fields if field.needed and applies(field, values, topic) and not values.get(field.key)]


def read_value(field: Field, typed: str, *, language: str, currency: str = "EUR") -> str:
    """What was typed, in the one way that it is kept; "" for nothing. Raises Invalid, near the field, in words.

    Numbers and amounts are read as `language` writes them ("1.234,50" in Dutch); a date as 2026-11-23.
    """
    typed = typed.strip()
    if not typed:
        return ""
    try:
        return _READERS[field.kind](field, typed[:LONGEST], language, currency)
    except Invalid as error:
        raise Invalid(f"{field.name}: {error.sentence}", field=f"custom-{field.key}") from error


def said_value(field: Field, value: str, *, language: str) -> str:
    """A kept value as people read it. A person is said by whoever knows their name."""
    locale = _locale(language)
    if field.kind == Kind.NUMBER:
        return str(format_decimal(Decimal(value), locale=locale, decimal_quantization=False))
    if field.kind == Kind.MONEY:
        amount, currency = value.split(" ")
        return str(format_currency(Decimal(amount), currency, locale=locale))
    if field.kind == Kind.DATE:
        return str(format_date(date.fromisoformat(value), format="long", locale=locale))
    return value


def _text(_field: Field, typed: str, _language: str, _currency: str) -> str:
    return " ".join(typed.split())


def _number(_field: Field, typed: str, language: str, _currency: str) -> str:
    return _plain(_decimal(typed, language))


def _money(_field: Field, typed: str, language: str, currency: str) -> str:
    found = _MONEY.match(typed)
    named = (found["before"] or found["after"] or currency) if found else currency
    code = _SIGNS.get(named, named.upper())
    if found is None or not is_currency(code):
        raise Invalid(f"“{typed[:40]}” is no amount. One looks like 12.50 {currency}.")
    digits = int(get_currency_precision(code))
    amount = _decimal(found["amount"].strip(), language)
    if amount != round(amount, digits):
        raise Invalid(f"{code} has {digits} digits behind the point.")
    return f"{amount:.{digits}f} {code}"


def _date(_field: Field, typed: str, _language: str, _currency: str) -> str:
    try:
        return date.fromisoformat(typed).isoformat()
    except ValueError as error:
        raise Invalid(f"“{typed[:40]}” is no date. One looks like 2026-11-23.") from error


def _choice(field: Field, typed: str, _language: str, _currency: str) -> str:
    for choice in field.choices:
        if choice.casefold() == typed.casefold():
            return choice
    raise Invalid(f"“{typed[:40]}” is none of the choices: {', '.join(field.choices)}.")


_READERS = {
    Kind.TEXT: _text,
    Kind.NUMBER: _number,
    Kind.MONEY: _money,
    Kind.DATE: _date,
    Kind.CHOICE: _choice,
    Kind.PERSON: _text,
}


def _decimal(typed: str, language: str) -> Decimal:
    """A number as the language writes it, or else with a point."""
    # Only where it is nothing but digits: Decimal also reads "NaN" and "1e999999".
    if sum(sign.isdigit() for sign in typed) > MOST_DIGITS:
        raise Invalid(f"“{typed[:40]}” has more than {MOST_DIGITS} digits. Ask for it as text.")
    if _NUMBER.fullmatch(typed):
        with suppress(NumberFormatError, InvalidOperation):
            return Decimal(parse_decimal(typed, locale=_locale(language), strict=True))
        with suppress(InvalidOperation):
            return Decimal(typed)
    raise Invalid(f"“{typed[:40]}” is no number.")


def _plain(number: Decimal) -> str:
    """Without an exponent and without noughts that say nothing."""
    whole = f"{number:f}"
    return whole.rstrip("0").rstrip(".") if "." in whole else whole


def _locale(language: str) -> Locale:
    return Locale.parse(language.replace("-", "_"))


def in_order(fields: Sequence[Field], values: Mapping[str, str], topic: str = "") -> list[tuple[Field, str]]:
    """The fields that are asked for here, each with its value ("" while nobody said)."""
    return [(field, values.get(field.key, "")) for field in fields if applies(field, values, topic)]
