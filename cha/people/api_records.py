"""PUT /api/v1/records: what a shop system sends of orders, subscriptions and invoices (docs/people-records.md)."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from annotated_types import MaxLen
from django.http import HttpResponse
from ninja import Router
from pydantic import Field, StringConstraints, with_config
from typing_extensions import TypedDict

from cha.core.api.answering import said
from cha.core.api.types import EXACT, Input, Line, Moment, Named
from cha.core.errors import Conflict, Invalid
from cha.people.records.pushing import MOST, push_records
from cha.people.records.reading import MOST_LINES
from cha.team.asking import MemberAsks

router = Router(tags=["records"])
_AMOUNT: Final = r"^-?[0-9]{1,12}(\.[0-9]{1,4})?$"
_EMAIL: Final = r"^[^\s@\u0000]+@[^\s@\u0000]+$"
_LINK: Final = r"^https://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[!-~]*)?$"

Amount = Annotated[str, StringConstraints(pattern=_AMOUNT)]


class LineIn(Input):
    """One thing in a record."""

    title: Named
    quantity: Annotated[str, StringConstraints(pattern=r"^[0-9]{1,9}(\.[0-9]{1,6})?$")] | int = "1"
    price: Amount | None = Field(None, description="Of one, in the currency of the record.")


class RecordIn(Input):
    """One record, as it was at `as_of`. It needs an `external_id` or a `number`; an amount needs a currency."""

    kind: Literal["order", "subscription", "invoice"] = "order"
    external_id: Annotated[Line, MaxLen(120)] = Field("", description="What your system knows it by, for good.")
    number: Annotated[Line, MaxLen(60)] = Field("", description="What the person knows it by.")
    status: Annotated[Line, MaxLen(80)] = Field("", description="In words that a member reads: “Paid, not sent yet”.")
    amount: Amount | None = Field(None, description="With a point: 372.00")
    currency: Annotated[str, StringConstraints(pattern="^([A-Z]{3})?$")] = Field("", description="ISO 4217: EUR")
    placed_at: Moment | None = None
    lines: Annotated[list[LineIn], MaxLen(MOST_LINES)] = []
    link: Annotated[str, StringConstraints(max_length=1000, pattern=_LINK)] | None = Field(
        None, description="Where a member sees it in your system."
    )
    email: Annotated[str, StringConstraints(max_length=320, pattern=_EMAIL)] | None = None
    phone: Annotated[Line, MaxLen(40)] = ""
    account: Annotated[Line, MaxLen(120)] = Field("", description="The `sub` that your site signs for the chat.")
    organisation: Annotated[Line, MaxLen(120)] = Field("", description="The name of one that is known here.")
    as_of: Moment | None = Field(None, description="When this was so; now, where nothing is said. The newest stands.")


class Batch(Input):
    """A batch is kept whole, or nothing of it."""

    source: Annotated[Named, MaxLen(60)] = Field(description="Which shop it is, such as: Web shop.")
    records: Annotated[list[RecordIn], MaxLen(MOST)]


@with_config(EXACT)
class BatchOut(TypedDict):
    """`kept`: new or newer than what was known. `older`: known as they are, or newer still."""

    kept: int
    older: int


@router.put("", response=BatchOut, summary="Push records of a shop system")
def push(request: MemberAsks, batch: Batch) -> HttpResponse:
    """The same batch twice is one; batches out of order do no harm. 409 names the record that cannot be."""
    try:
        kept = push_records(batch.source, [_plain(row) for row in batch.records], by=request.member)
    except Invalid as error:
        field = str(error.details.get("field", ""))
        raise Conflict(error.sentence, code="cannot_be", field=field) from error
    return said({"kept": kept.kept, "older": kept.older})


def _plain(row: RecordIn) -> dict[str, Any]:
    return row.model_dump(mode="json", exclude_unset=True)
