"""/api/v1/complaints: made, decided, looked at a second time, by a program as its member."""

from __future__ import annotations

from typing import Any, Final, Literal

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from ninja import Query, Router
from pydantic import Field, with_config
from typing_extensions import TypedDict

from cha.core.api.answering import said
from cha.core.api.types import EXACT, Code, Id, Input, LongLine, PublicId, Said, Text
from cha.core.errors import Conflict
from cha.core.ids import encode, encode_any
from cha.resolutions.api.seen import Sought, one_of, page_of, seen, talk_for, what_cannot_be
from cha.resolutions.endings.complaining import answer_appeal, appeal, decide, open_complaint, own_complaint
from cha.resolutions.endings.complaint_terms import appeal_terms, terms_of
from cha.resolutions.endings.laws import LAWS
from cha.resolutions.endings.words import outcome_words
from cha.resolutions.models import Complaint
from cha.team.asking import MemberAsks
from cha.team.models import Member

router = Router(tags=["complaints"])
GONE: Final = "There is no such complaint, or it is not yours to see."
Outcome = Literal["upheld", "partly", "not"]
# Where it stands, as rows know it.
STANDS: Final = {
    "open": Q(outcome=""),
    "decided": ~Q(outcome="") & Q(appealed_at=None),
    "appealed": Q(appealed_at__isnull=False, appeal_outcome=""),
    "closed": ~Q(appeal_outcome=""),
}


class ComplaintIn(Input):
    """A conversation that is a complaint. The person is told at once, in writing, whose it is and by when they hear."""

    conversation: Id
    about: LongLine = ""
    law: Code = Field(
        "", description="The key of the law that says by when; the house's own days where it is left out."
    )
    owner: Id | None = Field(None, description="A member; a lead who is not away where it is left out.")


class OwnerIn(Input):
    """Whose it is from now on."""

    owner: Id


class OutcomeIn(Input):
    """How it comes out, with the reason in plain words. `words` is the letter; it is written where it is left out."""

    outcome: Outcome
    reason: Text
    words: Text = ""


class AppealIn(Input):
    """Why they see it differently, as they said it on the telephone, say."""

    words: Text


class Asked(Sought):
    """Which complaints: of a conversation, by where they stand."""

    state: Literal["", "open", "decided", "appealed", "closed"] = ""


@with_config(EXACT)
class LookOut(TypedDict):
    """The second look: asked for once, answered by somebody who did not decide."""

    words: str
    asked_at: Said
    owner: PublicId | None
    outcome: str | None
    reason: str
    decided_at: Said | None


@with_config(EXACT)
class ComplaintOut(TypedDict):
    """One complaint. `due_at`: by when they hear what is open; `law` is null for the house's own days."""

    id: PublicId
    conversation: PublicId
    person: PublicId
    state: str
    about: str
    opened_at: Said
    acknowledged_at: Said | None
    owner: PublicId | None
    due_at: Said | None
    law: str | None
    outcome: str | None
    reason: str
    decided_by: PublicId | None
    decided_at: Said | None
    appeal: LookOut | None


@with_config(EXACT)
class Complaints(TypedDict):
    """A page of them, newest first; `next` is null on the last."""

    items: list[ComplaintOut]
    next: str | None


@router.get("", response=Complaints, summary="Complaints")
def list_complaints(request: MemberAsks, asked: Query[Asked]) -> HttpResponse:
    """Newest first, of the conversations that the token's member may see."""
    return page_of("complaints", _seen(request.member), asked, _out, stands=STANDS)


@router.post("", response={201: ComplaintOut}, summary="Make it a complaint")
def make_one(request: MemberAsks, given: ComplaintIn) -> HttpResponse:
    """Acknowledged at once, and promised. A conversation is one complaint: the same again is the first."""
    talk = talk_for(request.member, given.conversation)
    with what_cannot_be():
        terms = terms_of(talk, law=_law(given.law), owner=_member(given.owner))
        row = open_complaint(
            talk, by=request.member, due=terms.due, told=terms.told, about=given.about, owner=terms.owner
        )
    return said(_out(_one(request, row.pk)), 201)


