"""Exporting: the conversations that a filter means leave the house as a file, page by page, and the ledger knows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from cha.conversations.filters import Filter
from cha.conversations.models.conversation import ConversationQuerySet
from cha.core.actor import Acting, Actor
from cha.core.ledger import record
from cha.core.verbs import verb
from cha.team.models import Member
from cha.team.models.member import must_may
from cha.team.models.role import Power

PAGE: Final = 500


@verb
def begin_export(wanted: Filter, *, by: Acting | Actor, on: Member) -> None:
    """Write down that `on` takes a list with them: which fields it was narrowed by, never the words.

    Raises Refused where the role of `by` does not include it.
    """
    must_may(by, Power.EXPORT)
    fields = sorted({clause.field for clause in wanted.clauses} | ({"words"} if wanted.words.strip() else set()))
    record("conversations.exported", by=by, on=on, fields=fields)


def exported(rows: Callable[[], ConversationQuerySet], fields: Sequence[str]) -> Iterator[list[dict[str, Any]]]:
    """All of a list, newest first, a page of values at a time: one query each, whatever its length.

    `rows` is asked anew for each page: a sight that is narrowed meanwhile narrows what is still to come.
    """
    last: int | None = None
    while True:
        left = rows() if last is None else rows().filter(pk__lt=last)
        page = list(left.order_by("-pk").values("id", *fields)[:PAGE])
        if page:
            yield page
        if len(page) < PAGE:
            return
        last = page[-1]["id"]
