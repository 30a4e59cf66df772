"""Facts: what a person has already told us, so that nobody asks again."""

from __future__ import annotations

from django.db import models

from cha.core.actor import Acting, Actor
from cha.core.clock import now
from cha.core.ids import IdField
from cha.core.ledger import record
from cha.core.prepared import insert, made
from cha.core.queries import asked
from cha.core.verbs import verb
from cha.people.models.person import Person


class Fact(models.Model):
    """One thing they said. `kind` is a code (order_number, phone, wish …); a corrected fact stays, struck through."""

    id = IdField()
    person = models.ForeignKey(Person, models.CASCADE, related_name="facts")
    conversation_id = models.BigIntegerField(null=True)
    message_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=24, default="said")
    value = models.CharField(max_length=300)
    source = models.CharField(max_length=120, blank=True)
    told_at = models.DateTimeField(default=now)
    corrected_by = models.OneToOneField("self", models.SET_NULL, null=True, related_name="corrects")

    class Meta:
        indexes = [models.Index(fields=["person", "kind", "value"], name="fact_known")]

    def __str__(self) -> str:
        return self.value


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
) -> Fact:
    """Keep a fact, once: the same value told again is the same fact."""
    value = value.strip()[:300]
    known = next((fact for fact in _told(person.pk, kind, value) if not fact.corrected_by_id), None)
    if known:
        return known
    about = {"person_id": person.pk, "conversation_id": conversation, "message_id": message}
    fact = made(Fact, **about, kind=kind, value=value, source=source[:120])
    insert(fact)
    record("fact.learned", by=by, on=fact, person=person.pk, conversation=conversation, kind=kind)
    return fact


@asked(int, str, str)
def _told(person: int, kind: str, value: str) -> models.QuerySet[Fact]:
    # SQLite would look through every fact that was never corrected, were that asked for here.
    return Fact.objects.filter(person_id=person, kind=kind, value=value).order_by("-pk")


@verb
def correct(fact: Fact, value: str, *, by: Acting | Actor, source: str = "") -> Fact:
    """Replace a fact by a better one; the old one stays to be seen."""
    locked = Fact.objects.select_for_update().get(pk=fact.pk)
    better = Fact(
        person_id=locked.person_id,
        kind=locked.kind,
        value=value.strip()[:300],
        conversation_id=locked.conversation_id,
        source=source[:120],
    )
    better.save(force_insert=True)
    locked.corrected_by = better
    locked.save(update_fields=["corrected_by"])
    record("fact.corrected", by=by, on=better, person=locked.person_id, conversation=locked.conversation_id)
    return better
