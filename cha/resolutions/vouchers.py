"""Vouchers: codes that nobody guesses and nobody misreads."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Final

from cha.core.ids import new_id
from cha.resolutions.models import Remedy, Voucher

# Letters and digits that are not taken for one another, read aloud or written by hand; no vowels, so no words.
LETTERS: Final = "23456789BCDFGHJKMNPQRSTVWXZ"
PARTS: Final = 3
PART: Final = 4


def new_code() -> str:
    """Such as "K7QM-2XHD-9BTR": some 57 bits that nobody guesses."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(PART)) for _ in range(PARTS))


def make_voucher(remedy: Remedy, until: date | None) -> Voucher:
    """The code of a remedy that is one, worth what the person gets. Inside a verb."""
    voucher = Voucher(
        id=new_id(), remedy=remedy, code=new_code(), left=remedy.amount, currency=remedy.currency, until=until
    )
    voucher.save(force_insert=True)
    return voucher


def empty_voucher(remedy: Remedy) -> None:
    """It was taken back: nothing is left of it. Inside a verb."""
    Voucher.objects.filter(remedy=remedy).update(left=0)
