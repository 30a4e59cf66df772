"""Vouchers: codes that nobody guesses and nobody misreads, what is left of them, and until when they hold."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Final, Literal

from cha.core.errors import Conflict, Invalid
from cha.core.ids import new_id
from cha.resolutions.authority import local_now
from cha.resolutions.kinds import RemedyKind
from cha.resolutions.models import Remedy, Voucher

# Letters and digits that are not taken for one another, read aloud or written by hand; no vowels, so no words.
LETTERS: Final = "23456789BCDFGHJKMNPQRSTVWXZ"
PARTS: Final = 3
PART: Final = 4
Standing = Literal["holds", "used", "ended", "over"]


def new_code() -> str:
    """Such as "K7QM-2XHD-9BTR": some 57 bits that nobody guesses."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(PART)) for _ in range(PARTS))


def as_code(typed: str) -> str:
    """A code as it is kept, however somebody wrote it: "k7qm 2xhd9btr" is "K7QM-2XHD-9BTR"."""
    signs = "".join(sign for sign in typed.upper() if sign.isalnum())
    return "-".join(signs[first : first + PART] for first in range(0, len(signs), PART))


def is_code(typed: str) -> bool:
    """Whether somebody wrote a whole code, and nothing else."""
    signs = as_code(typed).replace("-", "")
    return len(signs) == PARTS * PART and set(signs) <= set(LETTERS)


def make_voucher(remedy: Remedy, until: date | None) -> Voucher:
    """The code of a remedy that is one, worth what the person gets. Inside a verb. Raises Invalid for a day gone by."""
    if until and until < local_now().date():
        raise Invalid("That day has passed. Let it hold until a later one.", field="until")
    voucher = Voucher(
        id=new_id(), remedy=remedy, code=new_code(), left=remedy.amount, currency=remedy.currency, until=until
    )
    voucher.save(force_insert=True)
    return voucher


def how_it_stands(voucher: Voucher, today: date) -> Standing:
    """Whether it can be used: it holds, is used up, was ended, or its last day is over. today: the business's."""
    if voucher.ended_at:
        return "ended"
    if voucher.left <= 0:
        return "used"
    return "over" if voucher.until and voucher.until < today else "holds"


def must_be_unused(remedy: Remedy) -> None:
    """Raise Conflict where something of it was used already: what is spent is not taken back."""
    if remedy.kind == RemedyKind.VOUCHER and Voucher.objects.filter(remedy=remedy, uses__isnull=False).exists():
        raise Conflict("Some of the voucher is used already. End it instead.", code="used")


def empty_voucher(remedy: Remedy) -> None:
    """It was taken back: nothing is left of it. Inside a verb."""
    Voucher.objects.filter(remedy=remedy).update(left=0)
