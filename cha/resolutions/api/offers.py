"""/api/v1/offers: two to four ways put to a person, by a program as its member; what they chose is read and noted."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from annotated_types import MaxLen
from django.db.models import QuerySet
from django.http import HttpResponse
from ninja import Query, Router
from pydantic import Field, with_config
from typing_extensions import TypedDict

from cha.core.api.answering import said
from cha.core.api.types import EXACT, Id, Input, Line, Moment, Named, PublicId, Said
from cha.core.errors import Conflict
from cha.core.ids import encode, encode_any
from cha.core.money import Money, plain_amount
from cha.resolutions.api.remedies import Kind
from cha.resolutions.api.seen import (
    Amount,
    Currency,
    Shown,
    Sought,
    amount_of,
    currency_of,
    one_of,
    page_of,
    seen,
    talk_for,
    what_cannot_be,
)
from cha.resolutions.kinds import KINDS
from cha.resolutions.models import Choice, Offer, Option
from cha.resolutions.offers.choosing import choose, want_else
from cha.resolutions.offers.offering import Way, make_offer, take_back_offer
from cha.resolutions.offers.steps import standing
from cha.team.asking import MemberAsks
from cha.team.models import Member

router = Router(tags=["offers"])
GONE = "There is no such offer, or it is not yours to see."


class WayIn(Input):
    """One way. What is above the member's limit is asked for, and can be chosen when the yes comes."""

    kind: Kind
    words: Annotated[Named, MaxLen(120)] = Field(description="What happens, in the person's language.")
    more: Annotated[Line, MaxLen(200)] = ""
    by: Moment | None = Field(None, description="Until when it is done; later than `until`. Null is at once.")
    worth: Amount = Field("0", description="What they get where the kind is money, else what it costs us: 148.00.")


class OfferIn(Input):
    """Two to four ways. What does not fit is 409, `cannot_be`, with its field (`way-2`, `until`)."""

    conversation: Id
    ways: Annotated[list[WayIn], MaxLen(8)]
    currency: Currency = None
    until: Moment = Field(description="They may choose until then.")
    change_until: Moment | None = Field(None, description="They may change their mind until then.")
    words: Annotated[Line, MaxLen(500)] = Field("", description="Said above the ways.")
    silent: Annotated[Line, MaxLen(200)] = Field("", description="What happens if they do not choose, as they read it.")
    silent_kind: Literal["", "call", "nothing"] = ""
    shown: Shown = []


class ChoiceIn(Input):
    """What they said that they want: a way's `number`, or `else` or `person`, with their words."""

    number: int | None = Field(None, ge=1, le=4)
    wants: Literal["", "else", "person"] = ""
    words: Annotated[Line, MaxLen(500)] = ""
    via: Literal["phone", "counter", "api"] = "api"
    instead_of: Id | None = Field(None, description="A change of mind: the choice that stands.")


class Asked(Sought):
    """Which offers: of a conversation, in a state."""

    state: Literal["", "open", "chosen", "else", "done", "expired", "back"] = ""


@with_config(EXACT)
class WayOut(TypedDict):
    """One way. `state`: ready, asking (a yes is asked for), declined. `amount` is what they get, `cost` ours."""

    number: int
    kind: str
    words: str
    more: str
    by: Said | None
    amount: str
    cost: str
    currency: str
    state: str
    approval: PublicId | None


@with_config(EXACT)
class ChoiceOut(TypedDict):
    """What stands. `number` is null where they want something else, or a person (`wants`)."""

    id: PublicId
    number: int | None
    wants: str
    words: str
    via: str
    noted_by: PublicId | None
    at: Said


@with_config(EXACT)
class OfferOut(TypedDict):
    """One offer. `state`: open, chosen, else, done (under way: no more change of mind), expired, back (taken back)."""

    id: PublicId
    conversation: PublicId
    person: PublicId
    message: PublicId | None
    made_by: PublicId | None
    made_at: Said
    words: str
    language: str
    until: Said
    change_until: Said | None
    silent: str
    silent_kind: str
    state: str
    ways: list[WayOut]
    choice: ChoiceOut | None


@with_config(EXACT)
class Offers(TypedDict):
    """A page of them, newest first; `next` is null on the last."""

    items: list[OfferOut]
    next: str | None


