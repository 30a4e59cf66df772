"""What an address of the long list asks for: a view, what narrows it, an order, what rows are put together by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, Self
from urllib.parse import urlencode

from django.urls import reverse

from cha.conversations.filters import Filter, parse, said
from cha.workspace.crowd import shelf
from cha.workspace.crowd.columns import IN_TRASH, SETTLED, USUAL, known
from cha.workspace.crowd.grouping import GROUPINGS
from cha.workspace.crowd.ordering import ORDERS

PLAIN: Final = "none"


@dataclass(frozen=True, slots=True)
class Asked:
    """The view, more clauses and words, and what of its looks was asked otherwise ("" as the view has it)."""

    view: shelf.Shelved
    more: Filter
    order_asked: str = ""
    grouping_asked: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str], sections: list[shelf.Section]) -> Self:
        """What a query string or a form says; what makes no sense is as though it was not there."""
        order, grouping = given.get("order", ""), given.get("group", "")
        return cls(
            shelf.chosen(sections, given.get("view", "")),
            parse(given.get("q", "")),
            order if order in ORDERS else "",
            grouping if grouping in (*GROUPINGS, PLAIN) else "",
        )

    @property
    def wanted(self) -> Filter:
        """The view's filter and what narrows it, as one."""
        words = " ".join(part for part in (self.view.wanted.words.strip(), self.more.words) if part)
        extra = [clause for clause in self.more.clauses if clause not in self.view.wanted.clauses]
        return Filter(words, (*self.view.wanted.clauses, *extra))

    @property
    def order(self) -> str:
        """A word of ORDERS."""
        return self.order_asked or (self.view.order if self.view.order in ORDERS else "care")

    @property
    def grouping(self) -> str:
        """team, person or "" for one list."""
        found = self.grouping_asked or self.view.grouping
        return found if found in GROUPINGS else ""

    def columns(self, own: list[str]) -> tuple[str, ...]:
        """The columns: the view's, else the member's, else the usual ones for what is in it."""
        if self.view.key == "trash":
            return IN_TRASH
        settled = self.view.key in ("all", "right", "theirs", "unwanted")
        return known(self.view.columns) or known(own) or (SETTLED if settled else USUAL)

    @property
    def words(self) -> str:
        """What narrows the list, in words."""
        return said(self.more)

    def query(self, **more: str) -> str:
        """The part of the address behind the question mark, "" for the usual list."""
        parts = {
            "view": self.view.key if self.view.key != shelf.USUAL else "",
            "q": self.words,
            "order": self.order_asked,
            "group": self.grouping_asked,
            **more,
        }
        return urlencode({name: value for name, value in parts.items() if value})

    def url(self, **more: str) -> str:
        """The address of this list."""
        query = self.query(**more)
        return reverse("all-conversations") + (f"?{query}" if query else "")

    def narrowed(self, more: Filter) -> Self:
        """The same list, narrowed otherwise."""
        return replace(self, more=more)
