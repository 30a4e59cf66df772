"""Looking: rows of persons as values to compare, their keys kept, and candidates found by them. Never a scan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet

from cha.conversations.access import sees_all, visible_to
from cha.conversations.models.conversation import Conversation
from cha.conversations.models.message import Kind, Message
from cha.core import held
from cha.core.actor import CHA
from cha.core.ledger import Event
from cha.core.prepared import insert_all, made
from cha.core.queries import asked
from cha.core.tasks import task
from cha.core.verbs import verb
from cha.people.likeness.judging import MANY, judge
from cha.people.likeness.keys import Key, keys_of
from cha.people.likeness.sides import Address, Side
from cha.people.models.contact_point import ContactPoint
from cha.people.models.fact import Fact
from cha.people.models.likeness import LikenessKey, MergeSuggestion
from cha.people.models.person import Person
from cha.people.models.suggesting import suggest
from cha.team.models import Member

# A key that more persons have than this says nothing by itself: a common name, a shared mailbox.
SO_MANY: Final = 24
MOST: Final = 12
AT_ONCE: Final = 100
FACTS: Final = 60
# So many of their newest messages are looked through, of each so many letters.
TEXTS: Final = 5
LETTERS: Final = 600
# What a pattern of the house took for an order's number and is longer is none.
NUMBER: Final = 24
Said = tuple[str, str]
# How telling a key is, where there are more candidates than are compared.
WORTH: Final = {"account": 8, "email": 7, "phone": 6, "order": 4, "name": 3, "local": 2}
KINDS: Final = ("order", "phone", "email", "address", "said", "city", "postcode", "born")


@task("people.look_alike", rank=8, gathers=True)
def look_alike(*person_ids: int) -> None:
    """Keep the keys of persons as they are now, and suggest who may be the same as somebody else."""
    for pk in dict.fromkeys(person_ids):
        look(pk)


@task("people.look_at_everybody", rank=9)
def look_at_everybody(after: int) -> None:
    """The same for all persons beyond an id, a hundred at a time: once, where they were there before their keys."""
    found = list(Person.objects.standing().filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    look_alike(*found)
    if len(found) == AT_ONCE:
        with transaction.atomic():
            look_at_everybody.enqueue(found[-1], key=f"look_at_everybody:{found[-1]}")


def tells_who(event: Event) -> bool:
    """Whether a fact says something about who they are."""
    return event.facts.get("kind") in KINDS


def look(person: int) -> list[int]:
    """Keep one person's keys and make the suggestions about them. Returns who else it may be."""
    mine = sides_of([person]).get(person)
    keys = keys_of(mine) if mine else frozenset()
    if keys != frozenset(_keys(person)):
        keep_keys(person, keys)
    found = candidates(person, keys)
    return _suggested(person, mine, found) if mine and found else []


def _suggested(person: int, mine: Side, found: dict[int, int]) -> list[int]:
    known = settled(person)
    others = sides_of([pk for pk in found if pk not in known])
    suggested = []
    for pk, theirs in others.items():
        verdict = judge(mine, theirs, namesakes=found[pk])
        if verdict.level == "suggest":
            reasons = [(reason.code, reason.points, reason.value) for reason in verdict.reasons]
            suggest(person, pk, verdict.score, reasons, by=CHA)
            suggested.append(pk)
    return suggested


def candidates(person: int, keys: Iterable[Key]) -> dict[int, int]:
    """Who shares a key, the most telling first, `MOST` at most; each with how many here are called like that."""
    worth: dict[int, int] = defaultdict(int)
    namesakes: dict[int, int] = defaultdict(int)
    for kind, key in keys:
        found = [pk for pk in _who_has(kind, key) if pk != person]
        if kind == "name":
            for pk in found:
                namesakes[pk] = max(namesakes[pk], len(found))
        # Of too many, the newest alone are looked at where it is more than a name that they share.
        if len(found) < SO_MANY or kind in ("account", "email"):
            for pk in found:
                worth[pk] += WORTH[kind]
    best = sorted(worth, key=lambda pk: (-worth[pk], -pk))[:MOST]
    return {pk: namesakes[pk] if namesakes[pk] > MANY else 0 for pk in best}


@verb
def keep_keys(person: int, keys: frozenset[Key]) -> None:
    """Let these be the keys of a person. No event: they say nothing that is not known already."""
    # Two workers may look at one person at once.
    held.hold(Person, person)
    had = frozenset(_keys(person))
    for kind, key in had - keys:
        LikenessKey.objects.filter(person=person, kind=kind, key=key).delete()
    if new := sorted(keys - had):
        insert_all([made(LikenessKey, person_id=person, kind=kind, key=key) for kind, key in new])


