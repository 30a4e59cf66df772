"""Amounts: whole minor units (cents) of an ISO 4217 currency. No amount is ever a float."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

from babel.core import Locale
from babel.numbers import format_currency, get_currency_precision, is_currency

# More than any shop asks for, and far below what eight bytes hold.
MOST: Final = 10**15
_LONGEST: Final = 30


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """So many minor units of one currency. Two of different currencies are never added or compared: ValueError."""

    minor: int
    currency: str

    def __add__(self, other: Money) -> Money:
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor - self._same(other), self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.minor < self._same(other)

    def __le__(self, other: Money) -> bool:
        return self.minor <= self._same(other)

    def __bool__(self) -> bool:
        return self.minor != 0

    def part(self, percent: int) -> Money:
        """So many percent of it, rounded half up to a minor unit: what somebody is given is never rounded away."""
        return Money((self.minor * percent + 50) // 100, self.currency)

    def said(self, language: str) -> str:
        """As people of that language read it; without noughts behind the point where it is whole."""
        return short_amount(self.minor, self.currency, language)

    def _same(self, other: Money) -> int:
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} and {other.currency} are not counted together")
        return other.minor


def is_code(currency: str) -> bool:
    """Whether it is a currency of ISO 4217, in capitals."""
    return len(currency) == 3 and currency.isascii() and currency.isupper() and bool(is_currency(currency))


def minor_units(amount: object, currency: str) -> int:
    """ "372.00" EUR as 37200, "1200" JPY as 1200. Raises ValueError for what is no amount in that currency.

    A number of JSON counts as it is written; noughts behind the point count for nothing.
    """
    if isinstance(amount, bool) or not isinstance(amount, str | int | float | Decimal):
        raise ValueError("no amount")  # noqa: TRY004 - one error for whatever is no amount
    text = str(amount).strip()
    if len(text) > _LONGEST:
        raise ValueError("too long")
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise ValueError("no amount") from None
    if not value.is_finite() or abs(value) >= MOST:
        raise ValueError("too much")
    minor = value.scaleb(int(get_currency_precision(currency)))
    if minor != minor.to_integral_value() or abs(minor) >= MOST:
        raise ValueError("too many digits")
    return int(minor)


def plain_amount(minor: int, currency: str) -> str:
    """37200 EUR as "372.00": the way it was written to us."""
    digits = int(get_currency_precision(currency))
    return f"{Decimal(minor).scaleb(-digits):.{digits}f}"


def said_amount(minor: int, currency: str, language: str) -> str:
    """An amount as people of that language read it."""
    locale = Locale.parse(language.replace("-", "_"))
    return str(format_currency(Decimal(plain_amount(minor, currency)), currency, locale=locale))


def short_amount(minor: int, currency: str, language: str) -> str:
    """As `said_amount`, but a whole amount has no noughts behind its point: €50, and €9.50."""
    whole = minor % 10 ** int(get_currency_precision(currency)) == 0
    if not whole:
        return said_amount(minor, currency, language)
    locale = Locale.parse(language.replace("-", "_"))
    pattern = copy(locale.currency_formats["standard"])
    pattern.frac_prec = (0, 0)
    value = Decimal(plain_amount(minor, currency))
    return str(pattern.apply(value, locale, currency=currency, currency_digits=False))
