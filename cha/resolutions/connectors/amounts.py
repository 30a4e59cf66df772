"""How providers write amounts. Where they count another number of digits than we do, it is said here, and only here."""

from __future__ import annotations

from typing import Final

from babel.numbers import get_currency_precision

from cha.core.money import Money, minor_units, plain_amount

# https://docs.stripe.com/currencies, "Zero-decimal", "Three-decimal" and "Special case" currencies: ISK and UGX are
# written with two digits there, although they have none.
_NONE: Final = frozenset(
    ("BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF")
)
_THREE: Final = frozenset(["BHD", "JOD", "KWD", "OMR", "TND"])


def to_stripe(money: Money) -> int:
    """An amount in the units that Stripe counts in. Raises ValueError for one that it cannot write."""
    minor = _scaled(money.minor, _ours(money.currency), _stripes(money.currency))
    if money.currency in _THREE and minor % 10:
        raise ValueError("Stripe takes no thousandths of this currency")
    return minor


def from_stripe(amount: int, currency: str) -> Money:
    """What Stripe says, as ours. Raises ValueError for what is no amount of that currency."""
    code = currency.upper()
    return Money(_scaled(amount, _stripes(code), _ours(code)), code)


def written(money: Money) -> str:
    """ "12.50": how Mollie, Shopify and WooCommerce write it."""
    return plain_amount(money.minor, money.currency)


def minor_said(value: object, currency: str) -> int:
    """What a house wrote as an amount, in minor units; nought for what is none."""
    try:
        return minor_units(value, currency)
    except ValueError:
        return 0


def _ours(currency: str) -> int:
    return int(get_currency_precision(currency))


def _stripes(currency: str) -> int:
    return 0 if currency in _NONE else 3 if currency in _THREE else 2


def _scaled(amount: int, digits: int, to: int) -> int:
    if to >= digits:
        return amount * int(10 ** (to - digits))
    whole, rest = divmod(amount, int(10 ** (digits - to)))
    if rest:
        raise ValueError("too many digits")
    return whole
