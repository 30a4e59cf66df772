"""The page "What we gave, and did it help?": figures, plots, findings, budgets, and one by one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cha.conversations.access import sees_all
from cha.core.money import Money
from cha.resolutions.authority import rules_of
from cha.resolutions.kinds import KINDS
from cha.resolutions.models.policy import policy_in_force
from cha.resolutions.policy.words import heading
from cha.resolutions.remedies.given.budgets import Budget
from cha.resolutions.remedies.given.figures import (
    Figures,
    Finding,
    Given,
    Group,
    Share,
    causes,
    figures,
    findings,
    grouped,
    helped,
    stretches,
)
from cha.resolutions.remedies.given.reading import budgets_of, given, only_words
from cha.team.models import Member, Team
from cha.workspace.now.rows import Moment
from cha.workspace.now.words import topic_words
from cha.workspace.remedies.listed import FEW, listed
from cha.workspace.remedies.plots import cause_bars, helped_plot, spark

SPANS: Final = {"month": 28, "eight": 56, "quarter": 91, "year": 365}
KEYS: Final[Mapping[str, Callable[[Given], str]]] = {
    "what": lambda one: one.kind,
    "why": lambda one: one.why,
    "topic": lambda one: one.topic,
    "product": lambda one: one.product,
    "team": lambda one: one.team,
}
MOST_GROUPS: Final = 10


def span_of(chosen: str, at: datetime) -> tuple[str, datetime]:
    """A span by its name, four weeks for a name that is none, and when it began."""
    chosen = chosen if chosen in SPANS else "month"
    return chosen, at - timedelta(days=SPANS[chosen])


def page(member: Member, at: Moment, asked: Mapping[str, str]) -> dict[str, Any]:
    """What `given.html` shows a member: only of conversations that they may see."""
    span, since = span_of(asked.get("span", ""), at.at)
    by = asked.get("by", "") if asked.get("by", "") in KEYS else "what"
    only = asked["only"].replace("\x00", "") if "only" in asked else None
    both = given(member, since - (at.at - since), at.at)
    rows = [one for one in both if one.at >= since]
    found, before = figures(rows), figures([one for one in both if one.at < since])
    words = only_words(member, since, at.at)
    groups = grouped(rows, KEYS[by], found.currency)
    share = words.percent if words.enough else None
    shown = [group for group in groups if group.helped.enough][:MOST_GROUPS]
    return {
        "span": span,
        "spans": spans(),
        "by": by,
        "ways": [(key, said) for key, said in ways().items()],
        "found": found,
        "measures": measures(found, before, rows, since, at),
        "groups": [(group, name_of(by, group.key), _each(group, found, at)) for group in groups],
        "plot": helped_plot(shown, share),
        "names": {group.key: name_of(by, group.key) for group in groups},
        "each": {group.key: _each(group, found, at) for group in groups},
        "words": words,
        "causes": [(bar, _said(bar.cause.worth, found, at)) for bar in cause_bars(causes(rows, found.currency))],
        "reading": [finding_words(one, by, words, found, at) for one in findings(shown, words)],
        "budgets": _budgets(at) if sees_all(member) else [],
        **_one_by_one(member, since, at, asked, None if only is None else (by, only)),
        "only": only,
        "only_name": "" if only is None else _called(by, only),
        "few": FEW,
    }


def _one_by_one(
    member: Member, since: datetime, at: Moment, asked: Mapping[str, str], only: tuple[str, str] | None
) -> dict[str, Any]:
    all_of = only is not None or bool(asked.get("all"))
    return listed(member, since, at, all_of=all_of, after=asked.get("after", ""), only=only)


def spans() -> dict[str, str]:
    """What there is to choose from."""
    return {
        "month": _("Last 4 weeks"),
        "eight": _("Last 8 weeks"),
        "quarter": _("Last 3 months"),
        "year": _("Last year"),
    }


def ways() -> dict[str, str]:
    """What it may be looked at by."""
    return {"what": _("What"), "why": _("Why"), "topic": _("Topic"), "product": _("Product"), "team": _("Team")}


def name_of(by: str, key: str) -> str:
    """What a group is called."""
    if by == "what":
        return str(KINDS[key].name)
    if by == "topic" and key:
        return topic_words(key)
    unsaid = {"why": _("Nobody said why"), "topic": _("No topic"), "product": _("No product"), "team": _("No team")}
    return key or unsaid[by]


def _called(by: str, key: str) -> str:
    """A group's name, as far as there is such a group."""
    return name_of(by, key) if by != "what" or key in KINDS else ""


