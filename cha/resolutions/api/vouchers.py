"""Vouchers as programs read and use them, within /api/v1/remedies."""

from __future__ import annotations

from typing import Any

from pydantic import Field, with_config
from typing_extensions import TypedDict

from cha.core.api.types import EXACT, Input, Line, PublicId, Said
from cha.core.ids import encode_any
from cha.core.money import plain_amount
from cha.resolutions.api.seen import Amount
from cha.resolutions.authority import local_now
from cha.resolutions.models import Voucher, VoucherUse
from cha.resolutions.remedies.vouchers import how_it_stands


class UsedIn(Input):
    """What was used of a voucher. More than is left is 409, `cannot_be`; one that holds no longer is 409, too."""

    amount: Amount | None = Field(None, description="In the voucher's currency; all that is left where it is left out.")
    words: Line = Field("", description="For what.")


@with_config(EXACT)
class UseOut(TypedDict):
    """A use of a voucher."""

    amount: str
    at: Said
    by: PublicId | None
    words: str


@with_config(EXACT)
class VoucherOut(TypedDict):
    """A voucher. `state`: holds, used (up), ended, over (`until`, its last day, has passed)."""

    code: str
    state: str
    worth: str
    left: str
    currency: str
    until: str | None
    ended_at: Said | None
    uses: list[UseOut]


def voucher_out(voucher: Voucher, worth: int) -> dict[str, Any]:
    """As programs read it. `worth`: what it was worth at first, in minor units."""
    uses = sorted(voucher.uses.all(), key=lambda one: one.pk)
    return {
        "code": voucher.code,
        "state": how_it_stands(voucher, local_now().date()),
        "worth": plain_amount(worth, voucher.currency),
        "left": plain_amount(voucher.left, voucher.currency),
        "currency": voucher.currency,
        "until": voucher.until.isoformat() if voucher.until else None,
        "ended_at": voucher.ended_at,
        "uses": [_use_out(one, voucher.currency) for one in uses],
    }


def _use_out(use: VoucherUse, currency: str) -> dict[str, Any]:
    by = encode_any(use.by_id)
    return {"amount": plain_amount(use.amount, currency), "at": use.at, "by": by, "words": use.words}
