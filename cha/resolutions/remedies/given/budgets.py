"""What is left of the month's budgets, by team: the caps of the policy, less what was given. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cha.core.money import Money
from cha.resolutions.policy.rules import Rule


@dataclass(frozen=True, slots=True)
class Spent:
    """What a team gave this month: `team` None for those in no team; `worth` in minor units."""

    team: int | None
    kind: str
    worth: int
    currency: str


@dataclass(frozen=True, slots=True)
class Budget:
    """A team's budget of a rule: `most` a month, and what is given of it. `full`: nothing is left."""

    team: int | None
    rule: Rule
    most: Money
    given: Money

    @property
    def left(self) -> Money:
        """What is left, nought where more was given."""
        return Money(max(0, self.most.minor - self.given.minor), self.most.currency)

    @property
    def part(self) -> int:
        """How much of it is given, in percent, 100 at most."""
        return min(100, round(100 * self.given.minor / self.most.minor)) if self.most.minor else 100


def budgets(rules: Iterable[Rule], teams: Sequence[int | None], spent: Sequence[Spent]) -> list[Budget]:
    """The budget of every rule that has one, for every team, the fullest first."""
    made = [
        Budget(team, rule, Money(rule.cap.team_month, rule.currency), Money(_given(rule, team, spent), rule.currency))
        for rule in rules
        if rule.cap.team_month is not None and not rule.never
        for team in teams
    ]
    return sorted(made, key=lambda one: (-one.part, one.rule.key, one.team or 0))


def _given(rule: Rule, team: int | None, spent: Iterable[Spent]) -> int:
    return sum(
        one.worth for one in spent if one.team == team and one.kind in rule.remedies and one.currency == rule.currency
    )


def by_team(made: Iterable[Budget]) -> Mapping[int | None, list[Budget]]:
    """The same, team by team."""
    found: dict[int | None, list[Budget]] = {}
    for one in made:
        found.setdefault(one.team, []).append(one)
    return found
