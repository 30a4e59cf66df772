"""Trying a draft against the last 90 days before it counts: what it would have allowed, held back, and spared.

Few decisions are tried at once, many in a task that notes on the draft how far it is. Who decided then is taken with
the role, skills and trainings they have now.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from cha.conversations.models import Attachment, Kind
from cha.core.clock import now
from cha.core.money import Money
from cha.core.tasks import task
from cha.people.models import ContactPoint
from cha.people.phones import country_of_phone
from cha.resolutions.authority import compiled_of
from cha.resolutions.facts import given_rows
from cha.resolutions.house import house
from cha.resolutions.models import Approval
from cha.resolutions.models.policy import PolicySet
from cha.resolutions.policy.case import Asker
from cha.resolutions.policy.deciding import Compiled
from cha.resolutions.policy.replaying import Outcome, Past, Replay
from cha.team.models import brand

SPAN: Final = timedelta(days=90)
AT_ONCE: Final = 1_500
BATCH: Final = 2_000
Progress = Callable[[int, int], bool | None]
# What both have, in the same places: when, whose, what it was, where, about which order, by which team.
_WHAT: Final = 10
_REMEDY: Final = (
    "decided_at", "person_id", "kind", "currency", "topic", "conversation__medium", "conversation_id",
    "order__placed_at", "order__amount", "team_id",
    "amount", "cost", "decided_by_kind", "decided_by_id", "approval_id", "approval__asked_by_id", "approval__asked_at",
    "approval__answered_at",
)  # fmt: skip
_APPROVAL: Final = (
    "asked_at", "person_id", "kind", "currency", "conversation__topic", "conversation__medium", "conversation_id",
    "order__placed_at", "order__amount", "conversation__team_id",
    "amount", "asked_by_id", "answered_at",
)  # fmt: skip


def count_past(at: datetime | None = None) -> int:
    """How many decisions of the last 90 days there are to try."""
    since = (at or now()) - SPAN
    return given_rows().filter(decided_at__gte=since).count() + _unused(since).count()


def try_rules(rules: Compiled, progress: Progress | None = None, at: datetime | None = None) -> Outcome | None:
    """What would have been decided. `progress` hears how many of how many are done, and returns False to stop: None."""
    at = at or now()
    since, walk, done, many = at - SPAN, Replay(rules), 0, count_past(at)
    for past in _pasts(rules, since, at):
        if past.at < since:
            walk.earlier(past)
            continue
        walk.take(past)
        done += 1
        if progress and done % BATCH == 0 and progress(done, many) is False:
            return None
    return walk.outcome


def try_draft(draft: PolicySet) -> Outcome | None:
    """The trial of a draft: at once for few, else begun as a task and read from it; None while that is under way."""
    if draft.trial.get("outcome"):
        return Outcome.from_data(draft.trial["outcome"])
    if draft.trial:
        return None
    many = count_past()
    if many > AT_ONCE:
        _note(draft.pk, draft.made_at, {"done": 0, "of": many})
        draft.trial = {"done": 0, "of": many}
        trial.enqueue(draft.pk, draft.made_at.isoformat(), key=f"policy-trial:{draft.pk}:{draft.made_at.timestamp()}")
        return None
    outcome = try_rules(compiled_of(draft))
    _note(draft.pk, draft.made_at, {"outcome": outcome.to_data() if outcome else {}})
    return outcome


# In lane `net`, which has two hands: long as it may take, nothing that is to be done at once waits behind it.
@task("resolutions.try_policy", lane="net", rank=8)
def trial(draft_id: int, made_at: str) -> None:
    """Try a draft, unless it was written anew meanwhile."""
    made = datetime.fromisoformat(made_at)
    draft = PolicySet.objects.filter(pk=draft_id, made_at=made, state="draft").first()
    if draft is None:
        return
    outcome = try_rules(compiled_of(draft), lambda done, many: _note(draft_id, made, {"done": done, "of": many}))
    if outcome is not None:
        _note(draft_id, made, {"outcome": outcome.to_data()})


def _note(draft: int, made_at: datetime, trial_: Mapping[str, Any]) -> bool:
    """Keep how far it is. False when the draft is another one by now."""
    return bool(PolicySet.objects.filter(pk=draft, made_at=made_at).update(trial=dict(trial_)))


def _pasts(rules: Compiled, since: datetime, at: datetime) -> Iterator[Past]:
    """What was decided or asked for, oldest first; what was given before `since` as far back as the rules look."""
    days = max((max(rule.when.given_days, rule.cap.person_days) for rule in rules.rules), default=0)
    reading = _Reading(rules, since)
    given = given_rows().filter(decided_at__gte=since - timedelta(days=min(days, 3653)), decided_at__lte=at)
    done = (reading.remedy(row) for row in given.order_by("decided_at").values_list(*_REMEDY).iterator(BATCH))
    unused = _unused(since).order_by("asked_at").values_list(*_APPROVAL).iterator(BATCH)
    return heapq.merge(done, (reading.approval(row) for row in unused), key=lambda past: past.at)


def _unused(since: datetime) -> QuerySet[Approval]:
    """What was asked for and came to nothing."""
    return Approval.objects.filter(asked_at__gte=since, remedies=None).exclude(state="back")


class _Reading:
    """Rows as values. What only some rules ask for is read only for those."""

    def __init__(self, rules: Compiled, since: datetime) -> None:
        face = brand()
        self._zone = ZoneInfo(face.zone if face else "UTC")
        self._askers = {one.id: one.asker for one in house().members}
        free = any(rule.when.expression for rule in rules.rules)
        self._countries = _countries() if free or any(rule.when.countries for rule in rules.rules) else {}
        self._shown = _shown(since) if free or any(rule.shown for rule in rules.rules) else {}

    def remedy(self, row: tuple[Any, ...]) -> Past:
        """A remedy: decided alone, or after a yes."""
        amount, cost, by, who, approval, asked_by, asked_at, answered_at = row[_WHAT:]
        worth, waited = max(amount, cost), _minutes(asked_at, answered_at)
        if approval is None:
            return self._past(row, worth, by, who, asked=False, waited=waited)
        return self._past(row, worth, "member", asked_by, asked=True, waited=waited)

    def approval(self, row: tuple[Any, ...]) -> Past:
        """Something asked for that was not given in the end."""
        amount, asked_by, answered_at = row[_WHAT:]
        return self._past(
            row, amount, "member", asked_by, asked=True, given=False, waited=_minutes(row[0], answered_at)
        )

    def _past(
        self,
        row: tuple[Any, ...],
        worth: int,
        by: str,
        who: int | None,
        *,
        asked: bool,
        waited: int | None,
        given: bool = True,
    ) -> Past:
        at, person, kind, currency, topic, medium, talk, placed, order, team = row[:_WHAT]
        return Past(
            person,
            kind,
            Money(worth, currency),
            self._asker(by, who),
            at.astimezone(self._zone),
            topic,
            medium or "",
            self._countries.get(person, ""),
            (at - placed).days if placed else None,
            order,
            who,
            team,
            self._shown.get(talk, frozenset()),
            asked=asked,
            waited=waited,
            given=given,
            conversation=talk,
        )

    def _asker(self, kind: str, who: int | None) -> Asker:
        if kind == "member":
            return self._askers.get(who or 0, Asker("agent"))
        return Asker("bot" if kind == "bot" else "rule")


def _minutes(since: datetime | None, until: datetime | None) -> int | None:
    return int((until - since) / timedelta(minutes=1)) if since and until else None


def _countries() -> dict[int, str]:
    phones = ContactPoint.objects.filter(kind="phone").order_by("-id").values_list("person_id", "value").iterator(BATCH)
    return {person: found for person, value in phones if person and (found := country_of_phone(value))}


def _shown(since: datetime) -> dict[int, frozenset[str]]:
    """What was shown, by conversation: pictures are photos, documents receipts."""
    names = {"image": "photo", "application": "receipt"}
    heard = Attachment.objects.filter(message__kind=Kind.HEARD, message__conversation__last_at__gte=since)
    found: dict[int, set[str]] = {}
    for talk, kind in heard.values_list("message__conversation_id", "content_type").iterator(BATCH):
        if name := names.get(kind.partition("/")[0]):
            found.setdefault(talk, set()).add(name)
    return {talk: frozenset(kinds) for talk, kinds in found.items()}
