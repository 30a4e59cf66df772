"""Amounts: whole minor units (cents) of an ISO 4217 currency. No amount is ever a float."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Final

from babel.core import Locale
from babel.numbers import format_currency, get_currency_precision, is_currency

# More than any shop asks for, and far below what eight bytes hold.
MOST: Final = 10**15
_LONGEST: Final = 30


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
