"""What a policy is asked about, and what it answers. Values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

from cha.core.money import Money
from cha.resolutions.policy.rules import Ask


@dataclass(frozen=True, slots=True)
class Given:
    """Something given before, to this person or by this member or team: its worth in minor units, and when (aware).

    `conversation`: where it was given, by id; None where nobody asks.
    """

    kind: str
    worth: int
    currency: str
    at: datetime
    conversation: int | None = None


@dataclass(frozen=True, slots=True)
class Asker:
    """Who wants to decide: a role ("agent" …), or "bot" or "rule"; what they have and passed."""

    role: str
    skills: frozenset[str] = frozenset()
    trainings: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Case:
    """One question: may this asker give this kind, worth so much, here and now?

    `at` is aware and local to the business. `order_days`: whole days since the order was placed, None without one;
    `order_amount` in minor units. `given`: to the person; `by_member`, `by_team`: by them, this day and this month.
    `shown`: what was shown ("photo", "receipt"). `conversation`: where it is asked, by id; None: in none.
    """

    kind: str
    worth: Money
    asker: Asker
    at: datetime
    topic: str = ""
    medium: str = ""
    country: str = ""
    order_days: int | None = None
    order_amount: int | None = None
    given: tuple[Given, ...] = ()
    by_member: tuple[Given, ...] = ()
    by_team: tuple[Given, ...] = ()
    shown: frozenset[str] = frozenset()
    conversation: int | None = None

    def without_after(self, moment: datetime) -> Case:
        """The same case, as if nothing had been given after a moment (aware)."""
        kept = (tuple(one for one in given if one.at <= moment) for given in (self.given, self.by_member, self.by_team))
        given, by_member, by_team = kept
        return replace(self, given=given, by_member=by_member, by_team=by_team)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, as a code of `policy.words` and what fills its blanks."""

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decision:
    """`may`: now, alone; `ask`: somebody above; `show`: something must be shown first; `no`: never, or nobody may.

    `limit`: what this asker may give at once under the rules that speak here; `left`: of that, after what was given.
    `rules`: the keys of the rules that spoke. `ask` says who is asked when it is above. `fits`: every cap that speaks
    leaves as much, whatever this asker's own limit is.
    """

    verdict: Literal["may", "ask", "show", "no"]
    limit: Money
    left: Money
    reasons: tuple[Reason, ...] = ()
    rules: tuple[str, ...] = ()
    ask: Ask | None = None
    instead: str = ""
    fits: bool = True
