"""Joining: two persons turn out to be one. What moved is remembered row by row, so that they can be taken apart.

The verbs are in `cha.conversations.joining_persons`, as conversations are above.
"""

from __future__ import annotations

from django.db import models

from cha.core.clock import now
from cha.core.ids import IdField
from cha.core.queries import asked
from cha.people.models.person import Person


class Joining(models.Model):
    """That `goes` is `stays`: by whom, when, and what `stays` was known by before and after (columns by name).

    `whole`: nothing was left with `goes`, who leads to `stays` since. `tags` are the ids of those that came along.
    """

    id = IdField()
    stays = models.ForeignKey(Person, models.CASCADE, related_name="joinings_in")
    goes = models.ForeignKey(Person, models.CASCADE, related_name="joinings")
    by_kind = models.CharField(max_length=8)
    by_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(default=now)
    whole = models.BooleanField(default=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    tags = models.JSONField(default=list)
    undone_at = models.DateTimeField(null=True)
    undone_by_kind = models.CharField(max_length=8, blank=True)
    undone_by_id = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return f"{self.goes_id} is {self.stays_id}"


class Carried(models.Model):
    """That a row came along from one person to the other. `kind` names its table and column."""

    id = IdField()
    joining = models.ForeignKey(Joining, models.CASCADE, related_name="carried")
    kind = models.CharField(max_length=60)
    row_id = models.BigIntegerField()

    class Meta:
        indexes = [
            # What is given back, a table at a time.
            models.Index(fields=["joining", "kind"], name="carried_joining"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.row_id}"


def home_of_person(pk: int) -> int:
    """Who this person turned out to be, and that one; the person itself where they stand alone."""
    while found := next(iter(_joined_into(pk)), None):
        pk = found
    return pk


@asked(int)
def _joined_into(pk: int) -> models.QuerySet[Person, int | None]:
    return Person.objects.filter(pk=pk).values_list("joined_into_id", flat=True)
