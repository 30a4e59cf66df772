"""Organisations that persons belong to."""

from __future__ import annotations

from django.db import models

from cha.core.ids import IdField
from cha.core.verbs import verb


class Organisation(models.Model):
    """A business, school or club on the other side."""

    id = IdField()
    name = models.CharField(max_length=120, unique=True)
    custom = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.name


@verb
def organisation_called(name: str) -> Organisation:
    """The organisation of that name, made where there is none. Who joins it is recorded by `change_person`."""
    return Organisation.objects.get_or_create(name=name.strip()[:120])[0]
