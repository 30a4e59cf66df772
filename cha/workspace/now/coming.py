"""What waits to happen, from the rows that make it happen: when, what, who set it, how to move it or call it off."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from cha.conversations.access import visible_to
from cha.conversations.models import Conversation, FollowUp, Later, Snooze, open_laters
from cha.conversations.models.following_up import STANDING
from cha.core.timers import Timer
from cha.language.times import at_when
from cha.promises.acknowledgement.letter import isolated
from cha.promises.models import Promise, RuleRun, run_of
from cha.team.models import Member
from cha.workspace.now.rows import Moment, iso
from cha.workspace.people.story import promise_words

SHOWN: Final = 50
KEYS: Final = ("wake:", "later:", "follow:", "rule:")


@dataclass(frozen=True, slots=True)
class Coming:
    """One thing. `move` opens a form for another time, `undo` is posted to call it off; "" where neither can be."""

    at: datetime
    glyph: str
    what: str
    who: str
    move: str
    undo: str
    conversation: Conversation
    when: str = ""
    iso: str = ""
    due: bool = False
    done: str = ""


def coming_in(conversation: Conversation, moment: Moment) -> list[Coming]:
    """Everything that waits to happen in a conversation, soonest first. Five queries at most."""
    found: list[Coming] = []
    if conversation.snoozed_until:
        row = Snooze.objects.filter(conversation=conversation, woke_at=None).select_related("member").last()
        found.append(_snooze(conversation, row, moment))
    found += [_later(row, conversation, moment) for row in open_laters(conversation.pk).select_related("member")]
    follow_ups = FollowUp.objects.filter(conversation=conversation, state__in=STANDING).select_related("member")
    found += [_follow_up(row, conversation, moment) for row in follow_ups]
    run = run_of(conversation.pk)
    found += [_step(run, conversation, moment)] if run else []
    promises = Promise.objects.filter(conversation=conversation, state=Promise.State.OPEN).select_related("keeper")
    found += [_promise(row, conversation, moment) for row in promises]
    return sorted(found, key=lambda one: one.at)


def coming_for(member: Member, moment: Moment, after: tuple[datetime, int]) -> tuple[list[Coming], str]:
    """What is coming in all that a member may see, soonest first, after a place in the timers' own order; and the place
    of the next page, "" where there is none.
    """
    due, pk = after
    wanted = Q(key__startswith="promise:", key__endswith=":due")
    for key in KEYS:
        wanted |= Q(key__startswith=key)
    later = Timer.objects.filter(wanted, fired_at=None).filter(Q(due__gt=due) | Q(due=due, pk__gt=pk))
    timers = list(later.order_by("due", "pk")[: SHOWN + 1])
    found = _rows([timer.key for timer in timers[:SHOWN]], member, moment)
    last = timers[SHOWN - 1] if len(timers) > SHOWN else None
    return sorted(found, key=lambda one: one.at), f"{last.due.isoformat()}~{last.pk}" if last else ""


def place_of(text: str, otherwise: datetime) -> tuple[datetime, int]:
    """The place that an address names, or the first after a moment."""
    when, _tilde, number = text.partition("~")
    try:
        found = datetime.fromisoformat(when)
    except ValueError:
        return otherwise, 0
    return (found, int(number)) if found.tzinfo and number.isdecimal() and len(number) < 20 else (otherwise, 0)


def _rows(keys: Sequence[str], member: Member, moment: Moment) -> list[Coming]:
    ids: dict[str, list[int]] = {}
    for key in keys:
        kind, number, *rest = key.split(":")
        if number.isdigit() and rest in ([], ["due"]):
            ids.setdefault(kind, []).append(int(number))
    seen = visible_to(member).select_related("person")
    found = [_snooze(row, None, moment) for row in seen.filter(pk__in=ids.get("wake", ())) if row.snoozed_until]
    laters = Later.objects.filter(pk__in=ids.get("later", ()), state=Later.State.WAITING).select_related("member")
    follow_ups = FollowUp.objects.filter(pk__in=ids.get("follow", ())).select_related("member")
    runs = RuleRun.objects.filter(pk__in=ids.get("rule", ()), state="waiting").select_related("rule")
    promises = Promise.objects.filter(pk__in=ids.get("promise", ()), state="open").select_related("keeper")
    rows: list[Later | FollowUp | RuleRun | Promise] = [*laters, *follow_ups, *runs, *promises]
    of = {row.pk: row for row in seen.filter(pk__in={row.conversation_id for row in rows})}
    return found + [_any(row, of[row.conversation_id], moment) for row in rows if row.conversation_id in of]


def _any(row: Later | FollowUp | RuleRun | Promise, conversation: Conversation, moment: Moment) -> Coming:
    if isinstance(row, Later):
        return _later(row, conversation, moment)
    if isinstance(row, FollowUp):
        return _follow_up(row, conversation, moment)
    return _step(row, conversation, moment) if isinstance(row, RuleRun) else _promise(row, conversation, moment)


def _made(
    at: datetime,
    glyph: str,
    words: tuple[str, str],
    ways: Iterable[str],
    about: tuple[Conversation, Moment],
    **more: str,
) -> Coming:
    (what, who), (move, undo), (conversation, moment) = words, ways, about
    when = at_when(at, now=moment.at, zone=moment.zone, language=moment.language)
    return Coming(at, glyph, what, who, move, undo, conversation, when, iso(at), at <= moment.at, **more)


def _snooze(conversation: Conversation, row: Snooze | None, moment: Moment) -> Coming:
    args, at = [conversation.pk], conversation.snoozed_until or moment.at
    who = row.member.first_name if row and row.member else ""
    ways = (reverse("snoozing", args=args), reverse("waking", args=args))
    return _made(at, "clock", (_("It comes back, or sooner when they write"), who), ways, (conversation, moment))


def _later(row: Later, conversation: Conversation, moment: Moment) -> Coming:
    args = [conversation.pk, row.pk]
    ways = (reverse("later-time", args=args), reverse("later-taking-back", args=args))
    what = _("An answer goes: %(words)s") % {"words": row.text[:80]}
    return _made(row.goes_at, "send", (what, row.member.first_name), ways, (conversation, moment))


def _follow_up(row: FollowUp, conversation: Conversation, moment: Moment) -> Coming:
    args = [conversation.pk, row.pk]
    settle = reverse("follow-up-settling", args=args)
    ways = (reverse("follow-up-time", args=args), settle)
    return _made(row.at, "bell", (row.words, row.member.first_name), ways, (conversation, moment), done=settle)


def _step(run: RuleRun, conversation: Conversation, moment: Moment) -> Coming:
    args = [conversation.pk, run.pk]
    what = {
        "nudge": _("One kind word goes, unless they answer"),
        "remind": _("Whoever looks after it is reminded, unless they answer"),
        "aside": _("It is put aside with a farewell, unless they answer"),
    }[run.rule.step(run.step)[2]]
    ways = (reverse("rule-step-time", args=args), reverse("rule-step-stopping", args=args))
    return _made(run.at, "refresh-cw", (what, _("A rule of the house")), ways, (conversation, moment))


def _promise(row: Promise, conversation: Conversation, moment: Moment) -> Coming:
    who = row.keeper.first_name if row.keeper else ""
    ways = (reverse("new-time", args=[conversation.pk, row.pk]), "")
    what = _("Promised: %(words)s") % {"words": isolated(promise_words(row))}
    return _made(row.by, "handshake", (what, who), ways, (conversation, moment))
