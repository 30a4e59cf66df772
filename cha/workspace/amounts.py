"""Amounts as people type them: "€148", "148,50", "1.148,50". Text in, values out."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from babel.core import Locale
from babel.numbers import get_currency_precision, get_currency_symbol
from django.utils.translation import gettext as _

from cha.core.errors import Invalid
from cha.core.money import Money, minor_units, said_amount

LONGEST: Final = 60
_NUMBER: Final = re.compile(r"\d[\d.,'’\s]*")
_MARKS: Final = re.compile(r"[.,'’\s]")


def money_typed(text: str, currency: str, language: str, *, field: str) -> Money:
    """An amount in `currency`; nought for nothing typed. Raises Invalid near the field for what is no amount, or is in
    another currency. A point or comma before at most two last digits is the decimal one.
    """
    plain = _plain(text)
    if not plain:
        return Money(0, currency)
    found = _NUMBER.search(plain)
    rest = _NUMBER.sub("", plain, count=1).strip() if found else ""
    if found is None or len(plain) > LONGEST or (rest and rest.casefold() not in _names(currency, language)):
        raise Invalid(_no_amount(currency, language), field=field)
    try:
        return Money(minor_units(_decimal(found[0].strip(), currency), currency), currency)
    except ValueError as error:
        raise Invalid(_no_amount(currency, language), field=field) from error


def _names(currency: str, language: str) -> frozenset[str]:
    locale = Locale.parse(language.replace("-", "_"))
    symbols = {currency, str(get_currency_symbol(currency, locale)), str(get_currency_symbol(currency, "en"))}
    return frozenset(_plain(one).casefold() for one in symbols)


def _plain(text: str) -> str:
    """Without the marks that only turn the direction of writing, and with one sign for what looks the same."""
    return "".join(one for one in unicodedata.normalize("NFKC", text) if unicodedata.category(one) != "Cf").strip()


def _no_amount(currency: str, language: str) -> str:
    near = said_amount(
        minor_units("148.50" if get_currency_precision(currency) else "148", currency), currency, language
    )
    return _("Write an amount such as %(near)s.") % {"near": near}


def _decimal(number: str, currency: str) -> str:
    """ "1.148,50" as "1148.50": what stands before the last digits is the decimal mark, where it can be one."""
    digits = "".join(str(unicodedata.digit(one)) if one.isdigit() else one for one in number)
    last = max(digits.rfind("."), digits.rfind(","))
    behind = len(digits) - last - 1 if last >= 0 else 0
    precision = int(get_currency_precision(currency))
    if last >= 0 and 0 < behind <= precision and digits.count(digits[last]) == 1:
        return _MARKS.sub("", digits[:last]) + "." + digits[last + 1 :]
    if last >= 0 and behind != 3:
        raise ValueError("no amount")
    return _MARKS.sub("", digits)
