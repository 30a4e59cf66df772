"""Joining: one person turns out to be another, and all of theirs comes along. One act; `take_apart` undoes it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import timedelta

from django.db import models

from cha.conversations.access import must_exist, sees_all, visible_to
from cha.conversations.joining_persons.holding import hold_persons
from cha.conversations.joining_persons.known import BOTH, GOES, STAYS, columns, known_of, together
from cha.conversations.joining_persons.rows import CONSENTS, SHYER, Left, carry, note_carried
from cha.conversations.joining_persons.single import split_off
from cha.conversations.models.conversation import Conversation, State
from cha.conversations.models.message import Kind, Message
from cha.core.actor import Acting, Actor, actor_of
from cha.core.clock import now
from cha.core.errors import Conflict, Invalid, NotFound, Refused
from cha.core.ledger import record
from cha.core.prepared import update
from cha.core.tasks import task
from cha.core.verbs import verb
from cha.people.consents import join_consents
from cha.people.models import Consent, ContactPoint, Joining, Person
from cha.people.models.suggesting import settle
from cha.team.models import Member

# What was on its way to the one who goes while they were joined has arrived by then.
LATE = timedelta(seconds=30)
NOBODY = "There is no such person, or they are not yours to see."


@verb
def join_persons(
    stays: Person,
    goes: Person,
    *,
    by: Acting | Actor,
    keep: Mapping[str, str] | None = None,
    leave: Collection[int] = (),
) -> Joining:
    """Let `goes` be `stays` from now on: addresses, conversations, facts, promises and all else come along.

    `keep` says of what is known whose stands (`{"name": "goes"}`); what is not named is the one's who stays, or the
    other's where there is none. `leave` are ids of conversations and of heard messages that stay with `goes`, who then
    stands as before. Raises Invalid for one and the same, or when all is left; Conflict when one of them was joined
    already, or an answer is about to go out; NotFound, Refused.
    """
    stays, goes = both(stays, goes, by)
    left = _left(goes, leave, by)
    before, actor = known_of(stays), actor_of(by)
    after = together(before, known_of(goes), _read(keep or {}))
    row = Joining(stays=stays, goes=goes, by_kind=actor.kind, by_id=actor.id, before=before, after=after)
    row.whole = not left.conversations
    row.tags = _tags(stays, goes)
    row.save(force_insert=True)
    _consents(row, by)
    came = carry(row, left)
    be_known(stays, columns(after))
    if row.whole:
        goes.joined_into = stays
        update(goes, ["joined_into"])
        gather.enqueue(row.pk, key=f"gather:{row.pk}", due=now() + LATE)
    settle(stays.pk, goes.pk, "joined", by=by)
    show(row, came, "conversation.person_joined", stays.pk, by)
    facts = {"stays": stays.pk, "goes": goes.pk, "whole": row.whole}
    record("person.joined", by=by, on=row, person=goes.pk, **facts)
    record("person.merged", by=by, on=row, person=stays.pk, **facts)
    return row


def both(one: Person, other: Person, by: Acting | Actor) -> tuple[Person, Person]:
    """Both rows, locked after their conversations, for somebody who may join them.

    Must be called inside a verb. Raises as `join_persons`.
    """
    if one.pk == other.pk:
        raise Invalid("That is one and the same person. Choose another one.", field="other")
    must_be_seen([one.pk, other.pk], by)
    found = hold_persons(one.pk, other.pk)
    rows = found[one.pk], found[other.pk]
    if any(row.joined_into_id for row in rows):
        raise Conflict("Somebody was quicker: one of them is joined with somebody already.", code="joined_already")
    return rows


def must_be_seen(ids: Collection[int], by: Acting | Actor) -> None:
    """Raise NotFound where one of these persons does not exist for somebody, Refused for who may not join persons."""
    if actor_of(by).kind == "person":
        raise Refused("Only the team can do this.")
    if not isinstance(by, Member):
        return
    seen = set(ids) if sees_all(by) else set(visible_to(by).filter(person__in=ids).values_list("person_id", flat=True))
    if seen != set(ids):
        raise NotFound(NOBODY)
    if not by.answers:
        raise Refused("You may look and leave a note. Somebody with a seat does this.", code="no_seat")


def be_known(person: Person, values: Mapping[str, object]) -> None:
    """Let a locked person be known by these columns; what shows them is rendered anew."""
    for name, value in values.items():
        setattr(person, name, value)
    person.version += 1
    update(person, [*values, "version"])


def show(row: Joining, conversations: Collection[int], verb_: str, person: int, by: Acting | Actor) -> None:
    """Let conversations that changed whose they are be rendered anew, each with its line in the ledger."""
    rows = Conversation.objects.filter(pk__in=list(conversations)).exclude(state=State.JOINED)
    ids = list(rows.values_list("pk", flat=True))
    rows.update(version=models.F("version") + 1)
    for pk in ids:
        record(verb_, by=by, on=row, conversation=pk, person=person)


@task("people.gather", rank=8)
def gather(joining_id: int) -> None:
    """What came in for the one who goes while they were joined comes along too."""
    row = Joining.objects.filter(pk=joining_id, undone_at=None).first()
    if row:
        _gather(row)


@verb
def _gather(row: Joining) -> None:
    hold_persons(row.stays_id, row.goes_id)
    row.refresh_from_db()
    if not row.undone_at:
        carry(row, Left())


def _consents(row: Joining, by: Acting | Actor) -> None:
    """The shyer decision counts; what was written for it is remembered beside what came."""
    before = set(Consent.objects.filter(person=row.stays_id).values_list("pk", flat=True))
    came = join_consents(row.stays, row.goes, by=by)
    new = Consent.objects.filter(person=row.stays_id).exclude(pk__in=[*before, *came]).order_by("pk")
    note_carried(row, CONSENTS, came)
    note_carried(row, SHYER, list(new.values_list("pk", flat=True)))


def _read(keep: Mapping[str, str]) -> Mapping[str, str]:
    if not set(keep.values()) <= {STAYS, GOES, BOTH}:
        raise Invalid("Choose whose it is.", field="keep")
    return keep


def _tags(stays: Person, goes: Person) -> list[int]:
    """Put the tags of the one who goes on the other. Returns the ids of those that are new there."""
    mine = set(stays.tags.values_list("pk", flat=True))
    new = sorted(set(goes.tags.values_list("pk", flat=True)) - mine)
    stays.tags.add(*new)
    return new


def _left(goes: Person, leave: Collection[int], by: Acting | Actor) -> Left:
    """What stays with the one who goes; where single messages stay, they become conversations of their own."""
    theirs = Conversation.objects.filter(person=goes)
    whole = set(theirs.filter(pk__in=leave).values_list("pk", flat=True))
    heard = Message.objects.filter(pk__in=leave, conversation__person=goes, kind=Kind.HEARD)
    singles = defaultdict(set)
    for pk, of in heard.values_list("pk", "conversation_id"):
        singles[of].add(pk)
    if len(whole) + sum(map(len, singles.values())) != len(set(leave)):
        raise NotFound("There is no such message of theirs.")
    splits = []
    for conversation in theirs.filter(pk__in={*whole, *singles}).order_by("pk"):
        must_exist(conversation, by)
        parted = None if conversation.pk in whole else split_off(conversation, singles[conversation.pk], by)
        whole.add(parted.into_id if parted else conversation.pk)
        splits += [parted.pk] if parted else []
    if whole and not theirs.standing().exclude(pk__in=whole).exists():
        raise Invalid("Then nothing goes. Say that they are not the same person instead.", field="leave")
    return Left(frozenset(whole), _addresses(goes, whole), tuple(splits))


def _addresses(goes: Person, left: Collection[int]) -> frozenset[int]:
    """The contact points that only what is left was written from."""
    if not left:
        return frozenset()
    heard = Message.objects.filter(conversation__person=goes, kind=Kind.HEARD).exclude(address="").order_by()
    staying = set(heard.filter(conversation__in=left).values_list("address", flat=True))
    going = set(heard.exclude(conversation__in=left).values_list("address", flat=True))
    points = ContactPoint.objects.filter(person=goes, value__in=staying - going)
    return frozenset(points.values_list("pk", flat=True))
