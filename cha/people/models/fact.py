"""Facts: what a person has already told us, so that nobody asks again."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.db.models import F

from cha.core.actor import Acting, Actor, actor_of
from cha.core.clock import now
from cha.core.errors import Conflict, Invalid
from cha.core.ids import IdField
from cha.core.ledger import record
from cha.core.prepared import insert, made
from cha.core.queries import asked
from cha.core.verbs import verb
from cha.people.models.person import Person

# The kinds that Cha has a pattern for. "said" is what a member wrote down as it was said.
BUILT_IN: Final = ("order", "date", "amount", "phone", "quantity", "size", "address", "allergy", "email")
SAID: Final = "said"


class Fact(models.Model):
    """One thing they said. `kind` is one of `BUILT_IN`, `SAID`, or one of the house's own (`FactPattern`).

    `source` is the medium it came by, or words; `by_kind` and `by_id` say who wrote it down: "person", "member", "cha".
    A corrected fact stays, struck through. One that a member pinned stands before the others.
    """

    id = IdField()
    person = models.ForeignKey(Person, models.CASCADE, related_name="facts")
    conversation_id = models.BigIntegerField(null=True)
    message_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=24, default=SAID)
    value = models.CharField(max_length=300)
    source = models.CharField(max_length=120, blank=True)
    told_at = models.DateTimeField(default=now)
    corrected_by = models.OneToOneField("self", models.SET_NULL, null=True, related_name="corrects")
    by_kind = models.CharField(max_length=8, blank=True)
    by_id = models.BigIntegerField(null=True)
    pinned_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["person", "kind", "value"], name="fact_known"),
            # Who else told the same address or account.
            models.Index(fields=["value"], name="fact_place", condition=models.Q(kind__in=("address", "iban"))),
        ]

    def __str__(self) -> str:
        return self.value


class Telling(models.Model):
    """That a known fact was told once more. `asked_id` is our message that had asked for it although it was known."""

    id = IdField()
    fact = models.ForeignKey(Fact, models.CASCADE, related_name="tellings")
    conversation_id = models.BigIntegerField(null=True)
    message_id = models.BigIntegerField()
    medium = models.CharField(max_length=24, blank=True)
    at = models.DateTimeField(default=now)
    asked_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["fact", "message_id"], name="telling_once")]

    def __str__(self) -> str:
        return f"{self.fact_id} in {self.message_id}"


@verb
def learn(
    person: Person,
    kind: str,
    value: str,
    *,
    by: Acting | Actor,
    conversation: int | None = None,
    message: int | None = None,
    source: str = "",
    asked_by: int | None = None,
) -> Fact:
    """Keep a fact, once: the same value told again in another message is the same fact, told once more.

    asked_by: our message that had asked for it. Where the fact was known then, they had to repeat themselves, and that
    is recorded.
    """
    value = value.strip()[:300]
    known = next((fact for fact in _told(person.pk, kind, value) if not fact.corrected_by_id), None)
    if known:
        if message is not None and message != known.message_id:
            _tell_again(known, by, conversation, message, source, asked_by)
        return known
    actor = actor_of(by)
    about = {"person_id": person.pk, "conversation_id": conversation, "message_id": message}
    who = {"by_kind": actor.kind, "by_id": actor.id}
    fact = made(Fact, **about, **who, kind=kind, value=value, source=source[:120])
    insert(fact)
    record("fact.learned", by=by, on=fact, person=person.pk, conversation=conversation, kind=kind)
    return fact


@asked(int, str, str)
def _told(person: int, kind: str, value: str) -> models.QuerySet[Fact]:
    # SQLite would look through every fact that was never corrected, were that asked for here.
    return Fact.objects.filter(person_id=person, kind=kind, value=value).order_by("-pk")


def _tell_again(
    fact: Fact, by: Acting | Actor, conversation: int | None, message: int, source: str, asked_by: int | None
) -> None:
    # Ids follow the clock: what was asked before it was known made nobody repeat anything.
    asked_by = asked_by if asked_by is not None and fact.pk < asked_by else None
    about = {"conversation_id": conversation, "medium": source[:24], "asked_id": asked_by}
    _row, new = Telling.objects.get_or_create(fact=fact, message_id=message, defaults=about)
    if new and asked_by is not None:
        facts = {"kind": fact.kind, "message": message, "asked": asked_by}
        record("fact.told_again", by=by, on=fact, person=fact.person_id, conversation=conversation, **facts)


@verb
def pin(
    person: Person,
    value: str,
    *,
    by: Acting | Actor,
    kind: str = SAID,
    conversation: int | None = None,
    message: int | None = None,
    source: str = "",
) -> Fact:
    """A member keeps what the person said, before all that was found by itself. Raises Invalid for no words."""
    value = " ".join(value.split())
    if not value:
        raise Invalid("Write what they said.", field="value")
    fact = learn(person, kind, value, by=by, conversation=conversation, message=message, source=source)
    if fact.pinned_at is None:
        Fact.objects.filter(pk=fact.pk).update(pinned_at=now())
        fact.refresh_from_db()
        Person.objects.filter(pk=person.pk).update(version=F("version") + 1)
        record("fact.pinned", by=by, on=fact, person=person.pk, conversation=conversation, kind=kind)
    return fact


@verb
def correct(fact: Fact, value: str, *, by: Acting | Actor, source: str = "") -> Fact:
    """Replace a fact by a better one; the old one stays to be seen. Raises Conflict where that was done already."""
    locked = Fact.objects.select_for_update().get(pk=fact.pk)
    if locked.corrected_by_id:
        raise Conflict("It was corrected already. Look at what stands there now.", code="corrected")
    actor = actor_of(by)
    better = Fact(
        person_id=locked.person_id,
        kind=locked.kind,
        value=value.strip()[:300],
        conversation_id=locked.conversation_id,
        source=source[:120],
        by_kind=actor.kind,
        by_id=actor.id,
        pinned_at=locked.pinned_at,
    )
    better.save(force_insert=True)
    locked.corrected_by = better
    locked.save(update_fields=["corrected_by"])
    record("fact.corrected", by=by, on=better, person=locked.person_id, conversation=locked.conversation_id)
    return better


@verb
def forget_fact(fact: Fact, *, by: Acting | Actor) -> None:
    """Keep it no more, nor what it had corrected: neither comes back. Forgetting twice does nothing."""
    locked = Fact.objects.select_for_update().filter(pk=fact.pk).first()
    if locked is None:
        return
    where = locked.conversation_id
    record("fact.forgotten", by=by, on=locked, person=locked.person_id, conversation=where, kind=locked.kind)
    gone = [locked.pk]
    while before := Fact.objects.filter(corrected_by__in=gone[-1:]).values_list("pk", flat=True).first():
        gone.append(before)
    Fact.objects.filter(pk__in=gone).delete()
    Person.objects.filter(pk=locked.person_id).update(version=F("version") + 1)


def known_of(person: int, most: int = 100) -> list[Fact]:
    """What stands: pinned facts first, then the newest. For a person's pk."""
    return _standing(person)[:most]


@asked(int)
def _standing(person: int) -> models.QuerySet[Fact]:
    return Fact.objects.filter(person_id=person, corrected_by=None).order_by(
        F("pinned_at").desc(nulls_last=True), "-told_at", "-id"
    )[:100]
