"""Taking apart: two persons who were joined are two again, message by message, whenever it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from django.db import models

from cha.conversations.joining_persons.holding import hold_persons
from cha.conversations.joining_persons.joining import be_known, must_be_seen, show
from cha.conversations.joining_persons.known import columns, given_back, known_of
from cha.conversations.joining_persons.rows import CONVERSATIONS, POINTS, SHYER, SPLITS, carried, give_back
from cha.conversations.joining_persons.single import split_off, who_for
from cha.conversations.models import merging
from cha.conversations.models.conversation import Conversation
from cha.conversations.models.merging import Merge
from cha.conversations.models.message import Kind, Message
from cha.conversations.models.splitting import Split, put_together
from cha.conversations.story import PRESSING
from cha.core.actor import Acting, Actor, actor_of
from cha.core.clock import now
from cha.core.errors import Conflict
from cha.core.ledger import record
from cha.core.prepared import update
from cha.core.verbs import verb
from cha.people.consents import part_consents
from cha.people.models import ContactPoint, Joining, Person
from cha.people.models.suggesting import settle


@verb
def take_apart(
    joining: Joining, *, by: Acting | Actor, goes_to: Person | None = None, along: Collection[int] = ()
) -> Person:
    """Give back all that came along when two persons were joined. Returns the one who stands again.

    What was said since stays with the one who stayed, but for the messages `along` (ids, of `said_since`); with
    `goes_to` all of it is that one's. What is known and was changed since stays as it was changed. Raises Conflict
    when they are two already, or when the one who stayed turned out to be somebody else; NotFound, Refused.
    """
    must_be_seen([joining.stays_id], by)
    held = hold_persons(joining.stays_id, joining.goes_id)
    row = Joining.objects.select_for_update().get(pk=joining.pk)
    _must_stand(row, held[row.stays_id])
    since = said_since(row)
    all_go = goes_to is not None and goes_to.pk == row.goes_id
    going = {message.pk for message in since if all_go or message.pk in along}
    theirs = _stories_apart(row, going, by)
    theirs = _said_apart(row, theirs, {message.pk for message in since}, going, by)
    give_back(row, theirs)
    part_consents(carried(row, SHYER), by=by)
    stays, goes = _known_apart(row, held)
    _splits_undone(row, by)
    actor = actor_of(by)
    row.undone_at, row.undone_by_kind, row.undone_by_id = now(), actor.kind, actor.id
    row.save(update_fields=["undone_at", "undone_by_kind", "undone_by_id"])
    settle(stays.pk, goes.pk, "apart", by=by)
    show(row, Conversation.objects.filter(person=goes).values_list("pk", flat=True), _BACK, goes.pk, by)
    facts = {"stays": stays.pk, "goes": goes.pk}
    record("person.given_back", by=by, on=row, person=goes.pk, **facts)
    record("person.taken_apart", by=by, on=row, person=stays.pk, **facts)
    return goes


_BACK = "conversation.person_given_back"


def said_since(row: Joining) -> list[Message]:
    """What was heard after two were joined and may be of either: in what came, or from an address that came."""
    points = ContactPoint.objects.filter(pk__in=carried(row, POINTS))
    values = set(points.values_list("value", flat=True))
    heard = Message.objects.filter(conversation__person=row.stays_id, kind=Kind.HEARD, at__gt=row.at)
    came = models.Q(conversation__in=_offspring(row)) | models.Q(address__in=values)
    return list(heard.filter(came).select_related("conversation").order_by("pk"))


def _must_stand(row: Joining, stays: Person) -> None:
    if row.undone_at:
        raise Conflict("They are two persons already.", code="apart_already")
    if stays.joined_into_id:
        raise Conflict("They turned out to be somebody else again. Take that apart first.", code="joined_on")


def _offspring(row: Joining) -> set[int]:
    """The conversations that came, with what was split off them since."""
    found = level = set(carried(row, CONVERSATIONS))
    while level:
        splits = Split.objects.filter(source__in=level, undone_at=None, at__gt=row.at, into__person=row.stays_id)
        level = set(splits.values_list("into_id", flat=True)) - found
        found = found | level
    return found


def _stories_apart(row: Joining, going: Collection[int], by: Acting | Actor) -> set[int]:
    """Take apart what was made one story since across the two, newest first. Returns the conversations that go back."""
    theirs = _offspring(row)
    across = Merge.objects.filter(undone_at=None, at__gt=row.at).order_by("-pk")
    mixed = across.filter(
        models.Q(source__in=theirs) & ~models.Q(into__in=theirs)
        | models.Q(into__in=theirs) & ~models.Q(source__in=theirs)
    )
    for merge in mixed:
        story = Conversation.objects.get(pk=merge.into_id)
        back = going if merge.source_id in theirs else ()
        merging.take_apart(merge, by=who_for(story, by), along=back)
    return theirs


def _said_apart(
    row: Joining, theirs: set[int], since: set[int], going: Collection[int], by: Acting | Actor
) -> set[int]:
    """Let what was said since be in conversations of whose it is. Returns those that go back."""
    found = set(theirs)
    by_conversation = defaultdict(set)
    for message in Message.objects.filter(pk__in=since).only("pk", "conversation_id"):
        by_conversation[message.conversation_id].add(message.pk)
    for conversation in Conversation.objects.filter(pk__in=by_conversation, state__in=PRESSING).order_by("pk"):
        came = conversation.pk in theirs
        moving = {pk for pk in by_conversation[conversation.pk] if (pk in going) != came}
        if not moving:
            continue
        parted = split_off(conversation, moving, by)
        whole = conversation.pk if parted is None else parted.into_id
        if came:
            found.discard(whole)
            Conversation.objects.filter(pk=whole).update(person=row.stays_id)
        else:
            found.add(whole)
    return found


def _known_apart(row: Joining, held: Mapping[int, Person]) -> tuple[Person, Person]:
    stays, goes = held[row.stays_id], held[row.goes_id]
    be_known(stays, columns(given_back(known_of(stays), row.before, row.after)))
    stays.tags.remove(*row.tags)
    goes.joined_into = None
    goes.version += 1
    update(goes, ["joined_into", "version"])
    return stays, goes


def _splits_undone(row: Joining, by: Acting | Actor) -> None:
    """What was split because some messages stayed is one story again, where both parts still stand alone."""
    for split in Split.objects.filter(pk__in=carried(row, SPLITS), undone_at=None).select_related("source", "into"):
        if {split.source.state, split.into.state} <= set(PRESSING) and split.source.person_id == split.into.person_id:
            put_together(split, by=who_for(split.source, by))
