"""Keeping the clocks of targets: every event that may change whose turn it is says so in the ledger, and is counted.

The ledger is the source: what each event left behind stands among its facts (`turn`, `turn_at`), and `rebuilt` folds
them again. The kept row is the same fold, one event further each time; it is there only where there are targets.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from typing import Final

from django.db.models import QuerySet

from cha.channels.models import Channel, channel_of
from cha.conversations.models import Conversation, State
from cha.core import held
from cha.core.actor import CHA
from cha.core.clock import now
from cha.core.hours import always
from cha.core.ledger import Event, record
from cha.core.prepared import insert, update
from cha.core.queries import asked
from cha.core.tasks import task
from cha.core.timers import set_timer, stop_timer
from cha.core.verbs import verb
from cha.people.models import Person
from cha.promises.models.target import scopes
from cha.promises.models.target_clock import ClockRow, clock_row
from cha.promises.targets import STEPS, Scope, TargetClock, choose, clocks
from cha.promises.turns import Change, Left, Turn, Turns, after, changes_of

AT_ONCE: Final = 200
MOST_EVENTS: Final = 5_000
# What takes back what came after a moment; everything else goes on from there.
CUTS: Final = frozenset(
    {
        "message.withdrawn", "message.taken_back", "conversation.put_back", "conversation.taken_back",
        "conversation.merged", "conversation.given_back", "conversation.taken_apart", "conversation.split",
        "conversation.split_off",
    }
)  # fmt: skip
APART: Final = ("conversation.given_back", "conversation.taken_apart")
_TURNS: Final[dict[str, Turn]] = {
    State.OURS: "ours",
    State.THEIRS: "theirs",
    State.PUT_RIGHT: "right",
    State.CONFIRMED: "right",
    State.ASIDE: "aside",
    State.TRASH: "aside",
    State.JOINED: "joined",
}


def turn(event: Event) -> None:
    """Reaction: whose turn it is after this event is written among its facts, and counted."""
    if event.conversation_id is not None:
        held.at_the_end(held.ROWS, _count, event)


def _count(events: list[Event]) -> None:
    known = scopes()
    for pk, group in groupby(sorted(events, key=lambda event: event.conversation_id or 0), _conversation):
        conversation = held.hold(Conversation, pk)
        row = clock_row(pk) if known else None
        turns = Turns.from_data(row.turns) if row else Turns()
        for event in group:
            event.facts |= _facts(conversation, event)
            first = _is_first(conversation, event)
            if not turns.changes and (known or first or event.verb == "conversation.split_off"):
                seed = () if first else _seed(conversation, _left(event).at)
                event.facts |= {"turn_from": Turns(seed).to_data()["changes"]}
            turns = after(turns, _left(event))
        if known:
            _keep(conversation, row, turns, known)


def _conversation(event: Event) -> int:
    return event.conversation_id or 0


def _facts(conversation: Conversation, event: Event) -> dict[str, object]:
    turn_now, at = _TURNS[conversation.state], event.at
    if turn_now == "ours":
        at = conversation.waiting_since or at
    elif event.verb == "message.said":
        at = conversation.last_at
    return {"turn": turn_now, "turn_at": at.isoformat()}


def _is_first(conversation: Conversation, event: Event) -> bool:
    """Whether nothing came before this event."""
    return event.verb == "message.heard" and conversation.heard_count <= 1 and conversation.first_answer_at is None


def _seed(conversation: Conversation, before: datetime) -> tuple[Change, ...]:
    """What the columns know of the time before a moment, for what began before it was counted."""
    found = [Change(conversation.opened_at, "ours")]
    first = conversation.first_answer_at
    if first and first > conversation.opened_at:
        found.append(Change(first, "theirs"))
    return tuple(change for change in found if change.at < before)


def _left(event: Event) -> Left:
    facts = event.facts
    return Left(
        turn=facts["turn"],
        at=datetime.fromisoformat(facts["turn_at"]),
        happened=event.at,
        cut=event.verb in CUTS,
        merged=event.subject_id if event.verb == "conversation.merged" else None,
        apart=event.subject_id if event.verb in APART else None,
        seed=changes_of(facts.get("turn_from", ())),
    )


def _keep(conversation: Conversation, row: ClockRow | None, turns: Turns, known: list[Scope]) -> None:
    if row is None:
        row = ClockRow(conversation_id=conversation.pk, turns=turns.to_data())
        insert(row)
    else:
        row.turns = turns.to_data()
        update(row, ["turns"])
    _set(conversation, row, turns, known)


def _set(conversation: Conversation, row: ClockRow, turns: Turns, known: list[Scope]) -> None:
    """Be woken when the next clock runs out that was not noted yet."""
    found = _clocks(conversation, turns, known, now())
    dues = [clock.due for clock in found if clock.due and clock.key not in row.missed and _runs(clock, turns)]
    if dues:
        set_timer(f"target:{conversation.pk}", min(dues), target_due, conversation.pk)
    else:
        stop_timer(f"target:{conversation.pk}")


def _runs(clock: TargetClock, turns: Turns) -> bool:
    return turns.changes[-1].turn == "ours" and clock.state in ("running", "missed")


def _clocks(conversation: Conversation, turns: Turns, known: list[Scope], at: datetime) -> tuple[TargetClock, ...]:
    tagged = any(row.tag is not None for row in known)
    tags = frozenset(_tags(conversation.person_id)) if tagged else frozenset()
    place = {"channel": conversation.channel_id, "topic": conversation.topic, "tags": tags}
    chosen = {step: choose(known, step, **place) for step in STEPS}  # type: ignore[arg-type]
    minutes: dict[str, int] = {step: found for step, found in chosen.items() if found is not None}
    if not minutes:
        return ()
    channel: Channel | None = channel_of(conversation)
    return clocks(turns.changes, minutes, channel.hours() if channel else always(), at)


@asked(int)
def _tags(person: int) -> QuerySet[Person, int]:
    return Person.objects.filter(pk=person, tags__isnull=False).values_list("tags", flat=True)


def clock_of(conversation: Conversation, at: datetime) -> tuple[TargetClock, ...]:
    """The clocks of a conversation at a moment; none where there are no targets."""
    known = scopes()
    row = clock_row(conversation.pk) if known else None
    return _clocks(conversation, Turns.from_data(row.turns), known, at) if row else ()


def stated_minutes(conversation: Conversation, known: list[Scope] | None = None) -> int | None:
    """Within how many open minutes the next answer is asked of ourselves, by the targets; None where none fits."""
    known = scopes() if known is None else known
    step = "next" if conversation.first_answer_at else "first"
    tagged = any(row.tag is not None for row in known)
    tags = frozenset(_tags(conversation.person_id)) if tagged else frozenset()
    return choose(known, step, channel=conversation.channel_id, topic=conversation.topic, tags=tags)


def stated_within(channel: Channel, step: str, topic: str = "") -> int:
    """Within how many open minutes a step is stated on a channel to whoever writes now: the target there, else what
    the channel itself states. step: of the forecast ("read", "answer", "put_right").
    """
    own = "put_right" if step == "put_right" else "first"
    return choose(scopes(), own, channel=channel.pk, topic=topic, tags=frozenset()) or channel.target_minutes


@task("promises.target_due", rank=3)
def target_due(conversation_id: int) -> None:
    """A clock has run out, or was to."""
    note_missed(conversation_id)


@verb
def note_missed(conversation_id: int) -> list[str]:
    """Record the targets that are missed by now, each once. Returns their keys."""
    conversation = Conversation.objects.filter(pk=conversation_id).first()
    known = scopes()
    row = ClockRow.objects.select_for_update().filter(pk=conversation_id).first() if known else None
    if conversation is None or row is None:
        return []
    at, turns = now(), Turns.from_data(row.turns)
    missed = [clock for clock in _clocks(conversation, turns, known, at) if _over(clock, at)]
    new = [clock for clock in missed if clock.key not in row.missed]
    for clock in new:
        facts = {"step": clock.step, "minutes": clock.minutes, "due": clock.due.isoformat() if clock.due else ""}
        person = conversation.person_id
        record("target.missed", by=CHA, on=conversation, conversation=conversation.pk, person=person, **facts)
    if new:
        row.missed, row.missed_at = [*row.missed, *(clock.key for clock in new)], at
        row.save(update_fields=["missed", "missed_at"])
    _set(conversation, row, turns, known)
    return [clock.key for clock in new]


def _over(clock: TargetClock, at: datetime) -> bool:
    return clock.state == "missed" or (clock.state == "running" and clock.due is not None and clock.due <= at)


def rebuilt(conversation: Conversation) -> Turns:
    """The history as the ledger tells it, from nothing."""
    turns = Turns()
    rows = Event.objects.filter(conversation_id=conversation.pk, facts__has_key="turn").order_by("id")
    for event in rows[:MOST_EVENTS]:
        left = _left(event)
        if not turns.changes and "turn_from" not in event.facts:
            left = replace(left, seed=_seed(conversation, left.at))
        turns = after(turns, left)
    return turns


def _begun(conversation: Conversation) -> Turns:
    """The history of a conversation of which the ledger tells none, from its columns."""
    at = conversation.waiting_since or now()
    left = Left(_TURNS[conversation.state], at, at, seed=_seed(conversation, at))
    return after(Turns(), left)


@task("promises.count_targets", rank=6)
def count_targets(after_id: int) -> None:
    """Count open conversations from the ledger anew, `AT_ONCE` of them at a time, by id from `after_id` on."""
    rows = Conversation.objects.filter(state__in=[State.OURS, State.THEIRS], pk__gt=after_id)
    found = list(rows.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    if found:
        count_again(found)
    if len(found) == AT_ONCE:
        count_targets.enqueue(found[-1])


@verb
def count_again(conversation_ids: Iterable[int]) -> None:
    """Count conversations from the ledger, because targets or hours have changed. What was missed stays noted."""
    known = scopes()
    for pk in conversation_ids:
        conversation = held.hold(Conversation, pk)
        row = clock_row(pk)
        turns = rebuilt(conversation)
        if not turns.changes:
            turns = _begun(conversation)
        if turns.changes and known:
            _keep(conversation, row, turns, known)


def counted_again(event: Event) -> None:
    """Reaction: the topic is another one, so another target may count."""
    if event.conversation_id is not None:
        held.at_the_end(held.ROWS, _set_again, event.conversation_id)


def _set_again(conversation_ids: list[int]) -> None:
    known = scopes()
    for pk in sorted(set(conversation_ids)) if known else ():
        row = clock_row(pk)
        if row:
            _set(held.hold(Conversation, pk), row, Turns.from_data(row.turns), known)