def measures(
    found: Figures, before: Figures, rows: Sequence[Given], since: datetime, at: Moment
) -> list[dict[str, Any]]:
    """The figures in a row, each with a little line and what it was before."""
    cut = stretches(rows, since, at.at)
    return [
        {
            "name": _("Given in all"),
            "value": _said(found.worth.get(found.currency, 0), found, at),
            "line": spark([sum(one.worth for one in part if one.currency == found.currency) for part in cut]),
            "more": _besides(found, before, at),
        },
        {
            "name": _("For how many people"),
            "value": str(found.persons),
            "line": spark([len({one.person for one in part}) for part in cut]),
            "more": ngettext("%(num)s thing given", "%(num)s things given", found.times) % {"num": found.times},
        },
        _percent(_("Felt helped after"), found.helped, before.helped, [helped(part).percent for part in cut]),
        _percent(_("Decided on the spot"), found.spot, before.spot, [_spot(part).percent for part in cut]),
        _percent(_("Came back after"), found.back, before.back, [_back(part).percent for part in cut])
        | {"more": _("%(num)s to buy again") % {"num": found.bought}},
    ]


def finding_words(one: Finding, by: str, words: Share, found: Figures, at: Moment) -> tuple[str, str]:
    """A finding as a bold beginning and what follows."""
    values = {
        "what": name_of(by, one.group.key),
        "percent": one.group.helped.percent,
        "each": _each(one.group, found, at),
        "words": words.percent,
        "of": one.group.helped.of,
    }
    begins, says = {
        "free": (_("%(what)s costs %(each)s"), _("and helps as much as what costs more: %(percent)s%% of %(of)s.")),
        "best": (_("%(what)s helps most:"), _("%(percent)s%% of %(of)s who said. It costs %(each)s each.")),
        "less": (
            _("%(what)s hurts a little:"),
            _("%(percent)s%% felt helped, and %(words)s%% where nothing was given. Perhaps stop it."),
        ),
    }[one.code]
    return begins % values, says % values


def _budgets(at: Moment) -> list[dict[str, Any]]:
    """What is left this month, on the house's clock."""
    month = at.at.astimezone(ZoneInfo(at.zone)).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    found = budgets_of(rules_of(policy_in_force(at.at)), month)
    names = dict(Team.objects.values_list("pk", "name")) if found else {}
    return [_budget(one, names, at) for one in found[:MOST_GROUPS]]


def _budget(one: Budget, names: Mapping[int, str], at: Moment) -> dict[str, Any]:
    amounts = {"left": one.left.said(at.language), "most": one.most.said(at.language)}
    return {
        "team": names.get(one.team or 0, _("Everybody")),
        "rule": heading(one.rule, at.language),
        "words": _("%(left)s of %(most)s left") % amounts,
        "part": one.part,
    }


def _percent(name: str, now: Share, then: Share, line: Sequence[int | None]) -> dict[str, Any]:
    if then.enough and now.enough and then.percent != now.percent:
        words = _("up from %(num)s") if (now.percent or 0) > (then.percent or 0) else _("down from %(num)s")
        more = words % {"num": then.percent}
    else:
        more = ngettext("of %(num)s", "of %(num)s", now.of) % {"num": now.of}
    value = "–" if now.percent is None else str(now.percent)
    return {"name": name, "value": value, "percent": now.percent is not None, "line": spark(line), "more": more}


def _besides(found: Figures, before: Figures, at: Moment) -> str:
    """What was given in other currencies; else what it was before."""
    others = [Money(worth, code).said(at.language) for code, worth in list(found.worth.items())[1:]]
    if others:
        return _("and %(amounts)s") % {"amounts": ", ".join(others)}
    worth = before.worth.get(found.currency)
    return _("before: %(amount)s") % {"amount": _said(worth, found, at)} if worth else ""


def _spot(part: Sequence[Given]) -> Share:
    return Share(sum(one.spot for one in part), len(part))


def _back(part: Sequence[Given]) -> Share:
    return Share(sum(one.came_back for one in part), len(part))


def _each(group: Group, found: Figures, at: Moment) -> str:
    return _said(group.each, found, at)


def _said(worth: int, found: Figures, at: Moment) -> str:
    """An amount, without cents where it is more than a hundred of its whole."""
    if not found.currency:
        return "–"
    return Money(worth, found.currency).said(at.language)
