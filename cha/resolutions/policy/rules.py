"""A rule of a policy as a value, and as the data it is kept as.

Amounts are in minor units of the rule's `currency`. Ranks are `team.Role` from least (light 0) to most (owner 4); a bot
and an automation have only what a grant names them for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

RANKS: Final = ("light", "agent", "lead", "manager", "owner")
# Beside them may decide, where a grant names them: nobody else's authority makes theirs.
OTHERS: Final = ("bot", "rule")


@dataclass(frozen=True, slots=True)
class When:
    """Under which conditions a rule speaks. Empty means any. Days and hours are on the business's clock.

    `expression` is CEL over the fields of `case.Case`, for what the blanks cannot say.
    """

    topics: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    order_days: int | None = None
    order_from: int | None = None
    given_at_most: int | None = None
    given_days: int = 365
    weekdays: tuple[int, ...] = ()
    hours: tuple[int, int] | None = None
    expression: str = ""


@dataclass(frozen=True, slots=True)
class Grant:
    """Who may, up to what at once without asking: a role and everybody above it, or "bot" or "rule"."""

    who: str
    up_to: int
    skill: str = ""
    training: str = ""


@dataclass(frozen=True, slots=True)
class Cap:
    """No more than so much: for one person in so many days, a member a day, a team a month; `times`: for a person.

    `conversation`: in one conversation in all, whoever gives it. Amounts are minor units of the rule's currency.
    """

    person: int | None = None
    person_days: int = 365
    times: int | None = None
    member_day: int | None = None
    team_month: int | None = None
    conversation: int | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """Who is asked above it: members by id, else whoever may by the grants; how long it may take; then what.

    `if_nobody`: "waits", "stand_in" (the next who may) or "decides" (the asker decides).
    """

    members: tuple[int, ...] = ()
    minutes: int = 10
    if_nobody: str = "stand_in"


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the policy. `never`: this is never given or promised, and `instead` says what can be offered."""

    key: str
    remedies: tuple[str, ...]
    currency: str = "EUR"
    when: When = field(default_factory=When)
    grants: tuple[Grant, ...] = ()
    cap: Cap = field(default_factory=Cap)
    ask: Ask = field(default_factory=Ask)
    shown: tuple[str, ...] = ()
    never: bool = False
    because: str = ""
    instead: str = ""


def rule_from(data: Mapping[str, Any]) -> Rule:
    """A rule from its data. Raises ValueError, KeyError or TypeError for what is no rule."""
    when = dict(data.get("when", {}))
    for name in ("topics", "media", "countries", "weekdays"):
        when[name] = tuple(when.get(name, ()))
    when["hours"] = tuple(when["hours"]) if when.get("hours") else None
    ask = dict(data.get("ask", {}))
    return Rule(
        key=str(data["key"]),
        remedies=tuple(data["remedies"]),
        currency=str(data.get("currency", "EUR")),
        when=When(**when),
        grants=tuple(Grant(**grant) for grant in data.get("grants", ())),
        cap=Cap(**data.get("cap", {})),
        ask=Ask(**ask | {"members": tuple(ask.get("members", ()))}),
        shown=tuple(data.get("shown", ())),
        never=bool(data.get("never", False)),
        because=str(data.get("because", "")),
        instead=str(data.get("instead", "")),
    )


def as_data(rule: Rule) -> dict[str, Any]:
    """A rule as it is kept: what JSON knows, and nothing that is empty."""
    data: dict[str, Any] = {"key": rule.key, "remedies": list(rule.remedies), "currency": rule.currency}
    data["when"] = _said(asdict(rule.when), asdict(When()))
    data["grants"] = [_said(asdict(grant), {"skill": "", "training": ""}) for grant in rule.grants]
    data["cap"] = _said(asdict(rule.cap), asdict(Cap()))
    data["ask"] = _said(asdict(rule.ask), asdict(Ask()))
    rest = {"shown": list(rule.shown), "never": rule.never, "because": rule.because, "instead": rule.instead}
    return {name: value for name, value in {**data, **rest}.items() if value or name == "currency"}


def _said(values: dict[str, Any], usual: Mapping[str, Any]) -> dict[str, Any]:
    """What differs from the usual, with lists for tuples."""
    kept = {name: value for name, value in values.items() if name not in usual or value != usual[name]}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in kept.items()}
