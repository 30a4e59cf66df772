"""Search: people, and what was said, as the search page finds them."""

from __future__ import annotations

from typing import Annotated, Literal

from annotated_types import MaxLen
from django.db.models import Q
from django.http import HttpResponse
from ninja import Query, Router
from pydantic import BaseModel, Field

from cha.api.finding import here_and_now
from cha.api.messages import messages_out
from cha.api.people import people_out
from cha.api.shapes import Messages, People
from cha.api.team import channels_by_name
from cha.conversations.filters import know, narrowed, parse
from cha.conversations.models import Kind
from cha.conversations.search import find_people
from cha.conversations.search.asking import Narrowed
from cha.conversations.search.asking import asked as words_of
from cha.conversations.search.messages import look
from cha.core.api.answering import said
from cha.core.api.cursors import MOST, USUAL, cursor, place
from cha.core.api.types import Named, Page
from cha.team.asking import MemberAsks

router = Router(tags=["search"])
_KINDS = {"": Q(), "words": ~Q(kind=Kind.NOTE), "notes": Q(kind=Kind.NOTE)}


class Sought(BaseModel):
    """What is looked for."""

    q: Annotated[Named, MaxLen(500)] = Field(description="Words and clauses, as on the search page.")
    limit: int = Field(USUAL, ge=1, le=MOST)


class SoughtWords(Page):
    """What is looked for in what was said."""

    q: Annotated[Named, MaxLen(500)] = Field(description="Words and clauses, as on the search page.")
    kind: Literal["", "words", "notes"] = Field("", description="Words said, notes, or both.")


@router.get("/people", response=People, summary="People by name, address, or what is known of them")
def search_people(request: MemberAsks, asked: Query[Sought]) -> HttpResponse:
    """Newest first. `next` is always null: say more to find fewer."""
    found = find_people(parse(asked.q).words, by=request.member, limit=asked.limit)
    return said({"items": people_out([person.pk for person in found]), "next": None})


@router.get("/messages", response=Messages, summary="What was said")
def search_messages(request: MemberAsks, asked: Query[SoughtWords]) -> HttpResponse:
    """Newest first. A page may hold fewer than `limit` and yet have a next one: looking far back is done in steps."""
    wanted, member = parse(asked.q), request.member
    of = f"search {asked.kind} {asked.q}"
    behind = place(of, asked.after, int)
    known = know(wanted, by=member, channels=channels_by_name() if wanted.of("channel") else None)
    made = narrowed(wanted, by=member, at=here_and_now(member), known=known)
    end = max(min(made.end, behind[0]) if behind else made.end, made.first)
    among = Narrowed(made.conversations, made.messages & _KINDS[asked.kind], made.first, end, made.few)
    seen = look(words_of(wanted.words), among, by=member, limit=asked.limit)
    more = cursor(of, seen.further) if seen.further else None
    return said({"items": messages_out(seen.messages), "next": more})