@router.get("/{complaint_id}", response=ComplaintOut, summary="One complaint")
def read_complaint(request: MemberAsks, complaint_id: Id) -> HttpResponse:
    """As it stands now."""
    return said(_out(_one(request, complaint_id)))


@router.post("/{complaint_id}/owner", response=ComplaintOut, summary="Say whose it is")
def own_one(request: MemberAsks, complaint_id: Id, given: OwnerIn) -> HttpResponse:
    """For leads, and for whose it was. They keep what is promised with it."""
    row, owner = _one(request, complaint_id), _member(given.owner)
    if owner:
        with what_cannot_be():
            own_complaint(row, owner, by=request.member)
    return said(_out(_one(request, complaint_id)))


@router.post("/{complaint_id}/outcome", response=ComplaintOut, summary="Say how it comes out")
def decide_one(request: MemberAsks, complaint_id: Id, given: OutcomeIn) -> HttpResponse:
    """The letter goes out like any answer. Where they asked for a second look, this is its answer."""
    row = _one(request, complaint_id)
    second = bool(row.appealed_at and not row.appeal_outcome)
    words = given.words.strip() or outcome_words(row.conversation, given.outcome, given.reason.strip(), second=second)
    with what_cannot_be():
        (answer_appeal if second else decide)(row, given.outcome, given.reason, words, by=request.member)
    return said(_out(_one(request, complaint_id)))


@router.post("/{complaint_id}/appeal", response=ComplaintOut, summary="Note that they want a second look")
def appeal_one(request: MemberAsks, complaint_id: Id, given: AppealIn) -> HttpResponse:
    """Once; the same again is the first. The person is told who looks, and by when they hear."""
    row = _one(request, complaint_id)
    terms = appeal_terms(row)
    with what_cannot_be():
        appeal(row, given.words, by=request.member, due=terms.due, told=terms.told, owner=terms.owner)
    return said(_out(_one(request, complaint_id)))


def _law(key: str) -> str:
    if key and key not in {law.key for law in LAWS}:
        raise Conflict(f"{key} is no law that we know the days of.", code="cannot_be", field="law")
    return key


def _member(pk: int | None) -> Member | None:
    found = Member.objects.filter(pk=pk, is_active=True).first() if pk is not None else None
    if pk is not None and (found is None or not found.answers):
        raise Conflict("Choose somebody who answers people.", code="cannot_be", field="owner")
    return found


def _seen(member: Member) -> QuerySet[Complaint]:
    return seen(Complaint.objects.select_related("conversation__person", "decided_by"), member)


def _one(request: MemberAsks, complaint_id: int) -> Complaint:
    return one_of(_seen(request.member), complaint_id, GONE)


def _state(row: Complaint) -> str:
    if not row.outcome:
        return "open"
    if not row.appealed_at:
        return "decided"
    return "closed" if row.appeal_outcome else "appealed"


def _out(row: Complaint) -> dict[str, Any]:
    return {
        "id": encode(row.pk),
        "conversation": encode(row.conversation_id),
        "person": encode(row.person_id),
        "state": _state(row),
        "about": row.about,
        "opened_at": row.opened_at,
        "acknowledged_at": row.acknowledged_at,
        "owner": encode_any(row.owner_id),
        "due_at": row.due_at,
        "law": row.law or None,
        "outcome": row.outcome or None,
        "reason": row.reason,
        "decided_by": encode_any(row.decided_by_id),
        "decided_at": row.decided_at,
        "appeal": _look_out(row) if row.appealed_at else None,
    }


def _look_out(row: Complaint) -> dict[str, Any]:
    return {
        "words": row.appeal,
        "asked_at": row.appealed_at,
        "owner": encode_any(row.appeal_owner_id),
        "outcome": row.appeal_outcome or None,
        "reason": row.appeal_reason,
        "decided_at": row.appeal_decided_at,
    }
