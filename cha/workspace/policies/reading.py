"""The policy as everybody reads it: each line as a sentence, what of it is this member's, and since when it is so."""

from __future__ import annotations

from typing import Any

from cha.core.money import Money
from cha.resolutions.authority import asker_of
from cha.resolutions.models.policy import newest_version, policy_in_force
from cha.resolutions.policy.case import Asker
from cha.resolutions.policy.deciding import reaches
from cha.resolutions.policy.rules import Rule
from cha.resolutions.policy.words import heading, sentence
from cha.team.models import Member
from cha.workspace.policies.page import day_of, rules_in
from cha.workspace.policies.rows import language


def reading(member: Member) -> dict[str, Any]:
    """What counts now, line by line, with what `member` may give at once; and what counts later, when."""
    force, newest, asker = policy_in_force(), newest_version(), asker_of(member)
    later = newest if newest and newest != force and newest.starts_at else None
    return {
        "version": force,
        "since": day_of(force.starts_at) if force else "",
        "later": later,
        "later_day": day_of(later.starts_at) if later else "",
        "lines": [_line(rule, asker) for rule in rules_in(force)],
    }


def _line(rule: Rule, asker: Asker) -> dict[str, Any]:
    limits = [grant.up_to for grant in rule.grants if reaches(grant, asker)]
    mine = Money(max(limits), rule.currency).said(language()) if limits else ""
    return {
        "name": heading(rule, language()),
        "words": sentence(rule, language()),
        "mine": mine,
        "free": bool(limits) and not max(limits),
        "never": rule.never,
        "instead": rule.instead,
    }
