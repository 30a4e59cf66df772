"""Moving on: a promise finds a new keeper when its own hands over, or is away before it is due.

Who stands in comes first, then a colleague of a team of theirs who is there when it is due and has promised the least.
Where there is nobody, it stays, and the leads are told.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from cha.conversations.access import visible_to
from cha.conversations.models import Conversation
from cha.conversations.models.handing_over import HandOff
from cha.core.actor import CHA, Acting, Actor
from cha.core.clock import now
from cha.core.ledger import Event, record
from cha.core.tasks import task
from cha.core.timers import set_timer
from cha.core.verbs import verb
from cha.promises.models import Promise
from cha.team.models import Member
from cha.team.models.shift import Absence
from cha.team.roster import works_at

# Of an absence without an end, so much ahead; and how often it is looked again while one lasts.
AHEAD: Final = timedelta(hours=24)
AGAIN: Final = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Hand:
    """Somebody who could keep a promise. there: whether they are at work when it is due; None where no plan says.

    promised: how much they have promised already. near: of a team that the absent one is in.
    """

    member: int
    there: bool | None
    promised: int
    near: bool = True
    stands_in: bool = False


def choose(hands: Iterable[Hand]) -> Hand | None:
    """Whose it is now: who stands in, then the near, then who has promised least. Never who is known to be away."""
    free = [hand for hand in hands if hand.there is not False]
    order = sorted(
        free, key=lambda hand: (not hand.stands_in, not hand.near, not hand.there, hand.promised, hand.member)
    )
    return order[0] if order else None


@verb
def change_keeper(promise: Promise, keeper: Member | None, *, by: Acting | Actor, why: str = "") -> Promise:
    """Give an open promise to somebody else to keep, who is told. The same one again is nothing.

    `why` is a code: "handed", "away" or "". A promise that is settled stays as it was.
    """
    conversation = Conversation.objects.locked(promise.conversation_id)
    row = Promise.objects.select_for_update().get(pk=promise.pk)
    was = row.keeper_id
    if row.state != Promise.State.OPEN or was == (keeper.pk if keeper else None):
        return row
    row.keeper = keeper
    row.save(update_fields=["keeper"])
    conversation.change()
    facts = {"was": was, "keeper": keeper.pk if keeper else None, "why": why}
    record("promise.keeper_changed", by=by, on=row, conversation=conversation.pk, person=row.person_id, **facts)
    return row


@verb
def leave_unkept(promise: Promise, member: Member, *, by: Acting | Actor = CHA) -> None:
    """Nobody is found who keeps it while `member` is away: the leads are told, once."""
    conversation, person = promise.conversation_id, promise.person_id
    record("promise.keeper_missing", by=by, on=promise, conversation=conversation, person=person, was=member.pk)


def handed_on(event: Event) -> None:
    """Reaction: who hands a conversation over hands over what they promised in it; a team has it until one takes it."""
    row = HandOff.objects.select_related("member").filter(pk=event.subject_id).first()
    if row and row.by_id:
        _carry(event, row.by_id, row.member)


def given_on(event: Event) -> None:
    """Reaction: it went from one member to another; what the first one promised in it goes along."""
    was, to = event.facts.get("was_member"), event.facts.get("member")
    if was and to and was != to:
        _carry(event, int(was), Member.objects.get(pk=to))


def _carry(event: Event, was: int, to: Member | None) -> None:
    rows = Promise.objects.filter(conversation_id=event.conversation_id or 0, keeper_id=was, state=Promise.State.OPEN)
    for promise in rows:
        change_keeper(promise, to, by=Actor(event.actor_kind, event.actor_id), why="handed")


def absence_of(event: Event) -> int | None:
    """For the wiring: the absence that the event tells of."""
    found: int | None = event.facts.get("absence")
    return found


@task("promises.move_on", rank=2)
def move_on(absence_id: int) -> None:
    """Somebody is away: what they promised for then finds another keeper. Again and again, for what is promised since.

    Where nobody knows until when, what is due within a day moves, and the rest when it comes so near.
    """
    absence = Absence.objects.select_related("member", "stands_in").filter(pk=absence_id).first()
    at = now()
    if absence is None or (absence.until and absence.until <= at):
        return
    until = absence.until or max(absence.since, at) + AHEAD
    find_new_keepers(absence.member, absence.since, until, stands_in=absence.stands_in)
    with transaction.atomic():
        set_timer(f"absence:{absence.pk}:move_on", max(absence.since, at) + AGAIN, move_on, absence.pk)


def find_new_keepers(
    member: Member, since: datetime, until: datetime, *, stands_in: Member | None = None
) -> list[Promise]:
    """Give what a member promised for a time in which they are away to somebody who is there. Returns what moved.

    Each goes by itself, so that what was cut off goes on where it was; a second time moves nothing. Times are aware.
    """
    moved = []
    for promise in promised_by(member, max(since, now()), until):
        hand = choose(hands_for(promise, member, stands_in))
        if hand is None:
            leave_unkept(promise, member)
        else:
            moved.append(change_keeper(promise, Member.objects.get(pk=hand.member), by=CHA, why="away"))
    return moved


def promised_by(member: Member, since: datetime, until: datetime) -> QuerySet[Promise]:
    """What a member is to keep in a span: what is theirs by name, and what is nobody's in what they look after."""
    theirs = Q(keeper=member) | Q(keeper=None, conversation__assignee=member)
    due = Promise.objects.filter(theirs, state=Promise.State.OPEN, by__gt=since, by__lte=until)
    return due.select_related("conversation").order_by("by", "pk")


def hands_for(promise: Promise, away: Member, stands_in: Member | None) -> list[Hand]:
    """Who could keep a promise: whoever answers people, may see the conversation, and is another."""
    teams = set(away.teams.values_list("pk", flat=True))
    open_ones = Count("promises", filter=Q(promises__state=Promise.State.OPEN), distinct=True)
    found = []
    for one in Member.objects.filter(is_active=True).exclude(pk=away.pk).annotate(promised=open_ones):
        if not one.answers or not visible_to(one).filter(pk=promise.conversation_id).exists():
            continue
        near = bool(teams & set(one.teams.values_list("pk", flat=True)))
        stands = stands_in is not None and one.pk == stands_in.pk
        if near or stands or not teams:
            found.append(Hand(one.pk, works_at(one, promise.by), one.promised, near, stands))
    return found
