"""/api/v1/remedies: what is given, decided by a program as its member, and said to be done or gone wrong."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from annotated_types import MaxLen
from django.db.models import QuerySet
from django.http import HttpResponse
from ninja import Query, Router
from pydantic import Field, with_config
from typing_extensions import TypedDict

from cha.conversations.models import Conversation
from cha.core.api.answering import said
from cha.core.api.types import EXACT, Day, Id, Input, Line, Moment, Named, PublicId, Said
from cha.core.errors import Invalid
from cha.core.ids import encode, encode_any
from cha.core.money import plain_amount
from cha.people.models.record import Record
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
from cha.resolutions.api.vouchers import UsedIn, VoucherOut, voucher_out
from cha.resolutions.models import Remedy
from cha.resolutions.remedies.beginning import begin_remedy
from cha.resolutions.remedies.deciding import decide_remedy
from cha.resolutions.remedies.doing import fail_remedy, finish_remedy, take_back_remedy
from cha.resolutions.remedies.using_voucher import end_voucher, use_voucher
from cha.resolutions.remedies.vouchers import as_code
from cha.team.asking import MemberAsks
from cha.team.models import Member

router = Router(tags=["remedies"])
Kind = Literal[
    "refund", "part", "credit", "voucher", "replacement", "repair",
    "expedite", "discount", "label", "card", "gesture", "correction",
]  # fmt: skip
GONE: Final = "There is no such thing given, or it is not yours to see."


class RemedyIn(Input):
    """What is given. `cost` is what it costs you, where that is another sum. Above the limit: 403, `needs_yes`."""

    conversation: Id
    kind: Kind
    words: Annotated[Named, MaxLen(200)] = Field(description="What they get, in a few words.")
    amount: Amount = Field("0", description="What they get, with a point: 12.50. Nought for what is no money.")
    cost: Amount | None = None
    tax: Amount | None = Field(None, description="The tax contained in `amount`; null where nobody says.")
    currency: Currency = None
    order: Id | None = Field(None, description="The record that it is for.")
    why: Line = ""
    ours: bool | None = Field(None, description="Whether it was your slip; null where nobody knows.")
    product: Annotated[Line, MaxLen(120)] = ""
    by: Moment | None = None
    promised: bool = Field(False, description="Whether `by` is promised to them.")
    shown: Shown = []
    until: Day | None = Field(None, description="The last day that a voucher holds; null for good.")
    checklist: Annotated[list[Line], MaxLen(12)] = []


class DoneIn(Input):
    """What shows that it is done."""

    reference: Line = ""
    words: Line = ""


class FailedIn(Input):
    """Why it did not go through."""

    problem: Named


class Asked(Sought):
    """Which remedies: of a conversation, in a state; or the one whose voucher has this `code`."""

    code: Annotated[Line, MaxLen(40)] = ""
    state: Literal["", "decided", "way", "doubt", "done", "failed", "back"] = ""


@with_config(EXACT)
class RemedyOut(TypedDict):
    """One thing given. `state`: decided, way (under way), doubt, done, failed, back (taken back). `tax` in `amount`."""

    id: PublicId
    conversation: PublicId
    person: PublicId
    kind: str
    words: str
    state: str
    amount: str
    cost: str
    tax: str | None
    currency: str
    why: str
    ours: bool | None
    topic: str
    product: str
    order: PublicId | None
    keeper: PublicId | None
    decided_at: Said
    by: Said | None
    done_at: Said | None
    problem: str
    code: str
    voucher: VoucherOut | None
    reference: str


@with_config(EXACT)
class Remedies(TypedDict):
    """A page of them, newest first; `next` is null on the last."""

    items: list[RemedyOut]
    next: str | None


@router.get("", response=Remedies, summary="What was given")
def list_remedies(request: MemberAsks, asked: Query[Asked]) -> HttpResponse:
    """Newest first, of the conversations that the token's member may see."""
    rows = _seen(request.member)
    rows = rows.filter(voucher__code=as_code(asked.code)) if asked.code else rows
    return page_of("remedies", rows, asked, _out)


@router.post("", response={201: RemedyOut}, summary="Give something")
def decide_one(request: MemberAsks, remedy: RemedyIn) -> HttpResponse:
    """Decided as the token's member, within what the policy lets them decide."""
    talk = talk_for(request.member, remedy.conversation)
    with what_cannot_be():
        row = _decide(talk, remedy, request.member)
    return said(_out(row), 201)


@router.get("/{remedy_id}", response=RemedyOut, summary="One thing given")
def read_remedy(request: MemberAsks, remedy_id: Id) -> HttpResponse:
    """As it stands now."""
    return said(_out(_one(request, remedy_id)))


