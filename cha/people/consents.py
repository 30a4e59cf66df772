"""Whether we may, by purpose: the last decision counts, and nothing that was never asked is allowed."""

from __future__ import annotations

from django.db import models

from cha.core.actor import Acting, Actor
from cha.core.queries import asked
from cha.core.verbs import verb
from cha.people.models.consent import Consent, _write
from cha.people.models.person import Person


def may(person: Person, purpose: str) -> bool:
    """Whether the person agreed to this purpose and has not taken it back."""
    return next(iter(_last(person.pk, purpose)), "") == Consent.Answer.GIVEN


@asked(int, str)
def _last(person: int, purpose: str) -> models.QuerySet[Consent, str]:
    return (
        Consent.objects.filter(person_id=person, purpose=purpose).order_by("-id").values_list("answer", flat=True)[:1]
    )


def standing(person: Person) -> dict[str, Consent]:
    """The decision that counts now, by purpose."""
    return {row.purpose: row for row in Consent.objects.filter(person=person).order_by("id")}


@verb
def join_consents(stays: Person, goes: Person, *, by: Acting | Actor) -> list[int]:
    """Two persons become one: the shyer decision counts for each purpose. The ids of the rows that came over.

    What one of them never decided leaves the other's yes without worth: a yes holds only where nobody had said no, and
    both histories stay. Must be called inside a verb, before the rows of `goes` are its no longer.
    """
    here, there = standing(stays), standing(goes)
    came = list(Consent.objects.filter(person=goes).order_by("id").values_list("pk", flat=True))
    Consent.objects.filter(pk__in=came).update(person=stays)
    for purpose in here.keys() | there.keys():
        told = [row for row in (here.get(purpose), there.get(purpose)) if row]
        no = [row for row in told if row.answer != Consent.Answer.GIVEN]
        newest = max(told, key=lambda row: row.pk)
        if no and newest.answer == Consent.Answer.GIVEN:
            shy = max(no, key=lambda row: row.pk)
            _write(stays.pk, purpose, shy.answer, by, shy.how, shy.words)
    return came


@verb
def part_consents(written: list[int], *, by: Acting | Actor) -> None:
    """Two persons who were joined are two again: where the shyer decision of then (`written`) still is the last, what
    the one who stayed had decided before counts again. Nothing is taken out of the history.

    Must be called inside a verb, after the rows of the other are the other's again.
    """
    for row in Consent.objects.filter(pk__in=written):
        theirs = Consent.objects.filter(person=row.person_id, purpose=row.purpose).order_by("-id")
        before = theirs.filter(pk__lt=row.pk).first()
        if theirs[0].pk == row.pk and before and before.answer != row.answer:
            _write(row.person_id, row.purpose, before.answer, by, before.how, before.words)
