"""Organisations that persons belong to."""

from __future__ import annotations

from django.db import models

from cha.core.ids import IdField


class Organisation(models.Model):
    """A business, school or club on the other side."""

    id = IdField()
    name = models.CharField(max_length=120, unique=True)

    def __str__(self) -> str:
        return self.name
