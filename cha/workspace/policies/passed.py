"""Who passed which training, and who has which skill: noted by hand until there are lessons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cha.resolutions.policy.checking import House, Someone
from cha.resolutions.policy.rules import Rule
from cha.team.models import Member


def trainings(rules: Sequence[Rule], here: House, members: Mapping[int, Member]) -> list[dict[str, Any]]:
    """The trainings and skills that rules name or somebody has, with who has them and who has not."""
    named = {("training", grant.training) for rule in rules for grant in rule.grants}
    named |= {("skill", grant.skill) for rule in rules for grant in rule.grants}
    named |= {("training", one) for each in here.members for one in each.asker.trainings}
    named |= {("skill", one) for each in here.members for one in each.asker.skills}
    return [
        {"kind": kind, "name": name, "people": [(members[one.id], _has(one, kind, name)) for one in here.members]}
        for kind, name in sorted(named)
        if name
    ]


def _has(one: Someone, kind: str, name: str) -> bool:
    return name in (one.asker.trainings if kind == "training" else one.asker.skills)