@router.post("/{remedy_id}/start", response=RemedyOut, summary="It is being done")
def start_one(request: MemberAsks, remedy_id: Id) -> HttpResponse:
    """Under way, or tried again after it failed. Twice is once."""
    return said(_out(begin_remedy(_one(request, remedy_id), by=request.member)))


@router.post("/{remedy_id}/done", response=RemedyOut, summary="It is done")
def finish_one(request: MemberAsks, remedy_id: Id, done: DoneIn) -> HttpResponse:
    """Done; the promise of it is kept. Twice is once."""
    proof = {name: text for name, text in done.model_dump().items() if text}
    return said(_out(finish_remedy(_one(request, remedy_id), by=request.member, proof=proof)))


@router.post("/{remedy_id}/failed", response=RemedyOut, summary="It did not go through")
def fail_one(request: MemberAsks, remedy_id: Id, failed: FailedIn) -> HttpResponse:
    """Shown to the team with its reason; it can be started again."""
    return said(_out(fail_remedy(_one(request, remedy_id), by=request.member, problem=failed.problem)))


@router.post("/{remedy_id}/taking-back", response=RemedyOut, summary="It is not given after all")
def take_back_one(request: MemberAsks, remedy_id: Id) -> HttpResponse:
    """Only before it is under way; then it is 409."""
    return said(_out(take_back_remedy(_one(request, remedy_id), by=request.member)))


@router.post("/{remedy_id}/voucher/use", response=RemedyOut, summary="A voucher was used")
def use_one(request: MemberAsks, remedy_id: Id, used: UsedIn) -> HttpResponse:
    """Wholly or in part; of two at once the second has what the first left. `Idempotency-Key`: it is taken once."""
    row = _one(request, remedy_id)
    with what_cannot_be():
        amount = None if used.amount is None else amount_of(used.amount, row.currency)
        use_voucher(row, by=request.member, amount=amount, words=used.words)
    return said(_out(_one(request, remedy_id)))


@router.post("/{remedy_id}/voucher/end", response=RemedyOut, summary="A voucher holds no longer")
def end_one(request: MemberAsks, remedy_id: Id) -> HttpResponse:
    """What is left of it is lost. Twice is once; 409 where nothing is left."""
    end_voucher(_one(request, remedy_id), by=request.member)
    return said(_out(_one(request, remedy_id)))


def _decide(talk: Conversation, said_: RemedyIn, by: Member) -> Remedy:
    order = None if said_.order is None else _order(said_.order, talk)
    currency = currency_of(said_.currency, order)
    return decide_remedy(
        talk,
        said_.kind,
        said_.words,
        by=by,
        amount=amount_of(said_.amount, currency),
        cost=None if said_.cost is None else amount_of(said_.cost, currency, field="cost"),
        tax=None if said_.tax is None else amount_of(said_.tax, currency, field="tax"),
        order=order,
        why=said_.why,
        ours=said_.ours,
        product=said_.product,
        by_when=said_.by,
        promised=said_.promised,
        until=said_.until,
        shown=said_.shown,
        checklist=said_.checklist,
    )


def _order(key: int, talk: Conversation) -> Record:
    row = Record.objects.filter(pk=key, person=talk.person_id).first()
    if row is None:
        raise Invalid("There is no such order of theirs.", field="order")
    return row


def _seen(member: Member) -> QuerySet[Remedy]:
    rows = Remedy.objects.select_related("voucher").prefetch_related("voucher__uses")
    return seen(rows, member)


def _one(request: MemberAsks, remedy_id: int) -> Remedy:
    return one_of(_seen(request.member), remedy_id, GONE)


def _out(row: Remedy) -> dict[str, Any]:
    return {
        "id": encode(row.pk),
        "conversation": encode(row.conversation_id),
        "person": encode(row.person_id),
        "kind": row.kind,
        "words": row.words,
        "state": row.state,
        "amount": _plain(row.amount, row.currency),
        "cost": _plain(row.cost, row.currency),
        "tax": None if row.tax is None else _plain(row.tax, row.currency),
        "currency": row.currency,
        "why": row.why,
        "ours": row.ours,
        "topic": row.topic,
        "product": row.product,
        "order": encode_any(row.order_id),
        "keeper": encode_any(row.keeper_id),
        "decided_at": row.decided_at,
        "by": row.by,
        "done_at": row.done_at,
        "problem": row.problem,
        "code": row.voucher.code if hasattr(row, "voucher") else "",
        "voucher": voucher_out(row.voucher, row.amount) if hasattr(row, "voucher") else None,
        "reference": str(row.proof.get("reference", "")),
    }


def _plain(minor: int, currency: str) -> str:
    return plain_amount(minor, currency) if currency else str(minor)
