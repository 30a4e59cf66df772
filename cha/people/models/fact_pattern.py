"""Patterns: what this house recognises as a fact in what people say. Some are built in and can be put off."""

from __future__ import annotations

from typing import Final

from django.db import models

from cha.core.actor import Acting, Actor
from cha.core.errors import Invalid
from cha.core.ids import IdField
from cha.core.ledger import record
from cha.core.queries import asked
from cha.core.verbs import verb
from cha.people.fields import key_of
from cha.people.looks import Look, must_work
from cha.people.models.fact import BUILT_IN
from cha.team.models.member import must_manage

MOST: Final = 60


class FactPattern(models.Model):
    """One pattern. `kind` is that of the facts it finds: one of those that are built in, or one of the house's own,
    called `name`. A row whose `how` is `built_in` says only whether Cha's own pattern for that kind is on.
    """

    class How(models.TextChoices):
        BUILT_IN = "built_in"
        LOOKS = "looks"
        WORDS = "words"
        AFTER = "after"
        EXPRESSION = "expression"

    id = IdField()
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=24)
    how = models.CharField(max_length=12, choices=How.choices, default=How.LOOKS)
    text = models.TextField(blank=True)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind"], condition=models.Q(how="built_in"), name="fact_pattern_built_in_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def look(self) -> Look:
        """The pattern as plain values."""
        return Look(self.how, self.text)


@asked()
def patterns() -> models.QuerySet[FactPattern]:
    """Every pattern, oldest first: where two find the same words, the older one has them."""
    return FactPattern.objects.order_by("id")[: MOST + len(BUILT_IN)]


def put_off(rows: list[FactPattern]) -> frozenset[str]:
    """The built-in kinds that are off, of all patterns."""
    return frozenset(row.kind for row in rows if row.how == FactPattern.How.BUILT_IN and not row.active)


def own_names() -> dict[str, str]:
    """What the kinds of the house's own are called, by kind."""
    return {row.kind: row.name for row in reversed(patterns()) if row.kind not in BUILT_IN}


@verb
def keep_pattern(
    row: FactPattern | None, *, by: Acting | Actor, name: str, kind: str, how: str, text: str
) -> FactPattern:
    """Add a pattern (None) or change one. `kind` "" is one of the house's own, named after `name`.

    Raises Refused unless `by` manages; Invalid with the field, for a pattern that cannot be run.
    """
    must_manage(by)
    name = name.strip()[:60]
    if not name:
        raise Invalid("A name is needed: it stands before what was found.", field="name")
    must_work(Look(how, text))
    locked = FactPattern.objects.select_for_update().get(pk=row.pk) if row else FactPattern()
    if row is None and FactPattern.objects.exclude(how="built_in").count() >= MOST:
        raise Invalid(f"There are {MOST} patterns already. Put several lines into one.", field="name")
    locked.name, locked.how, locked.text = name, how, text.strip()
    locked.kind = kind if kind in BUILT_IN else locked.kind if _own(locked.kind) else _own_kind(name)
    locked.active = True if row is None else locked.active
    locked.save()
    record("fact_pattern.changed" if row else "fact_pattern.added", by=by, on=locked, kind=locked.kind)
    return locked


def _own(kind: str) -> bool:
    return bool(kind) and kind not in BUILT_IN


def _own_kind(name: str) -> str:
    kind = key_of(name)[:24].strip("_")
    if not kind:
        raise Invalid("A name needs letters of the alphabet in it: facts are kept under it.", field="name")
    return f"own_{kind}"[:24] if kind in BUILT_IN or kind == "said" else kind


@verb
def switch_pattern(row: FactPattern, *, by: Acting | Actor, active: bool) -> FactPattern:
    """Look for it, or not. What was found stays. Raises Refused unless `by` manages."""
    must_manage(by)
    locked = FactPattern.objects.select_for_update().get(pk=row.pk)
    locked.active = active
    locked.save(update_fields=["active"])
    record("fact_pattern.changed", by=by, on=locked, kind=locked.kind, active=active)
    return locked


@verb
def switch_built_in(kind: str, *, by: Acting | Actor, active: bool) -> FactPattern:
    """Let Cha's own pattern look for a kind, or not. Raises Refused unless `by` manages, Invalid for no such kind."""
    must_manage(by)
    if kind not in BUILT_IN:
        raise Invalid("There is no such pattern.", field="kind")
    built_in = FactPattern.How.BUILT_IN
    row, new = FactPattern.objects.get_or_create(how=built_in, kind=kind, defaults={"name": kind, "active": active})
    return row if new and _recorded(row, by, active) else switch_pattern(row, by=by, active=active)


def _recorded(row: FactPattern, by: Acting | Actor, active: bool) -> bool:
    record("fact_pattern.added", by=by, on=row, kind=row.kind, active=active)
    return True


@verb
def delete_pattern(row: FactPattern, *, by: Acting | Actor) -> None:
    """Look for it no more; what was found stays. Raises Refused unless `by` manages."""
    must_manage(by)
    locked = FactPattern.objects.select_for_update().get(pk=row.pk)
    record("fact_pattern.deleted", by=by, on=locked, kind=locked.kind)
    locked.delete()
