"""Records: what a shop system says of an order, a subscription or an invoice, and whose it is.

What a record says is kept and changed by `cha.people.records`; nothing of it is shown to somebody whose address is
only claimed.
"""

from __future__ import annotations

from datetime import datetime

from django.db import models

from cha.core.clock import now
from cha.core.ids import IdField
from cha.core.queries import asked
from cha.people.models.contact_point import ContactPoint
from cha.people.models.organisation import Organisation
from cha.people.models.person import Person
from cha.people.models.record_source import RecordSource

SHOWN = 40


class Record(models.Model):
    """One record of a source, as it was at `as_of`. `amount` and the prices of lines are in minor units of `currency`.

    `email`, `phone` and `account` are what the source knows the person by; `point` is the address of ours that made it
    theirs.
    """

    class Kind(models.TextChoices):
        ORDER = "order"
        SUBSCRIPTION = "subscription"
        INVOICE = "invoice"

    id = IdField()
    source = models.ForeignKey(RecordSource, models.CASCADE, related_name="records")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    external_id = models.CharField(max_length=120)
    number = models.CharField(max_length=60)
    status = models.CharField(max_length=80, blank=True)
    amount = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True)
    placed_at = models.DateTimeField(null=True)
    lines = models.JSONField(default=list)
    link = models.CharField(max_length=1000, blank=True)
    email = models.CharField(max_length=320, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    account = models.CharField(max_length=120, blank=True)
    as_of = models.DateTimeField()
    kept_at = models.DateTimeField(default=now)
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="records")
    point = models.ForeignKey(ContactPoint, models.SET_NULL, null=True, related_name="records")
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, related_name="records")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "kind", "external_id"], name="record_once")]
        indexes = [
            # What is waiting for somebody with this address, account or number to come.
            models.Index(fields=["email"], name="record_email", condition=~models.Q(email="")),
            models.Index(fields=["phone"], name="record_phone", condition=~models.Q(phone="")),
            models.Index(fields=["account"], name="record_account", condition=~models.Q(account="")),
            # Whose an order number is.
            models.Index(fields=["number"], name="record_number"),
            # What nobody came for, to be let go.
            models.Index(fields=["kept_at"], name="record_nobodys", condition=models.Q(person=None)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"

    @property
    def claimed(self) -> bool:
        """Whether it is theirs by an address that is only claimed. Such a one is never shown to the person."""
        return self.point is None or not self.point.proven


class RecordLook(models.Model):
    """That a source was asked about a person: when, and what was wrong. `looked_at`: when it last answered."""

    id = IdField()
    source = models.ForeignKey(RecordSource, models.CASCADE, related_name="looks")
    person = models.ForeignKey(Person, models.CASCADE, related_name="record_looks")
    asked_at = models.DateTimeField(default=now)
    looked_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "person"], name="record_look_once")]

    def __str__(self) -> str:
        return f"{self.source_id} about {self.person_id}"

    def waits(self, since: datetime) -> bool:
        """Whether it was asked after `since`, and has not answered yet."""
        return not self.trouble and self.asked_at > since and (self.looked_at is None or self.looked_at < self.asked_at)


@asked(int)
def records_of(person: int) -> models.QuerySet[Record]:
    """A person's records with their sources and addresses, newest first."""
    rows = Record.objects.filter(person_id=person).select_related("source", "point")
    return rows.order_by(models.F("placed_at").desc(nulls_last=True), "-id")[:SHOWN]


@asked(int)
def looks_of(person: int) -> models.QuerySet[RecordLook]:
    """When each source was last asked about a person."""
    return RecordLook.objects.filter(person_id=person).order_by("id")
