"""Contact points: one address of a person, verified or only claimed."""

from __future__ import annotations

from django.db import IntegrityError, models, transaction

from cha.core.actor import CHA, Acting, Actor
from cha.core.clock import now
from cha.core.errors import Conflict
from cha.core.ids import IdField
from cha.core.ledger import record
from cha.core.prepared import insert, made
from cha.core.queries import asked
from cha.core.verbs import verb
from cha.people import phones
from cha.people.models.person import Person


class ContactPoint(models.Model):
    """Where a person can be reached. Nothing private is shown to an address that is only claimed."""

    class Kind(models.TextChoices):
        EMAIL = "email"
        PHONE = "phone"
        VISITOR = "visitor", "a browser in the chat"
        ACCOUNT = "account", "who they are on a site that says so under its signature"
        HANDLE = "handle", "what a channel of the API calls them"

    id = IdField()
    person = models.ForeignKey(Person, models.CASCADE, related_name="points")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    value = models.CharField(max_length=320)
    verified_at = models.DateTimeField(null=True)
    verified_how = models.CharField(max_length=24, blank=True)
    dead_at = models.DateTimeField(null=True)
    dead_why = models.CharField(max_length=200, blank=True)
    added_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "value"], name="contact_point_once")]
        ordering = ["id"]

    def __str__(self) -> str:
        return self.value

    @property
    def proven(self) -> bool:
        """Whether it is known that whoever writes from here is this person."""
        return self.verified_at is not None


AS_IT_IS = (ContactPoint.Kind.ACCOUNT, ContactPoint.Kind.HANDLE)


def normal(kind: str, value: str) -> str:
    """The one way an address is written down: e-mail in lower case, a phone number with its country (E.164)."""
    if kind == ContactPoint.Kind.PHONE:
        return phones.e164(value, phones.here())
    # What another system calls somebody may differ in case alone.
    return value.strip()[:320] if kind in AS_IT_IS else value.strip().lower()[:320]


@verb
def meet(kind: str, value: str, *, name: str = "", language: str = "", by: Actor = CHA) -> ContactPoint:
    """The contact point of an address; on first contact a person is made for it. Two at once make one person."""
    value = normal(kind, value)
    known = _known(kind, value)
    if known:
        return known[0]
    try:
        with transaction.atomic():
            return _arrive(kind, value, name, language, by)
    except IntegrityError:
        return ContactPoint.objects.select_related("person").get(kind=kind, value=value)


def known_point(kind: str, value: str) -> ContactPoint | None:
    """The contact point of an address, with its person; None when nobody has it."""
    return next(iter(_known(kind, normal(kind, value))), None)


@asked(str, str)
def _known(kind: str, value: str) -> models.QuerySet[ContactPoint]:
    return ContactPoint.objects.select_related("person").filter(kind=kind, value=value)


def _arrive(kind: str, value: str, name: str, language: str, by: Actor) -> ContactPoint:
    person = made(Person, name=name[:200], language=language)
    person.tint = person.pk % 8 + 1
    insert(person)
    point = made(ContactPoint, person_id=person.pk, kind=kind, value=value)
    point.person = person
    insert(point)
    record("person.arrived", by=by, on=person, person=person.pk, point=point.pk, kind=kind)
    return point


@verb
def add_point(person: Person, kind: str, value: str, *, by: Acting | Actor) -> ContactPoint:
    """Add an address to a known person, claimed until proven. An address somebody has already stays theirs."""
    point, new = ContactPoint.objects.get_or_create(kind=kind, value=normal(kind, value), defaults={"person": person})
    if new:
        record("contact_point.added", by=by, on=point, person=person.pk, kind=kind)
    return point


@verb
def verify(point: ContactPoint, how: str, *, by: Acting | Actor = CHA) -> None:
    """Note that the person is known to be behind this address: `answered`, `link`, `signed` or `checked`."""
    # What is known already is not asked again at every message.
    if point.proven:
        return
    # The person before the address, as everywhere (ARCHITECTURE.md).
    list(Person.objects.select_for_update(no_key=True).filter(pk=point.person_id).values_list("pk"))
    if ContactPoint.objects.filter(pk=point.pk, verified_at=None).update(verified_at=now(), verified_how=how):
        point.refresh_from_db()
        record("contact_point.verified", by=by, on=point, person=point.person_id, how=how)


@verb
def move_in(person: Person, kind: str, value: str, *, by: Acting | Actor) -> ContactPoint:
    """Add an address that nobody has to a person and return it, claimed. One that somebody has stays theirs."""
    point = add_point(person, kind, value, by=by)
    point.person = Person.objects.get(pk=point.person_id)
    return point


@verb
def remove_point(point: ContactPoint, *, by: Acting | Actor) -> None:
    """Take away an address that is only claimed: it was never theirs. Raises Conflict for any other."""
    locked = ContactPoint.objects.select_for_update().get(pk=point.pk)
    if locked.proven:
        raise Conflict("It is verified: it is theirs. Say that nothing arrives there, if that is so.", code="verified")
    record("contact_point.removed", by=by, on=locked, person=locked.person_id, kind=locked.kind)
    locked.delete()


@verb
def mark_dead(point: ContactPoint, why: str, *, by: Acting | Actor = CHA) -> None:
    """Note that nothing arrives at this address any more; `why` in the other side's words. Twice is once."""
    if ContactPoint.objects.filter(pk=point.pk, dead_at=None).update(dead_at=now(), dead_why=why[:200]):
        point.refresh_from_db()
        record("contact_point.died", by=by, on=point, person=point.person_id)


@verb
def revive(point: ContactPoint, *, by: Acting | Actor = CHA) -> None:
    """Something came from this address, or a member knows better: it lives. Twice is once."""
    if ContactPoint.objects.filter(pk=point.pk).exclude(dead_at=None).update(dead_at=None, dead_why=""):
        point.refresh_from_db()
        record("contact_point.revived", by=by, on=point, person=point.person_id)