@router.get("", response=Offers, summary="What was offered")
def list_offers(request: MemberAsks, asked: Query[Asked]) -> HttpResponse:
    """Newest first, of the conversations that the token's member may see."""
    return page_of("offers", _seen(request.member), asked, _out)


@router.post("", response={201: OfferOut}, summary="Offer ways to put it right")
def make_one(request: MemberAsks, given: OfferIn) -> HttpResponse:
    """Said as the token's member; it goes out like any answer. 409 `open_offer` while another one is open there."""
    talk = talk_for(request.member, given.conversation)
    with what_cannot_be():
        currency = currency_of(given.currency)
        ways = [_way(way, currency, number) for number, way in enumerate(given.ways, 1)]
        made = make_offer(
            talk,
            ways,
            by=request.member,
            until=given.until,
            change_until=given.change_until,
            words=given.words,
            silent=given.silent,
            silent_kind=given.silent_kind,
            shown=given.shown,
        )
    return said(_out(_one(request, made.pk)), 201)


@router.get("/{offer_id}", response=OfferOut, summary="One offer")
def read_offer(request: MemberAsks, offer_id: Id) -> HttpResponse:
    """As it stands now."""
    return said(_out(_one(request, offer_id)))


@router.post("/{offer_id}/choice", response=OfferOut, summary="Note what they chose")
def note_choice(request: MemberAsks, offer_id: Id, choice: ChoiceIn) -> HttpResponse:
    """Noted as the token's member. The same twice is one; another one needs `instead_of`, and is 409 once under way."""
    row, by = _one(request, offer_id), request.member
    if choice.number is not None:
        before = choice.instead_of
        choose(row, choice.number, by=by, via=choice.via, words=choice.words, instead_of=before)
    elif choice.wants:
        want_else(row, choice.wants, choice.words, by=by, via=choice.via)
    else:
        raise Conflict("Say which way, or that they want something else.", code="cannot_be", field="number")
    return said(_out(_one(request, offer_id)))


@router.post("/{offer_id}/taking-back", response=OfferOut, summary="Take an offer back")
def take_back_one(request: MemberAsks, offer_id: Id) -> HttpResponse:
    """Nobody can choose from it any more; 409 once they have."""
    take_back_offer(_one(request, offer_id), by=request.member)
    return said(_out(_one(request, offer_id)))


def _way(given: WayIn, currency: str, number: int) -> Way:
    worth = amount_of(given.worth, currency, field=f"way-{number}-amount")
    amount = worth if KINDS[given.kind].money else Money(0, currency)
    return Way(given.kind, given.words, given.more, given.by, amount, worth)


def _seen(member: Member) -> QuerySet[Offer]:
    rows = Offer.objects.select_related("conversation", "made_by").prefetch_related("options")
    return seen(rows, member)


def _one(request: MemberAsks, offer_id: int) -> Offer:
    return one_of(_seen(request.member), offer_id, GONE)


def _out(row: Offer) -> dict[str, Any]:
    choice = next(iter(standing(row.pk)), None)
    return {
        "id": encode(row.pk),
        "conversation": encode(row.conversation_id),
        "person": encode(row.person_id),
        "message": encode_any(row.message),
        "made_by": encode_any(row.made_by_id),
        "made_at": row.made_at,
        "words": row.words,
        "language": row.language,
        "until": row.until,
        "change_until": row.change_until,
        "silent": row.silent,
        "silent_kind": row.silent_kind,
        "state": row.state,
        "ways": [_way_out(option) for option in sorted(row.options.all(), key=lambda one: one.number)],
        "choice": _choice_out(choice) if choice else None,
    }


def _way_out(option: Option) -> dict[str, Any]:
    return {
        "number": option.number,
        "kind": option.kind,
        "words": option.words,
        "more": option.more,
        "by": option.by,
        "amount": plain_amount(option.amount, option.currency),
        "cost": plain_amount(option.cost, option.currency),
        "currency": option.currency,
        "state": option.state,
        "approval": encode_any(option.approval_id),
    }


def _choice_out(choice: Choice) -> dict[str, Any]:
    return {
        "id": encode(choice.pk),
        "number": choice.option.number if choice.option else None,
        "wants": choice.wants,
        "words": choice.words,
        "via": choice.via,
        "noted_by": encode_any(choice.noted_by_id),
        "at": choice.at,
    }
