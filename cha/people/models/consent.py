"""Consent: what a person agreed to, refused or took back, for each purpose, with the words that they were shown."""

from __future__ import annotations

from typing import Final

from django.db import models

from cha.core.actor import Acting, Actor, actor_of
from cha.core.clock import now
from cha.core.errors import Invalid
from cha.core.ids import IdField
from cha.core.ledger import record
from cha.core.verbs import verb
from cha.people.models.person import Person

# How a person decided: `page` (their own), `chat`, `form`; or a member wrote down what they said.
HOWS: Final = ("page", "chat", "form", "phone", "counter", "mail", "import")


class Consent(models.Model):
    """One decision. Rows are never changed and never deleted by anything but forgetting the person; the last counts.

    `words` are what was asked, as it was shown, in the language it was shown in.
    """

    class Purpose(models.TextChoices):
        MARKETING = "marketing"
        PAGES = "pages"
        OPENS = "opens"
        RECORDING = "recording"

    class Answer(models.TextChoices):
        GIVEN = "given"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"

    id = IdField()
    person = models.ForeignKey(Person, models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=16, choices=Purpose.choices)
    answer = models.CharField(max_length=10, choices=Answer.choices)
    at = models.DateTimeField(default=now)
    how = models.CharField(max_length=16)
    words = models.CharField(max_length=500)
    by_kind = models.CharField(max_length=8)
    by_id = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["id"]
        # The last decision of a person for a purpose.
        indexes = [models.Index(fields=["person", "purpose", "-id"], name="consent_last")]

    def __str__(self) -> str:
        return f"{self.purpose}: {self.answer}"


@verb
def decide(person: Person, purpose: str, yes: bool, *, by: Acting | Actor, how: str, words: str) -> Consent:
    """Write down what they decided; no after a yes is taking it back. The same answer again is not written twice.

    Raises Invalid for a purpose or a way that there is not, or without the words that were shown.
    """
    if purpose not in Consent.Purpose.values or how not in HOWS:
        raise Invalid("There is no such purpose, or no such way to agree.", field="purpose")
    if not words.strip():
        raise Invalid("Write down what they were asked.", field="words")
    Person.objects.select_for_update().get(pk=person.pk)
    last = Consent.objects.filter(person=person, purpose=purpose).order_by("-id").first()
    stands = last is not None and last.answer == Consent.Answer.GIVEN
    if last is not None and stands == yes:
        return last
    answer = Consent.Answer.GIVEN if yes else Consent.Answer.WITHDRAWN if stands else Consent.Answer.REFUSED
    return _write(person.pk, purpose, answer, by, how, words)


def _write(person: int, purpose: str, answer: str, by: Acting | Actor, how: str, words: str) -> Consent:
    actor = actor_of(by)
    said = {"purpose": purpose, "answer": answer, "how": how}
    row = Consent(person_id=person, **said, words=words.strip()[:500], by_kind=actor.kind, by_id=actor.id)
    row.save(force_insert=True)
    record("consent.decided", by=by, on=row, person=person, purpose=purpose, answer=answer, how=how)
    return row
