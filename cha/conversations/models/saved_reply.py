"""Saved replies: words that fit more than once."""

from __future__ import annotations

from django.db import models

from cha.core.ids import IdField


class SavedReply(models.Model):
    """A reply to begin from. `{first_name}` and `{me}` are filled in when it is taken."""

    id = IdField()
    name = models.CharField(max_length=80)
    text = models.TextField()
    language = models.CharField(max_length=8, blank=True)
    used = models.IntegerField(default=0)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
