"""One record as another system writes it, read into values. Pure: a mapping and a clock in, values out.

Whoever writes is not trusted: types, lengths, signs and links are looked at here and nowhere later.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, Final
from urllib.parse import urlsplit

from cha.core.errors import Invalid
from cha.core.money import is_code, minor_units

MOST_LINES: Final = 100
LONGEST_LINK: Final = 1000
# Clocks differ. What is newer than this would stand against all that comes after it.
AHEAD: Final = timedelta(minutes=5)
FIRST: Final = datetime(1970, 1, 1, tzinfo=UTC)
FIELDS: Final = frozenset(
    {
        "kind", "external_id", "number", "status", "amount", "currency", "placed_at", "lines", "link",
        "email", "phone", "account", "organisation", "as_of",
    }
)  # fmt: skip


class Kind(StrEnum):
    """What a record is."""

    ORDER = "order"
    SUBSCRIPTION = "subscription"
    INVOICE = "invoice"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing in it. `quantity` is a decimal as text, `price` in minor units of the record's currency, if known."""

    title: str
    quantity: str = "1"
    price: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One record. `amount` is in minor units; times are aware UTC. `as_of` is when this was so."""

    kind: Kind
    external_id: str
    number: str
    as_of: datetime
    status: str = ""
    amount: int | None = None
    currency: str = ""
    placed_at: datetime | None = None
    lines: tuple[Line, ...] = ()
    link: str = ""
    email: str = ""
    phone: str = ""
    account: str = ""
    organisation: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What is one record at a source."""
        return self.kind, self.external_id


def read_row(raw: object, at: datetime, where: str = "") -> Row:
    """A record of what was sent, at a moment (aware UTC). Raises Invalid, its `field` below `where`, in a sentence."""
    if not isinstance(raw, Mapping):
        raise Invalid("A record is an object with names and values.", field=where.rstrip("."))
    box = _Box(raw, where)
    unknown = sorted(str(name) for name in set(raw) - FIELDS)
    if unknown:
        raise box.wrong(
            unknown[0][:40], f"“{unknown[0][:40]}” is not known here. Known are: {', '.join(sorted(FIELDS))}."
        )
    kind = box.words("kind", 12) or Kind.ORDER
    if kind not in set(Kind):
        raise box.wrong("kind", f"“{kind}” is no kind. Say order, subscription or invoice.")
    external_id, number = box.words("external_id", 120), box.words("number", 60)
    if not external_id and not number:
        raise box.wrong("external_id", "A record needs what your system knows it by: external_id, or a number.")
    currency = box.words("currency", 3).upper()
    if currency and not is_code(currency):
        raise box.wrong("currency", f"“{currency}” is no currency. One has three letters of ISO 4217, such as EUR.")
    return Row(
        kind=Kind(kind),
        external_id=external_id or number,
        number=number or external_id[:60],
        as_of=_as_of(box, at),
        status=box.words("status", 80),
        amount=box.amount("amount", currency),
        currency=currency,
        placed_at=box.moment("placed_at"),
        lines=_lines(box, currency),
        link=box.link("link"),
        email=box.email("email"),
        phone=box.words("phone", 40),
        account=box.words("account", 120),
        organisation=box.words("organisation", 120),
    )


def _as_of(box: _Box, at: datetime) -> datetime:
    found = box.moment("as_of") or at
    if found > at + AHEAD:
        raise box.wrong("as_of", "as_of lies in the future. It is the moment at which the record was so.")
    return found


def _lines(box: _Box, currency: str) -> tuple[Line, ...]:
    rows = box.raw.get("lines")
    if rows is None:
        return ()
    if not isinstance(rows, Sequence) or isinstance(rows, str | bytes):
        raise box.wrong("lines", "lines is a list of what was bought.")
    if len(rows) > MOST_LINES:
        raise box.wrong("lines", f"There are more than {MOST_LINES} lines. Send the first of them.")
    return tuple(_line(row, currency, f"{box.where}lines.{place}.") for place, row in enumerate(rows))


