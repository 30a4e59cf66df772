"""/api/v1/approvals: a yes that is asked for, by a program as its member, and answered."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from annotated_types import MaxLen
from django.db.models import QuerySet
from django.http import HttpResponse
from ninja import Query, Router
from pydantic import Field, with_config
from typing_extensions import TypedDict

from cha.conversations.models import Conversation
from cha.core.api.answering import said
from cha.core.api.types import EXACT, Id, Input, Line, Named, PublicId, Said
from cha.core.ids import encode, encode_any
from cha.core.money import plain_amount
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
from cha.resolutions.approvals.approving import answer_approval, ask_approval, take_back_approval
from cha.resolutions.models import Approval
from cha.team.asking import MemberAsks
from cha.team.models import Member

router = Router(tags=["approvals"])
GONE = "There is no such ask, or it is not yours to see."


class ApprovalIn(Input):
    """What a yes is asked for. What may be decided alone is 409, `may`; what is never given is 403, `never`."""

    conversation: Id
    kind: Kind
    words: Annotated[Named, MaxLen(200)] = Field(description="What they would get, in a few words.")
    amount: Amount = Field(description="What it is worth, with a point: 372.00.")
    currency: Currency = None
    tax: Amount | None = Field(None, description="The tax contained in `amount`; null where nobody says.")
    why: Annotated[Line, MaxLen(500)] = ""
    shown: Shown = []


class InsteadIn(Input):
    """What is said yes to in its place, or may be offered instead."""

    words: Annotated[Named, MaxLen(200)]
    kind: Kind | None = Field(None, description="The kind that was asked for, where it is left out.")
    amount: Amount = "0"


class AnswerIn(Input):
    """`yes`; `other`, yes to `instead`; `no`, with a reason in `words`."""

    answer: Literal["yes", "other", "no"]
    words: Annotated[Line, MaxLen(500)] = ""
    instead: InsteadIn | None = None


class Asked(Sought):
    """Which asks: of a conversation, in a state."""

    state: Literal["", "open", "yes", "other", "no", "back", "over"] = ""


@with_config(EXACT)
class Instead(TypedDict):
    """Another way."""

    kind: str
    words: str
    amount: str
    currency: str


@with_config(EXACT)
class ApprovalOut(TypedDict):
    """One ask. `to` is asked, `stand_in` when they are away; `due` is when they should have answered, `by` when the
    person hears. `via`: page, mail, reply, api, policy. `state`: open, yes, other, no, back (taken back), over.
    """

    id: PublicId
    conversation: PublicId
    person: PublicId
    kind: str
    words: str
    why: str
    amount: str
    tax: str | None
    currency: str
    state: str
    asked_by: PublicId | None
    asked_at: Said
    to: PublicId | None
    stand_in: PublicId | None
    due: Said | None
    by: Said | None
    answered_by: PublicId | None
    answered_at: Said | None
    answer: str
    instead: Instead | None
    via: str
    used_at: Said | None
    shown: list[str]


@with_config(EXACT)
class Approvals(TypedDict):
    """A page of them, newest first; `next` is null on the last."""

    items: list[ApprovalOut]
    next: str | None


@router.get("", response=Approvals, summary="What is asked for, and what was answered")
def list_approvals(request: MemberAsks, asked: Query[Asked]) -> HttpResponse:
    """Newest first, of the conversations that the token's member may see."""
    return page_of("approvals", _seen(request.member), asked, _out)


@router.post("", response={201: ApprovalOut}, summary="Ask for a yes")
def ask_one(request: MemberAsks, ask: ApprovalIn) -> HttpResponse:
    """Asked as the token's member. The same, while it is open, is the same ask."""
    talk = talk_for(request.member, ask.conversation)
    with what_cannot_be():
        row = _ask(talk, ask, request.member)
    return said(_out(row), 201)


@router.get("/{approval_id}", response=ApprovalOut, summary="One ask")
def read_approval(request: MemberAsks, approval_id: Id) -> HttpResponse:
    """As it stands now."""
    return said(_out(_one(request, approval_id)))


@router.post("/{approval_id}/answer", response=ApprovalOut, summary="Answer an ask")
def answer_one(request: MemberAsks, approval_id: Id, answer: AnswerIn) -> HttpResponse:
    """As the token's member, who must be allowed to decide as much. The same answer twice is one."""
    row, other = _one(request, approval_id), answer.instead
    instead = None
    if other:
        minor = amount_of(other.amount, row.currency).minor
        instead = {"kind": other.kind or row.kind, "amount": minor, "currency": row.currency, "words": other.words}
    with what_cannot_be():
        answered = answer_approval(
            row, answer.answer, by=request.member, words=answer.words, instead=instead, via="api"
        )
    return said(_out(answered))


@router.post("/{approval_id}/taking-back", response=ApprovalOut, summary="Take an ask, or an answer, back")
def take_back_one(request: MemberAsks, approval_id: Id) -> HttpResponse:
    """The asker needs it no more, or who answered takes the answer back; 409 once something of it is begun."""
    return said(_out(take_back_approval(_one(request, approval_id), by=request.member)))


def _ask(talk: Conversation, ask: ApprovalIn, by: Member) -> Approval:
    currency = currency_of(ask.currency)
    worth = amount_of(ask.amount, currency)
    tax = None if ask.tax is None else amount_of(ask.tax, currency, field="tax")
    return ask_approval(talk, ask.kind, ask.words, by=by, amount=worth, tax=tax, why=ask.why, shown=ask.shown)


def _seen(member: Member) -> QuerySet[Approval]:
    rows = Approval.objects.select_related("conversation")
    return seen(rows, member)


def _one(request: MemberAsks, approval_id: int) -> Approval:
    return one_of(_seen(request.member), approval_id, GONE)


def _out(row: Approval) -> dict[str, Any]:
    return {
        "id": encode(row.pk),
        "conversation": encode(row.conversation_id),
        "person": encode(row.person_id),
        "kind": row.kind,
        "words": row.words,
        "why": row.why,
        "amount": plain_amount(row.amount, row.currency),
        "tax": None if row.tax is None else plain_amount(row.tax, row.currency),
        "currency": row.currency,
        "state": row.state,
        "asked_by": encode_any(row.asked_by_id),
        "asked_at": row.asked_at,
        "to": encode_any(row.to_id),
        "stand_in": encode_any(row.stand_in_id),
        "due": row.due,
        "by": row.by,
        "answered_by": encode_any(row.answered_by_id),
        "answered_at": row.answered_at,
        "answer": row.answer,
        "instead": _instead(row),
        "via": row.via,
        "used_at": row.used_at,
        "shown": row.shown,
    }


def _instead(row: Approval) -> dict[str, str] | None:
    if not row.instead:
        return None
    currency = str(row.instead["currency"])
    return {
        "kind": str(row.instead["kind"]),
        "words": str(row.instead["words"]),
        "amount": plain_amount(int(row.instead["amount"]), currency),
        "currency": currency,
    }
