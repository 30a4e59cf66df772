"""/api/v1/refusals: a "no" said well, and looked at again, by a program as its member."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from annotated_types import MaxLen
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from ninja import Query, Router
from pydantic import Field, with_config
from typing_extensions import TypedDict

from cha.core.api.answering import said
from cha.core.api.types import EXACT, Id, Input, Line, LongLine, Named, PublicId, Said, Text
from cha.core.ids import encode, encode_any
from cha.resolutions.api.seen import Sought, one_of, page_of, seen, talk_for, what_cannot_be
from cha.resolutions.endings.refusing import ask_review, review, say_no
from cha.resolutions.endings.words import no_words, review_words
from cha.resolutions.models import Refusal
from cha.team.asking import MemberAsks
from cha.team.models import Member

router = Router(tags=["refusals"])
GONE: Final = "There is no such no, or it is not yours to see."
Because = Literal["policy", "law", "faith"]
# Where it stands, as rows know it.
STANDS: Final = {
    "said": Q(review_asked_at=None, reviewed_at=None),
    "asked": Q(review_asked_at__isnull=False, reviewed_at=None),
    "stands": Q(stands=True),
    "changed": Q(stands=False),
}


class RefusalIn(Input):
    """What they wanted, why not, and what can be done instead: only a law leaves nothing. `words` is the answer as it
    is said; it is written where it is left out.
    """

    conversation: Id
    wanted: Named
    because: Because
    reason: LongLine
    instead: Annotated[LongLine, MaxLen(300)] = ""
    next_person: Annotated[Line, MaxLen(120)] = Field("", description="Whom they may ask next.")
    words: Text = ""


class AskIn(Input):
    """Why it should be looked at again."""

    words: LongLine = ""


class ReviewIn(Input):
    """Whether it stands, and why. `words` is the answer as it is said; it is written where it is left out."""

    stands: bool
    answer: LongLine
    words: Text = ""


class Asked(Sought):
    """Which noes: of a conversation, by where they stand."""

    state: Literal["", "said", "asked", "stands", "changed"] = ""


@with_config(EXACT)
class RefusalOut(TypedDict):
    """One no. `state`: said, asked (somebody else is to look again), stands, changed (we changed our mind)."""

    id: PublicId
    conversation: PublicId
    person: PublicId
    message: PublicId | None
    wanted: str
    because: str
    reason: str
    instead: str
    next_person: str
    said_by: PublicId | None
    said_at: Said
    state: str
    review_asked_at: Said | None
    review_words: str
    reviewed_by: PublicId | None
    reviewed_at: Said | None
    review_answer: str


@with_config(EXACT)
class Refusals(TypedDict):
    """A page of them, newest first; `next` is null on the last."""

    items: list[RefusalOut]
    next: str | None


@router.get("", response=Refusals, summary="Noes")
def list_refusals(request: MemberAsks, asked: Query[Asked]) -> HttpResponse:
    """Newest first, of the conversations that the token's member may see."""
    return page_of("refusals", _seen(request.member), asked, _out, stands=STANDS)


@router.post("", response={201: RefusalOut}, summary="Say no well")
def say_one(request: MemberAsks, given: RefusalIn) -> HttpResponse:
    """Said as the token's member; it goes out like any answer, and can be looked at again."""
    talk = talk_for(request.member, given.conversation)
    written = no_words(talk, given.wanted.strip(" ."), given.reason.strip(), given.instead.strip(), given.next_person)
    with what_cannot_be():
        row = say_no(
            talk,
            given.wanted,
            given.because,
            given.reason,
            given.words.strip() or written,
            by=request.member,
            instead=given.instead,
            next_person=given.next_person,
        )
    return said(_out(_one(request, row.pk)), 201)


@router.get("/{refusal_id}", response=RefusalOut, summary="One no")
def read_refusal(request: MemberAsks, refusal_id: Id) -> HttpResponse:
    """As it stands now."""
    return said(_out(_one(request, refusal_id)))


@router.post("/{refusal_id}/review-asked", response=RefusalOut, summary="Ask that somebody else looks at it")
def ask_one(request: MemberAsks, refusal_id: Id, given: AskIn) -> HttpResponse:
    """Twice is once; 409 where it was looked at again already."""
    ask_review(_one(request, refusal_id), given.words, by=request.member)
    return said(_out(_one(request, refusal_id)))


@router.post("/{refusal_id}/review", response=RefusalOut, summary="Look at it again")
def review_one(request: MemberAsks, refusal_id: Id, given: ReviewIn) -> HttpResponse:
    """Somebody else than who said it; 403 for them, unless nobody else answers people here."""
    row = _one(request, refusal_id)
    words = given.words.strip() or review_words(row.conversation, given.stands, given.answer.strip())
    with what_cannot_be():
        review(row, given.stands, given.answer, words, by=request.member)
    return said(_out(_one(request, refusal_id)))


def _seen(member: Member) -> QuerySet[Refusal]:
    return seen(Refusal.objects.select_related("conversation__person"), member)


def _one(request: MemberAsks, refusal_id: int) -> Refusal:
    return one_of(_seen(request.member), refusal_id, GONE)


def _state(row: Refusal) -> str:
    if row.stands is not None:
        return "stands" if row.stands else "changed"
    return "asked" if row.review_asked_at else "said"


def _out(row: Refusal) -> dict[str, Any]:
    return {
        "id": encode(row.pk),
        "conversation": encode(row.conversation_id),
        "person": encode(row.person_id),
        "message": encode_any(row.message),
        "wanted": row.wanted,
        "because": row.because,
        "reason": row.reason,
        "instead": row.instead,
        "next_person": row.next_person,
        "said_by": encode_any(row.said_by_id),
        "said_at": row.said_at,
        "state": _state(row),
        "review_asked_at": row.review_asked_at,
        "review_words": row.review_words,
        "reviewed_by": encode_any(row.reviewed_by_id),
        "reviewed_at": row.reviewed_at,
        "review_answer": row.review_answer,
    }