def sides_of(ids: Iterable[int]) -> dict[int, Side]:
    """What is known of persons, by id; not of those who turned out to be another. Four prepared questions each."""
    people = [person for pk in ids for person in _person(pk)]
    return {row.pk: _side(row, _points_of(row.pk), _facts_of(row.pk), _said_by(row.pk)) for row in people}


def sides_for(ids: Iterable[int], member: Member) -> dict[int, Side]:
    """The same, of what a member may see: nothing that was told in a conversation out of their sight (law 8)."""
    if sees_all(member):
        return sides_of(ids)
    found = {}
    for row in (person for pk in ids for person in _person(pk)):
        seen = set(visible_to(member).filter(person=row.pk).values_list("pk", flat=True))
        facts = [fact for fact in _facts_of(row.pk) if fact.conversation_id is None or fact.conversation_id in seen]
        heard = Message.objects.filter(conversation__in=seen, kind=Kind.HEARD).order_by("-pk")
        found[row.pk] = _side(row, _points_of(row.pk), facts, list(heard.values_list("text", "language")[:TEXTS]))
    return found


def _side(person: Person, points: Sequence[ContactPoint], facts: Sequence[Fact], said: Sequence[Said]) -> Side:
    told = defaultdict(list)
    for fact in facts:
        if not fact.corrected_by_id and fact.kind in KINDS:
            told[fact.kind].append(fact.value)
    custom = {str(key): str(value) for key, value in person.custom.items()}
    return Side(
        name=person.name,
        emails=_addresses("email", points, told["email"]),
        phones=_addresses("phone", points, told["phone"]),
        accounts=tuple(point.value for point in points if point.kind == ContactPoint.Kind.ACCOUNT),
        language=person.language or next((language for _, language in said if language), ""),
        city=custom.get("city", "") or _first(told["city"]),
        street=_first(told["address"]) or custom.get("address", ""),
        postcode=custom.get("postcode", "") or _first(told["postcode"]),
        organisation=person.organisation.name if person.organisation else "",
        orders=tuple(order for order in told["order"] if len(order) <= NUMBER),
        words=(*told["said"], *(text[:LETTERS] for text, _ in said)),
        born=_first(told["born"]),
    )


def _addresses(kind: str, points: Sequence[ContactPoint], told: Sequence[str]) -> tuple[Address, ...]:
    kept = [Address(point.value, point.proven) for point in points if point.kind == kind]
    values = {one.value for one in kept}
    return (*kept, *(Address(value.lower(), told=True) for value in told if value.lower() not in values))


def _first(values: Sequence[str]) -> str:
    return values[0] if values else ""


def settled(person: int) -> set[int]:
    """Those about whom somebody decided already, whether they are this person."""
    return {pk for pair in _settled(person, person) for pk in pair} - {person}


@asked(int, int)
def _settled(one: int, other: int) -> QuerySet[MergeSuggestion, tuple[int, int]]:
    rows = MergeSuggestion.objects.filter(Q(one_id=one) | Q(other_id=other), state__in=("joined", "apart"))
    return rows.values_list("one_id", "other_id")


@asked(int)
def _person(pk: int) -> QuerySet[Person]:
    return Person.objects.standing().filter(pk=pk).select_related("organisation")


@asked(int)
def _points_of(person: int) -> QuerySet[ContactPoint]:
    return ContactPoint.objects.filter(person_id=person).order_by("pk")


@asked(int)
def _facts_of(person: int) -> QuerySet[Fact]:
    return Fact.objects.filter(person_id=person).order_by("-pk")[:FACTS]


@asked(int)
def _said_by(person: int) -> QuerySet[Message, Said]:
    theirs = Conversation.objects.filter(person_id=person).values("pk")
    heard = Message.objects.filter(conversation__in=theirs, kind=Kind.HEARD).order_by("-pk")
    return heard.values_list("text", "language")[:TEXTS]


@asked(int)
def _keys(person: int) -> QuerySet[LikenessKey, tuple[str, str]]:
    return LikenessKey.objects.filter(person_id=person).values_list("kind", "key")


@asked(str, str)
def _who_has(kind: str, key: str) -> QuerySet[LikenessKey, int]:
    rows = LikenessKey.objects.filter(kind=kind, key=key).order_by("-person_id")
    return rows.values_list("person_id", flat=True)[: SO_MANY + 1]
