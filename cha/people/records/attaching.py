"""Whose a record is: the person whose address, account or number it names.

A verified address goes before a claimed one. Nobody is made for a record: it waits until somebody comes by that
address.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from django.db import models

from cha.core.actor import CHA
from cha.core.ids import decode, encode
from cha.core.ledger import Event, record
from cha.core.queries import asked
from cha.core.tasks import task
from cha.core.verbs import verb
from cha.people.models.contact_point import ContactPoint
from cha.people.models.record import Record

Kind = ContactPoint.Kind
# A record's column by the kind of address, in the order in which they count.
COLUMNS: Final = {Kind.EMAIL: "email", Kind.ACCOUNT: "account", Kind.PHONE: "phone"}
# An account is known to us as the channel that vouched for it, and what the site calls it.
BETWEEN: Final = ":"
Points = Mapping[tuple[str, str], ContactPoint]


def points_for(records: Iterable[Record]) -> Points:
    """The addresses of ours that some records name, by kind and by what the record says. Three queries, and a few."""
    rows = list(records)
    found: dict[tuple[str, str], ContactPoint] = {}
    for kind, column in COLUMNS.items():
        said = {getattr(row, column) for row in rows} - {""}
        if not said:
            continue
        values = {value: {value} for value in said} if kind != Kind.ACCOUNT else _accounts(said)
        every = set().union(*values.values())
        points = {point.value: point for point in ContactPoint.objects.filter(kind=kind, value__in=every)}
        for value, several in values.items():
            mine = [points[one] for one in sorted(several) if one in points]
            if mine:
                found[kind, value] = min(mine, key=lambda point: (not point.proven, point.pk))
    return found


def whose(row: Record, points: Points) -> ContactPoint | None:
    """The address by which a record is somebody's; None while it is nobody's."""
    named = [points.get((kind, getattr(row, column))) for kind, column in COLUMNS.items()]
    known = [point for point in named if point is not None]
    return next((point for point in known if point.proven), known[0] if known else None)


def _accounts(said: set[str]) -> dict[str, set[str]]:
    before = _vouching()
    return {value: {value, *(f"{one}{BETWEEN}{value}" for one in before)} for value in said}


def _vouching() -> list[str]:
    """What stands before the accounts that we know: one step along the index for each channel that vouches."""
    found: list[str] = []
    least = ""
    while rows := _account_from(least):
        before = rows[0].partition(BETWEEN)[0]
        try:
            # The next id there may be: how an engine sorts the sign between them counts for nothing.
            least = encode(decode(before) + 1)
        except ValueError:
            break
        found.append(before)
    return found


@asked(str)
def _account_from(value: str) -> models.QuerySet[ContactPoint, str]:
    rows = ContactPoint.objects.filter(kind=Kind.ACCOUNT, value__gte=value).order_by("value")
    return rows.values_list("value", flat=True)[:1]


def some_are_kept(event: Event) -> bool:
    """Whether there is any record at all: most houses have none, and no work for each who comes."""
    return bool(_any())


@asked()
def _any() -> models.QuerySet[Record, int]:
    return Record.objects.values_list("pk", flat=True)[:1]


def point_of(event: Event) -> int | None:
    """The address that an event is about."""
    return event.facts.get("point") or event.subject_id


@task("people.attach_records", rank=7)
def attach_records(point_id: int) -> None:
    """Somebody came by an address, or is known to be behind it: what names it is theirs."""
    point = ContactPoint.objects.filter(pk=point_id).first()
    if point is None or point.kind not in COLUMNS:
        return
    column = COLUMNS[Kind(point.kind)]
    values = {point.value, point.value.partition(BETWEEN)[2]} - {""} if point.kind == Kind.ACCOUNT else {point.value}
    attach(list(Record.objects.filter(**{f"{column}__in": values}).values_list("pk", flat=True)[:1000]))


@verb
def attach(ids: list[int]) -> None:
    """Let these records be whose they are now. What was attached and is named by nobody any more stays."""
    rows = list(Record.objects.select_for_update().filter(pk__in=ids))
    points = points_for(rows)
    changed = []
    for row in rows:
        point = whose(row, points)
        if point is not None and (row.point_id, row.person_id) != (point.pk, point.person_id):
            row.point, row.person_id = point, point.person_id
            changed.append(row)
    if changed:
        Record.objects.bulk_update(changed, ["point", "person"])
        record("records.attached", by=CHA, on=changed[0], persons=sorted({row.person_id for row in changed}))
