"""Identities: who a member is at the business's own sign-in (OpenID Connect)."""

from __future__ import annotations

from django.db import models

from cha.core.clock import now
from cha.core.ids import IdField
from cha.team.models.member import Member


class Identity(models.Model):
    """A member at an issuer. The subject stays when the address changes, and is never given to somebody else."""

    id = IdField()
    member = models.ForeignKey(Member, models.CASCADE, related_name="identities")
    issuer = models.CharField(max_length=200)
    subject = models.CharField(max_length=255)
    met_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            # Asked at each sign-in.
            models.UniqueConstraint(fields=["issuer", "subject"], name="identity_once"),
            models.UniqueConstraint(fields=["member", "issuer"], name="identity_one_each"),
        ]

    def __str__(self) -> str:
        return self.subject
