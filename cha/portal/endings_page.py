"""A complaint and a "no" as their person reads them. Nothing here is a member's alone: no signal, no boundary."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cha.core.ids import encode
from cha.portal.pathway_page import PathwayPage, Step
from cha.resolutions.endings.complaining import complaint_of
from cha.resolutions.endings.refusing import refusals_of
from cha.resolutions.models import Complaint, Refusal


@dataclass(frozen=True, slots=True)
class ShownComplaint:
    """A complaint: its steps, the outcome in words, the reason; `may_appeal` while a second look can be asked for."""

    steps: tuple[Step, ...]
    outcome: str
    reason: str
    may_appeal: bool


@dataclass(frozen=True, slots=True)
class ShownNo:
    """A "no": what was wanted, why not, what there is instead. state: "said", "asked", "stands" or "changed"."""

    key: str
    wanted: str
    reason: str
    instead: str
    state: str


@dataclass(frozen=True, slots=True)
class Endings:
    """What the page about a conversation shows of them."""

    complaint: ShownComplaint | None
    noes: tuple[ShownNo, ...]


def endings_of(page: PathwayPage) -> Endings:
    """The complaint and the noes of a conversation. Two queries."""
    row = complaint_of(page.conversation)
    noes = tuple(shown_no(one) for one in reversed(refusals_of(page.conversation)))
    return Endings(shown_complaint(row, page) if row else None, noes)


def outcome_said(outcome: str) -> str:
    """How a complaint comes out, to the person; "" while it does not."""
    said = {"upheld": _("You are right"), "partly": _("You are right in part"), "not": _("We see it differently")}
    return said.get(outcome, "")


def shown_complaint(row: Complaint, page: PathwayPage) -> ShownComplaint:
    """A complaint with the way that it goes: four steps, exactly one of them now while anything is owed."""
    owner = row.owner.first_name if row.owner else ""
    second = row.appeal_owner.first_name if row.appeal_owner else ""
    looks = _("%(name)s looks into it") % {"name": owner} if owner else _("We look into it")
    due = page.before(row.due_at) if row.due_at else ""
    done, late = bool(row.outcome), bool(row.due_at and row.due_at < page.at)
    now = "late" if late else "now"
    steps = [
        Step("done", _("We have it"), page.when(row.opened_at)),
        Step("done" if done else now, looks, ""),
        Step(
            "done" if done else "next", _("You have the outcome"), page.when(row.decided_at) if row.decided_at else due
        ),
    ]
    if row.appealed_at:
        answered = row.appeal_decided_at
        more = ", ".join(part for part in (second, page.when(answered) if answered else due) if part)
        steps.append(Step("done" if answered else now, _("A second look, by somebody else"), more))
    else:
        steps.append(Step("next", _("A second look, if you ask for one"), ""))
    return ShownComplaint(
        tuple(steps),
        outcome_said(row.appeal_outcome or row.outcome),
        row.appeal_reason or row.reason,
        may_appeal=done and row.appealed_at is None,
    )


def shown_no(row: Refusal) -> ShownNo:
    """A "no" in words."""
    state = "said" if row.review_asked_at is None else "asked"
    if row.reviewed_at:
        state = "stands" if row.stands else "changed"
    return ShownNo(encode(row.pk), row.wanted, row.review_answer or row.reason, row.instead, state)
