"""The page of the policy: one line as a sentence with blanks, every decision below, what it would change, what was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Any, Final

from babel.dates import format_date

from cha.core.clock import now
from cha.core.money import Money
from cha.resolutions.authority import local_now
from cha.resolutions.house import house
from cha.resolutions.models.policy import PolicySet, newest_version, policy_in_force, the_draft
from cha.resolutions.policy import names
from cha.resolutions.policy.case import Case
from cha.resolutions.policy.checking import House, Someone
from cha.resolutions.policy.deciding import compiled, reaches
from cha.resolutions.policy.remarks import remarks
from cha.resolutions.policy.rules import Rule, rule_from
from cha.resolutions.trying import try_draft
from cha.resolutions.versions import mark
from cha.team.models import Member
from cha.workspace.approvals.words import Authority, authority_words
from cha.workspace.policies.changes import changes
from cha.workspace.policies.line import sentence_of
from cha.workspace.policies.passed import trainings
from cha.workspace.policies.rows import language, row
from cha.workspace.policies.tried import tried

SHOWN: Final = 4


def rules_in(policy: PolicySet | None) -> tuple[Rule, ...]:
    """The rules of a version in the order they were written."""
    return tuple(rule_from(data) for data in policy.rules) if policy else ()


def page(form: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Everything on the page. `form`: what was typed and not taken, by the names of the blanks."""
    draft, newest, force = the_draft(), newest_version(), policy_in_force()
    here, rules, before = house(), rules_in(draft or newest), rules_in(newest)
    members = Member.objects.in_bulk([one.id for one in here.members])
    found = remarks(rules, here, language()) if rules else []
    first = next((rule for rule in rules if rule.grants), None)
    return {
        "draft": draft,
        "newest": newest,
        "later": newest if newest != force else None,
        "seen": mark(draft, newest),
        "rows": [row(rule, before, here, members) for rule in rules],
        "first": sentence_of(first, here, members) if first else None,
        "conflicts": [one for one in found if one.tone == "plum"],
        "gaps": [one for one in found if one.tone == "honey"],
        "tried": tried(try_draft(draft), draft.trial, local_now(), language()) if draft else None,
        "changed": changes(before, rules, here, language()) if draft else [],
        "as_seen": _as_seen(rules, first, here, members),
        "versions": history(SHOWN, here),
        "form": form or {},
        "trainings": trainings(rules, here, members),
        "later_day": day_of(newest.starts_at, local_now().tzinfo) if newest and newest != force else "",
    }


def history(most: int | None = None, here: House | None = None) -> list[dict[str, Any]]:
    """The versions, newest first, with who, when, why and what differs from the one before."""
    rows = list(
        PolicySet.objects.filter(state="live").select_related("made_by").order_by("-number")[: (most or 60) + 1]
    )
    here, force, zone, found = here or house(), policy_in_force(), local_now().tzinfo, []
    for place, version in enumerate(rows[:most] if most else rows):
        older = rows[place + 1] if place + 1 < len(rows) else None
        differs = changes(rules_in(older), rules_in(version), here, language())
        days = {"day": day_of(version.made_at, zone), "starts": day_of(version.starts_at, zone)}
        found.append({"version": version, "differs": differs, "state": _state(version, force), **days})
    return found


def day_of(at: datetime | None, zone: tzinfo | None = None) -> str:
    """A day as people write it, on the business's clock: "12 May 2026"; "" for none."""
    day = at.astimezone(zone or local_now().tzinfo).date() if at else None
    return str(format_date(day, "d MMMM y", locale=language().replace("-", "_"))) if day else ""


def _state(version: PolicySet, force: PolicySet | None) -> str:
    """What a version is: it counts, it will, it never began, or it is over."""
    if version.starts_at is None:
        return "never"
    if version.starts_at > now():
        return "later"
    return "now" if force == version else "over"


def _as_seen(
    rules: Sequence[Rule], rule: Rule | None, here: House, members: Mapping[int, Member]
) -> dict[str, Any] | None:
    """What a member who answers reads beside the button, below their limit and above it."""
    someone = next((one for one in reversed(here.members) if one.asker.role == "agent"), None)
    someone = someone or (here.members[-1] if here.members else None)
    if rule is None or someone is None:
        return None
    limit = max((grant.up_to for grant in rule.grants if reaches(grant, someone.asker)), default=0)
    below, above = Money(limit * 3 // 4, rule.currency), Money(limit * 2 or 1000, rule.currency)
    who = members[someone.id]
    said = [_said(rules, rule, someone, worth, who) for worth in (below, above)]
    return {"who": who, "below": said[0], "above": said[1], "minutes": rule.ask.minutes}


def _said(rules: Sequence[Rule], rule: Rule, someone: Someone, worth: Money, who: Member) -> Authority:
    case = Case(
        rule.remedies[0],
        worth,
        someone.asker,
        _when(rule),
        topic=next(iter(rule.when.topics), ""),
        medium=next(iter(rule.when.media), ""),
        country=next(iter(rule.when.countries), ""),
        order_days=rule.when.order_days,
        order_amount=rule.when.order_from,
        shown=frozenset(names.SHOWN),
    )
    return authority_words(compiled(rules).decide(case), worth, who, language(), minutes=rule.ask.minutes)


def _when(rule: Rule) -> datetime:
    at = local_now()
    return at.replace(hour=rule.when.hours[0]) if rule.when.hours else at
