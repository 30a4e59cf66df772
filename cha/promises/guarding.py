"""What the guard rests on, from rows: opening hours, who keeps it, what they have promised already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from cha.channels.models import channel_of
from cha.conversations.models import Conversation
from cha.core.hours import Hours, always, spans_between
from cha.core.spans import Span, joined
from cha.promises.guard import Due, Verdict, holds
from cha.promises.lead import usual_lead
from cha.promises.models import Promise
from cha.team.models import Brand, Member, brand
from cha.team.models.member import ANSWERS
from cha.team.models.shift import Shift
from cha.team.roster import coming_absences

# So far ahead, beyond what is asked, the nearest time is looked for.
AHEAD: Final = timedelta(days=14)
EVER: Final = datetime.max.replace(tzinfo=UTC) - timedelta(days=1)
DAY: Final = timedelta(days=1)
MOST: Final = 500
# What one promise is of work, where nothing is learned yet, by what keeps it.
WORK: Final = {Promise.KeptBy.ANSWER: timedelta(minutes=10), Promise.KeptBy.CALL: timedelta(minutes=15)}
OTHERWISE: Final = timedelta(minutes=20)


@dataclass(frozen=True, slots=True)
class Ground:
    """What decides for one keeper; `verdict` asks of a moment, without a query."""

    now: datetime
    zone: str
    spans: tuple[Span, ...]
    load: tuple[Due, ...]
    usual: timedelta
    work: timedelta
    shifts: tuple[Span, ...] | None = None
    away: tuple[Span, ...] = ()

    def verdict(self, by: datetime) -> Verdict:
        """Whether `by` can be promised."""
        return holds(
            by,
            now=self.now,
            spans=self.spans,
            load=self.load,
            usual=self.usual,
            work=self.work,
            shifts=self.shifts,
            away=self.away,
            zone=self.zone,
        )


def can_hold(
    conversation: Conversation,
    by: datetime,
    keeper: Member,
    at: datetime,
    *,
    kept_by: str = Promise.KeptBy.HAND,
    besides: Promise | None = None,
) -> Verdict:
    """Whether a keeper can hold a moment there. kept_by: what keeps it; besides: the promise that moves."""
    return grounds(conversation, [keeper], at, until=by, kept_by=kept_by, besides=besides)[keeper.pk].verdict(by)


def grounds(
    conversation: Conversation,
    keepers: Sequence[Member],
    at: datetime,
    *,
    until: datetime,
    kept_by: str = Promise.KeptBy.HAND,
    besides: Promise | None = None,
) -> dict[int, Ground]:
    """What decides for each of `keepers`, by their id, as far as two weeks beyond `until`.

    Five queries at most, one more where a plan is kept; what such things take is asked for once a minute.
    """
    hours = _hours(conversation)
    # A time that is years away is looked at where it lies, not day by day until there.
    near, far = spans_between(hours, at - DAY, at + AHEAD), spans_between(hours, until - DAY, until + AHEAD)
    work = WORK.get(Promise.KeptBy(kept_by), OTHERWISE)
    shifts, away = _shifts(keepers, (at, until)), _away(keepers, at)
    one = Ground(
        now=at,
        zone=conversation.person.zone or hours.zone,
        spans=joined((*near, *far)),
        load=(),
        usual=max(work, usual_lead("other", conversation.topic) or work),
        work=work,
    )
    load = _loads(keepers, besides)
    return {
        keeper.pk: replace(
            one, load=tuple(load[keeper.pk]), shifts=shifts.get(keeper.pk), away=tuple(away.get(keeper.pk, ()))
        )
        for keeper in keepers
    }


def _shifts(keepers: Sequence[Member], around: Sequence[datetime]) -> dict[int, tuple[Span, ...]]:
    """When those work who have a plan, around these moments; who has none is there while the channel is open."""
    plans = [plan for plan in Shift.objects.filter(member__in=list(keepers)) if any(plan.own_hours)]
    face = brand() if plans else None
    found = {}
    for plan in plans:
        hours = (face or Brand()).hours_of_plan(plan)
        found[plan.member_id] = joined(span for at in around for span in spans_between(hours, at - DAY, at + AHEAD))
    return found


def _away(keepers: Sequence[Member], at: datetime) -> dict[int, list[Span]]:
    """When they said that they are not there, so that it can be told from when they do not work."""
    found: dict[int, list[Span]] = {}
    for absence in coming_absences(at, keepers):
        found.setdefault(absence.member_id, []).append(Span(absence.since, absence.until or EVER))
    return found


def _hours(conversation: Conversation) -> Hours:
    channel = channel_of(conversation)
    if channel:
        return channel.hours()
    face = brand()
    return face.hours() if face else always()


def _loads(keepers: Sequence[Member], besides: Promise | None) -> dict[int, list[Due]]:
    """What each of them has promised; what nobody has yet is shared by all who answer."""
    rows = [row for row in _promised() if besides is None or row[0] != besides.pk]
    everyone = len(_answering()) if any(row[1] is None for row in rows) else 1
    load: dict[int, list[Due]] = {keeper.pk: [] for keeper in keepers}
    for _pk, keeper, by, kept_by in rows:
        work = WORK.get(Promise.KeptBy(kept_by), OTHERWISE)
        if keeper is None:
            for dues in load.values():
                dues.append(Due(by, work / max(everyone, 1)))
        elif keeper in load:
            load[keeper].append(Due(by, work))
    return load


def _promised() -> QuerySet[Promise, tuple[int, int | None, datetime, str]]:
    """All that is promised, soonest first: who keeps it is who was named, else who has the conversation."""
    found = Promise.objects.filter(state=Promise.State.OPEN).order_by("by")
    who = Coalesce("keeper_id", "conversation__assignee_id")
    return found.annotate(who=who).values_list("pk", "who", "by", "kept_by")[:MOST]


def _answering() -> QuerySet[Member, int]:
    return Member.objects.filter(is_active=True, role__in=ANSWERS).values_list("pk", flat=True)[:MOST]
