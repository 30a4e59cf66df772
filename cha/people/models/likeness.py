"""Who may be the same person: keys to find candidates by, and suggestions that wait for a member to look."""

from __future__ import annotations

from django.db import models

from cha.core.clock import now
from cha.core.ids import IdField
from cha.people.models.person import Person


class LikenessKey(models.Model):
    """One thing that two who are the same person may share: `kind` says what (`cha.people.likeness.keys`)."""

    id = IdField()
    person = models.ForeignKey(Person, models.CASCADE, related_name="likeness_keys")
    kind = models.CharField(max_length=8)
    key = models.CharField(max_length=120)

    class Meta:
        constraints = [
            # Who else has a key: the candidates for a person are read from this index alone.
            models.UniqueConstraint(fields=["kind", "key", "person"], name="likeness_key_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class MergeSuggestion(models.Model):
    """That two may be one person, and why. `one` has the lower id.

    `reasons` are pairs of a code and values (`cha.people.likeness`), `score` their sum. Who said that they are not the
    same is asked no more (`apart`).
    """

    class State(models.TextChoices):
        OPEN = "open", "nobody has looked yet"
        ASKED = "asked", "the person was asked"
        JOINED = "joined", "they are one"
        APART = "apart", "not the same person"

    id = IdField()
    one = models.ForeignKey(Person, models.CASCADE, related_name="suggested")
    other = models.ForeignKey(Person, models.CASCADE, related_name="suggested_for")
    score = models.SmallIntegerField()
    reasons = models.JSONField(default=list)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    made_at = models.DateTimeField(default=now)
    settled_at = models.DateTimeField(null=True)
    settled_by_kind = models.CharField(max_length=8, blank=True)
    settled_by_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="suggestion_once"),
            models.CheckConstraint(condition=models.Q(one__lt=models.F("other")), name="suggestion_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} and {self.other_id}: {self.score}"
