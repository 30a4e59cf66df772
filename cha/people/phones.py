"""Telephone numbers: the one way they are written down, however somebody wrote them (E.164, ITU-T)."""

from __future__ import annotations

from functools import lru_cache

from babel.core import get_global

from cha.team.models import Brand, brand


def e164(written: str, region: str = "") -> str:
    """ "0470 00 00 41" as "+32470000041"; the digits and the plus alone where it cannot be a whole number.

    `region` is the country (ISO 3166, two letters) of a number without one; "" for none.
    """
    return _e164(written.strip()[:320], region.upper())


@lru_cache(maxsize=1024)
def _e164(written: str, region: str) -> str:
    # Its tables are read where a number is, not wherever this app is.
    import phonenumbers

    try:
        number = phonenumbers.parse(written, region or None)
    except phonenumbers.NumberParseException:
        number = None
    if number is not None and phonenumbers.is_possible_number(number):
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return "".join(sign for sign in written if sign.isdigit() or sign == "+")


def is_phone(written: str) -> bool:
    """Whether something typed can be a telephone number: digits with what people put between them."""
    digits = sum(sign.isdigit() for sign in written)
    return 6 <= digits <= 15 and not any(sign.isalpha() or sign == "@" for sign in written)


def here() -> str:
    """The country whose numbers are written without one here: the business's own; "" while nobody knows."""
    face = brand()
    return region_of(face) if face else ""


def region_of(face: Brand) -> str:
    """The country that a business says, else that of its telephone, else that of its time zone."""
    return face.country.upper() or _of_phone(face.phone) or str(get_global("zone_territories").get(face.zone, ""))


def country_of_phone(written: str) -> str:
    """The country (ISO 3166, two letters) of a number in E.164; "" where it tells none."""
    return _of_phone(written)


@lru_cache(maxsize=64)
def _of_phone(written: str) -> str:
    import phonenumbers

    try:
        return phonenumbers.region_code_for_number(phonenumbers.parse(written)) or ""
    except phonenumbers.NumberParseException:
        return ""
