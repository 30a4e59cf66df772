"""What the lists of the API share that hang on conversations: what a token's member sees, page by page and one by one,
amounts as programs write them, and what cannot be as 409 with its field.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Annotated, Any, Final, Literal, TypeVar

from annotated_types import MaxLen
from django.db import models
from django.http import HttpResponse
from pydantic import Field, StringConstraints

from cha.conversations.access import GONE, sees_all, visible_to
from cha.conversations.models import Conversation
from cha.core.api.answering import said
from cha.core.api.cursors import cursor, place
from cha.core.api.types import Id, Page
from cha.core.errors import Conflict, Invalid, NotFound
from cha.core.money import Money, minor_units
from cha.people.models.record import Record
from cha.resolutions.policy.names import SHOWN
from cha.resolutions.remedies.order_left import must_be_ours, usual_currency
from cha.team.models import Member

Row = TypeVar("Row", bound=models.Model)
_OWN: Final = "ISO 4217: EUR. The house's own where it is left out; one that it does not use is 409."
_SEEN: Final = "What was seen elsewhere, where the policy says that it must be shown."
Amount = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,9}(\.[0-9]{1,3})?$")]
Currency = Annotated[str | None, Field(description=_OWN), StringConstraints(pattern="^[A-Z]{3}$")]
Shown = Annotated[list[Literal["photo", "receipt"]], MaxLen(len(SHOWN)), Field(description=_SEEN)]


class Sought(Page):
    """Which rows: of a conversation. What inherits it says which states there are."""

    conversation: Id | None = None
    state: str = ""


def seen(rows: models.QuerySet[Row], member: Member) -> models.QuerySet[Row]:
    """Those of the conversations that a member may see."""
    return rows if sees_all(member) else rows.filter(conversation__in=visible_to(member).values("pk"))


def one_of(rows: models.QuerySet[Row], pk: int, gone: str) -> Row:
    """One of them. Raises NotFound with `gone`, whether it is not there or not theirs to see."""
    row = rows.filter(pk=pk).first()
    if row is None:
        raise NotFound(gone)
    return row


def page_of(
    name: str,
    rows: models.QuerySet[Row],
    asked: Sought,
    out: Callable[[Row], dict[str, Any]],
    *,
    stands: Mapping[str, models.Q] | None = None,
) -> HttpResponse:
    """A page of the list `name`, newest first; `next` leads on. `stands` says what a state is where it is no column."""
    of = f"{name} {asked.conversation or 0} {asked.state}"
    behind = place(of, asked.after, int)
    rows = rows.order_by("-id")
    if asked.conversation is not None:
        rows = rows.filter(conversation=asked.conversation)
    if asked.state:
        rows = rows.filter(stands[asked.state] if stands else models.Q(state=asked.state))
    if behind:
        rows = rows.filter(pk__lt=behind[0])
    found = list(rows[: asked.limit + 1])
    more = cursor(of, found[asked.limit - 1].pk) if len(found) > asked.limit else None
    return said({"items": [out(row) for row in found[: asked.limit]], "next": more})


def talk_for(member: Member, pk: int) -> Conversation:
    """A conversation that a member may see. Raises NotFound."""
    return one_of(visible_to(member).select_related("person"), pk, GONE)


def currency_of(said: str | None, order: Record | None = None) -> str:
    """What amounts are in: the house's own where it is left out. Raises Invalid for one that is not used here."""
    if said is None:
        return usual_currency()
    must_be_ours(said, order, field="currency")
    return said


def amount_of(text: str, currency: str, *, field: str = "amount") -> Money:
    """ "372.00" EUR as money. Raises Conflict, with the field, for what is no amount in that currency."""
    try:
        return Money(minor_units(text, currency), currency)
    except (ValueError, KeyError) as error:
        raise Conflict(f"{text} is no amount in {currency}.", code="cannot_be", field=field) from error


@contextmanager
def what_cannot_be() -> Iterator[None]:
    """What fits its shape and cannot be all the same is 409, with the field: 422 is for what has no shape of ours."""
    try:
        yield
    except Invalid as error:
        raise Conflict(error.sentence, code="cannot_be", field=str(error.details.get("field", ""))) from error