def _line(raw: object, currency: str, where: str) -> Line:
    if not isinstance(raw, Mapping):
        raise Invalid("A line is an object with a title, a quantity and a price.", field=where.rstrip("."))
    box = _Box(raw, where)
    title = box.words("title", 200)
    if not title:
        raise box.wrong("title", "A line needs a title.")
    return Line(title, box.quantity("quantity"), box.amount("price", currency))


class _Box:
    """A mapping whose values are taken out one by one, each with its sentence when it does not fit."""

    def __init__(self, raw: Mapping[Any, Any], where: str) -> None:
        self.raw, self.where = raw, where

    def wrong(self, name: str, sentence: str) -> Invalid:
        """The error of one field."""
        return Invalid(sentence, field=f"{self.where}{name}")

    def words(self, name: str, most: int) -> str:
        """One line of text; a whole number is taken as its digits. "" where there is none."""
        value = self.raw.get(name)
        if value is None:
            return ""
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str):
            raise self.wrong(name, f"{name} is text.")
        if "\0" in value or any(0xD800 <= ord(sign) <= 0xDFFF for sign in value):
            raise self.wrong(name, f"{name} holds signs that are no letters.")
        value = " ".join(value.split())
        if len(value) > most:
            raise self.wrong(name, f"{name} has at most {most} letters.")
        return value

    def amount(self, name: str, currency: str) -> int | None:
        """An amount in minor units; None where there is none."""
        value = self.raw.get(name)
        if value is None or value == "":
            return None
        if not currency:
            raise self.wrong("currency", "An amount needs a currency, such as EUR.")
        try:
            return minor_units(value, currency)
        except ValueError:
            shown = str(value)[:30]
            raise self.wrong(name, f"“{shown}” is no amount in {currency}. One looks like 372.00.") from None

    def quantity(self, name: str) -> str:
        """How many, as plain digits; "1" where nothing is said."""
        value = self.raw.get(name)
        if value is None or value == "":
            return "1"
        try:
            return _plain_quantity(value)
        except (ValueError, InvalidOperation):
            raise self.wrong(name, f"“{str(value)[:30]}” is no quantity. One looks like 2 or 0.5.") from None

    def moment(self, name: str) -> datetime | None:
        """An aware moment in UTC, of RFC 3339 text with its offset."""
        value = self.raw.get(name)
        if value is None or value == "":
            return None
        try:
            return _moment(value)
        except (ValueError, OverflowError):
            raise self.wrong(name, f"{name} is a moment with its offset, such as 2026-11-23T13:40:00Z.") from None

    def link(self, name: str) -> str:
        """An https link without a password in it."""
        value = self.raw.get(name)
        if value is None or value == "":
            return ""
        if not _is_link(value):
            raise self.wrong(name, f"{name} is a link that begins with https://, of {LONGEST_LINK} letters at most.")
        return str(value)

    def email(self, name: str) -> str:
        """An e-mail address, small letters."""
        value = self.words(name, 320).lower()
        if value and ("@" not in value[1:-1] or " " in value):
            raise self.wrong(name, f"“{value[:60]}” is no e-mail address.")
        return value


def _is_link(value: object) -> bool:
    if not isinstance(value, str) or len(value) > LONGEST_LINK or not value.isprintable() or " " in value:
        return False
    try:
        parts = urlsplit(value)
        return parts.scheme == "https" and bool(parts.hostname) and parts.username is None and "\\" not in value
    except ValueError:
        return False


def _plain_quantity(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float) or len(str(value)) > 20:
        raise ValueError("no quantity")
    found = Decimal(str(value).strip())
    exponent = found.normalize().as_tuple().exponent if found.is_finite() else -99
    if abs(found) > 10**9 or not isinstance(exponent, int) or exponent < -6:
        raise ValueError("no quantity")
    digits = f"{found:f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _moment(value: object) -> datetime:
    if not isinstance(value, str) or len(value) > 40:
        raise ValueError("no moment")
    found = datetime.fromisoformat(value.strip())
    if found.tzinfo is None:
        raise ValueError("no offset")
    found = found.astimezone(UTC)
    if found < FIRST or found.year > 2200:
        raise ValueError("far away")
    return found
