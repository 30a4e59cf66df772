"""Custom fields: what this house wants to know of persons, organisations and conversations. The fields are data too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models

from cha.core.actor import Acting, Actor
from cha.core.errors import Invalid
from cha.core.ids import IdField
from cha.core.ledger import record
from cha.core.queries import asked
from cha.core.verbs import verb
from cha.people.fields import Field, Kind, applies, key_of, read_value
from cha.people.models.organisation import Organisation
from cha.people.models.person import Person
from cha.team.models.member import must_manage

MOST = 60


class CustomField(models.Model):
    """One field. `key` never changes: values are kept under it. A retired one is asked no more; its values stay."""

    class Subject(models.TextChoices):
        PERSON = "person", "a person"
        ORGANISATION = "organisation", "an organisation"
        CONVERSATION = "conversation", "a conversation"

    id = IdField()
    subject = models.CharField(max_length=12, choices=Subject.choices)
    key = models.CharField(max_length=40)
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=8)
    help = models.CharField(max_length=200, blank=True)
    choices = models.JSONField(default=list)
    when_key = models.CharField(max_length=40, blank=True)
    when_values = models.JSONField(default=list)
    needed = models.BooleanField(default=False)
    place = models.IntegerField(default=0)
    retired = models.BooleanField(default=False)

    class Meta:
        ordering = ["subject", "place", "id"]
        constraints = [models.UniqueConstraint(fields=["subject", "key"], name="custom_field_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def value(self) -> Field:
        """The field as plain values."""
        return Field(
            key=self.key,
            name=self.name,
            kind=Kind(self.kind),
            choices=tuple(self.choices),
            when_key=self.when_key,
            when_values=tuple(self.when_values),
            needed=self.needed,
            help=self.help,
        )


def fields_of(subject: str) -> list[Field]:
    """The fields that are asked of such a subject, in their order."""
    return [row.value for row in _rows_of(subject)]


@asked(str)
def _rows_of(subject: str) -> models.QuerySet[CustomField]:
    return CustomField.objects.filter(subject=subject, retired=False).order_by("place", "id")[:MOST]


@verb
def keep_field(row: CustomField | None, *, by: Acting | Actor, subject: str = "", **said: Any) -> CustomField:
    """Add a field (None) or change one; `said` are name, kind, help, choices, when_key, when_values, needed, place.

    What a field is about, and its kind, are said when it is added and stay. Raises Refused unless `by` manages,
    Invalid.
    """
    must_manage(by)
    locked = CustomField.objects.select_for_update().get(pk=row.pk) if row else _new(subject, said)
    for name in ("name", "help", "choices", "when_key", "when_values", "needed", "place"):
        if name in said:
            setattr(locked, name, said[name])
    _check(locked)
    locked.save()
    record("custom_field.changed" if row else "custom_field.added", by=by, on=locked, key=locked.key)
    return locked


def _new(subject: str, said: Mapping[str, Any]) -> CustomField:
    name, kind = str(said.get("name", "")).strip(), str(said.get("kind", ""))
    key = key_of(name)
    if not key:
        raise Invalid("A name is needed, with letters of the alphabet in it: it is how filters say it.", field="name")
    if kind not in set(Kind) or subject not in CustomField.Subject.values:
        raise Invalid("Choose what the field holds, and whom or what it is about.", field="kind")
    known = CustomField.objects.filter(subject=subject)
    if key == "topic" or known.filter(key=key).exists():
        raise Invalid(f"There is a field called {name} already.", field="name")
    if known.count() >= MOST:
        raise Invalid(f"There are {MOST} fields already. Nobody fills in more.", field="name")
    return CustomField(subject=subject, key=key, kind=kind, place=known.count())


def _check(field: CustomField) -> None:
    field.name = str(field.name).strip()[:60]
    if not field.name:
        raise Invalid("A name is needed.", field="name")
    field.choices = [
        choice for choice in dict.fromkeys(" ".join(str(one).split())[:80] for one in field.choices) if choice
    ]
    if field.kind == Kind.CHOICE and len(field.choices) < 2:
        raise Invalid("A choice needs at least two things to choose from.", field="choices")
    if field.when_key == field.key:
        raise Invalid("A field cannot wait for itself.", field="when_key")
    if field.when_key and not field.when_values:
        raise Invalid("Say for which values it is asked.", field="when_values")


@verb
def retire_field(row: CustomField, *, by: Acting | Actor, retired: bool = True) -> CustomField:
    """Ask for it no more, or again; what was filled in stays. Raises Refused unless `by` manages."""
    must_manage(by)
    locked = CustomField.objects.select_for_update().get(pk=row.pk)
    locked.retired = retired
    locked.save(update_fields=["retired"])
    record("custom_field.changed", by=by, on=locked, key=locked.key, retired=retired)
    return locked


def read_all(
    fields: list[Field], kept: Mapping[str, str], typed: Mapping[str, str], *, language: str, topic: str = ""
) -> dict[str, str]:
    """What is kept, with what was typed put in. Raises Invalid for the first that cannot be read.

    A field that is not asked for with the new values keeps what it had: conditions change, answers are not lost.
    """
    values = dict(kept)
    for field in fields:
        if field.key in typed and applies(field, values, topic):
            values[field.key] = read_value(field, typed[field.key], language=language)
    return {key: value for key, value in values.items() if value}


@verb
def fill_in(
    subject: Person | Organisation, typed: Mapping[str, str], *, by: Acting | Actor, language: str = "en"
) -> None:
    """Fill in fields of a person or an organisation, by key, as typed. Raises Invalid, saying which is wrong."""
    locked: Any = type(subject)._default_manager.select_for_update().get(pk=subject.pk)
    kind = "person" if isinstance(subject, Person) else "organisation"
    values = read_all(fields_of(kind), locked.custom, typed, language=language)
    changed = sorted(key for key in {*values, *locked.custom} if values.get(key) != locked.custom.get(key))
    if not changed:
        return
    subject.custom = locked.custom = values
    locked.save(update_fields=["custom"])
    person = subject.pk if isinstance(subject, Person) else None
    record(f"{kind}.filled_in", by=by, on=locked, person=person, fields=changed)
