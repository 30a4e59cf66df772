"""What may still be given back: of an order never more than it came to, in a currency that is used there."""

from __future__ import annotations

from typing import Final

from django.db.models import Exists, OuterRef, QuerySet

from cha.core.errors import Conflict, Invalid
from cha.core.money import MOST, Money
from cha.people.models import Person
from cha.people.models.record import Record
from cha.resolutions.kinds import KINDS
from cha.resolutions.models import Attempt, GivenBefore, Remedy
from cha.team.models import brand

PAYS: Final = tuple(str(kind) for kind, about in KINDS.items() if about.pays)
# Of these nothing went to the person, and nothing will.
NOT_GIVEN: Final = (Remedy.State.FAILED, Remedy.State.TAKEN_BACK)


def currencies(order: Record | None = None) -> frozenset[str]:
    """What amounts may be in: the house's own currencies, and the order's."""
    face = brand()
    house = {face.currency, *face.more_currencies} if face else {"EUR"}
    return frozenset(house | ({order.currency} if order and order.currency else set()))


def usual_currency() -> str:
    """The house's own: what an amount is in where nobody says."""
    face = brand()
    return face.currency if face else "EUR"


def must_be_ours(currency: str, order: Record | None = None, *, field: str = "amount") -> None:
    """Raise Invalid for a currency that neither the house nor the order uses."""
    known = currencies(order)
    if currency not in known:
        raise Invalid(f"{currency or 'This'} is no currency of ours: {', '.join(sorted(known))}.", field=field)


def left_of(order: Record, *, but: Remedy | None = None) -> Money | None:
    """What of an order is not given back yet, `but` for one remedy; None where nobody knows what it came to.

    What is decided counts as given, and what was given in a conversation that is erased. Nothing is locked here.
    """
    if order.amount is None or not order.currency:
        return None
    rows = _given_back(order.pk).filter(currency=order.currency)
    if but is not None:
        rows = rows.exclude(pk=but.pk)
    before = GivenBefore.objects.filter(order=order, kind__in=PAYS, currency=order.currency)
    given = [*rows.values_list("amount", flat=True), *before.values_list("amount", flat=True)]
    return Money(max(0, order.amount - sum(given)), order.currency)


def must_fit(kind: str, amount: Money, cost: Money, order: Record | None) -> None:
    """Raise Invalid for an amount that is none: negative, nought where it is money, too much, another currency."""
    if amount.minor < 0 or cost.minor < 0:
        raise Invalid("An amount is nought or more.", field="amount")
    if max(amount.minor, cost.minor) >= MOST:
        raise Invalid("That is more than anybody gives.", field="amount")
    if cost.currency != amount.currency:
        raise Invalid("What they get and what it costs are in one currency.", field="cost")
    must_be_ours(amount.currency, order)
    if KINDS[kind].money and not amount:
        raise Invalid("Say how much they get.", field="amount")


def tax_must_fit(tax: Money | None, amount: Money) -> None:
    """Raise Invalid for a tax that is no part of the amount: below nought, more than it, or in another currency."""
    if tax is None:
        return
    if tax.currency != amount.currency:
        raise Invalid(f"The amount is in {amount.currency}, and so is the tax in it.", field="tax")
    if tax.minor < 0:
        raise Invalid("Tax is nought or more.", field="tax")
    if amount < tax:
        most = amount.said("en")
        raise Invalid(f"The tax is a part of the amount: {most} at most.", field="tax", near=amount.minor)


def must_be_left(kind: str, amount: Money, order: Record | None, *, but: Remedy | None = None) -> None:
    """Raise where more of an order would be given back than it came to. The order is locked; call it inside a verb."""
    if order is None or kind not in PAYS:
        return
    must_be_within(kind, amount, Record.objects.select_for_update(no_key=True).get(pk=order.pk), but=but)


def must_be_within(kind: str, amount: Money, order: Record | None, *, but: Remedy | None = None) -> None:
    """As `must_be_left`, for what is only put to somebody: nothing is locked, and it is looked at again when given."""
    if order is None or kind not in PAYS:
        return
    if order.currency and order.currency != amount.currency:
        raise Invalid(f"Order {order.number} was paid in {order.currency}.", field="amount")
    left = left_of(order, but=but)
    if left is None or amount <= left:
        return
    whole = Money(order.amount or 0, amount.currency)
    if not left:
        raise Conflict(f"All of order {order.number} is given back already: {whole.said('en')}.", code="given_back")
    raise Invalid(
        f"Order {order.number} came to {whole.said('en')}, and {left.said('en')} of it is left to give back.",
        field="amount",
        near=left.minor,
    )


def must_be_their_order(order: Record | None, person: Person) -> None:
    """Raise Invalid for an order that is somebody else's. One of their organisation's is theirs too."""
    if order is None or order.person_id == person.pk:
        return
    if not order.organisation_id or order.organisation_id != person.organisation_id:
        raise Invalid("That order is not theirs.", field="order")


def given_rows() -> QuerySet[Remedy]:
    """Every remedy that counts as given. One that was given up on while a house was asked may be given after all."""
    return Remedy.objects.exclude(~Exists(on_its_way(OuterRef("pk"))), state__in=NOT_GIVEN)


def on_its_way(remedy: int | OuterRef) -> QuerySet[Attempt]:
    """The attempt at a remedy that a house was asked for, and of which nobody knows yet what became."""
    return Attempt.objects.filter(remedy=remedy, sent_at__isnull=False, ended_at=None)


def _given_back(order: int) -> QuerySet[Remedy]:
    return given_rows().filter(order_id=order, kind__in=PAYS)
