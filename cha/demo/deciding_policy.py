"""The shop says who may decide what: its versions, one after the other, and who passed which training."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from cha.core.clock import standing_at
from cha.demo.world.policy import PASSED, VERSIONS, VersionOf
from cha.resolutions.models.unlock import Unlock, give_unlock
from cha.resolutions.policy.rules import as_data
from cha.resolutions.versions import go_live, keep_draft
from cha.team.models import Member


def set_policy(at: datetime, crew: Mapping[str, Member]) -> None:
    """Write every version at its own moment before `at`."""
    for version in VERSIONS:
        with standing_at(at - timedelta(days=version.days)):
            draft = keep_draft(_rules(version, crew), by=crew["priya"])
            go_live(draft, by=crew["priya"], why=version.why)
            if version == VERSIONS[0]:
                for training, keys in PASSED.items():
                    for key in keys:
                        give_unlock(crew[key], Unlock.Kind.TRAINING, training, by=crew["priya"])


def _rules(version: VersionOf, crew: Mapping[str, Member]) -> list[dict[str, object]]:
    asked = tuple(crew[key].pk for key in version.asks)
    return [
        as_data(replace(rule, ask=replace(rule.ask, members=asked)) if rule.grants else rule) for rule in version.rules
    ]
