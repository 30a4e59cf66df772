"""A person: who we serve."""

from __future__ import annotations

from typing import Any

from django.db import models

from cha.core.actor import Acting, Actor
from cha.core.clock import now
from cha.core.ids import IdField
from cha.core.ledger import record
from cha.core.verbs import verb

EDITABLE = ("name", "say_name", "pronouns", "language", "zone", "about", "likes", "tint", "organisation")


# Kinds of contact points that a reader knows somebody by.
SAYING = ("email", "phone")
SOMEBODY = "Somebody"


class PersonTag(models.Model):
    """A word that members put on persons."""

    id = IdField()
    name = models.CharField(max_length=40, unique=True)

    def __str__(self) -> str:
        return self.name


class PersonQuerySet(models.QuerySet["Person"]):
    def standing(self) -> PersonQuerySet:
        """Without those who turned out to be another one: they are in no list, search or count."""
        return self.filter(joined_into=None)


class Person(models.Model):
    """One human being, however many addresses they write from.

    `joined_into` is who they turned out to be (`cha.people.models.joining`).
    """

    id = IdField()
    name = models.CharField(max_length=200, blank=True)
    say_name = models.CharField(max_length=80, blank=True)
    pronouns = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=8, blank=True)
    zone = models.CharField(max_length=64, blank=True)
    about = models.TextField(blank=True)
    likes = models.JSONField(default=dict)
    tint = models.SmallIntegerField(default=4)
    organisation = models.ForeignKey("people.Organisation", models.SET_NULL, null=True, blank=True)
    tags = models.ManyToManyField(PersonTag, blank=True, related_name="persons")
    arrived_at = models.DateTimeField(default=now)
    custom = models.JSONField(default=dict)
    version = models.IntegerField(default=1)
    joined_into = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="joined")

    objects = PersonQuerySet.as_manager()

    def __str__(self) -> str:
        return self.called

    @property
    def actor(self) -> Actor:
        return Actor("person", self.pk)

    @property
    def called(self) -> str:
        """Their name, or their first address that says anything while nobody knows it."""
        return self.name or next((point.value for point in self.points.all()[:3] if point.kind in SAYING), SOMEBODY)

    @property
    def first_name(self) -> str:
        """The first word of their name; what stands before the @ while only their address is known."""
        called = self.called.split()[0] if " " in self.called else self.called
        return called if self.name else called.partition("@")[0] or called

    @property
    def initials(self) -> str:
        return initials(self.called)


def initials(name: str) -> str:
    """One or two letters for a face: first and last word of a name, or the first letter of anything else."""
    words = [word for word in name.replace(".", " ").split() if word[0].isalnum()]
    if not words:
        return "?"
    if ord(words[0][0]) > 0x2E7F:
        return words[0][0]
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


@verb
def change_person(person: Person, *, by: Acting | Actor, **fields: Any) -> Person:
    """Put right what is known of a person. `fields` are of EDITABLE."""
    locked = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    wrong = set(fields) - set(EDITABLE)
    if wrong:
        raise TypeError(f"not a person's field: {', '.join(sorted(wrong))}")
    for field, value in fields.items():
        setattr(locked, field, value)
    locked.version += 1
    locked.save(update_fields=[*fields, "version"])
    record("person.changed", by=by, on=locked, person=locked.pk, fields=sorted(fields))
    return locked


@verb
def tag_person(person: Person, names: list[str], *, by: Acting | Actor) -> None:
    """Let a person carry exactly these tags."""
    tags = [PersonTag.objects.get_or_create(name=name.strip()[:40])[0] for name in names if name.strip()]
    person.tags.set(tags)
    record("person.tagged", by=by, on=person, person=person.pk, tags=[tag.pk for tag in tags])
