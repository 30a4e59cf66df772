"""Keeping records: the newest state of each wins, in whatever order they come."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from cha.core.actor import Acting, Actor
from cha.core.clock import now
from cha.core.ledger import record
from cha.core.verbs import verb
from cha.people import phones
from cha.people.models.organisation import Organisation
from cha.people.models.record import Record
from cha.people.models.record_source import RecordSource
from cha.people.records.attaching import points_for, whose
from cha.people.records.reading import Row

SAYS = (
    "number", "status", "amount", "currency", "placed_at", "lines", "link", "email", "phone", "account", "as_of",
)  # fmt: skip
# So many persons are named in the ledger for one batch; whoever looks at others sees it when they look again.
MOST_TOLD = 50


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a batch: how many were new or newer, and how many were known as they are, or newer still."""

    kept: int
    older: int


@verb
def keep_records(source: RecordSource, rows: Iterable[Row], *, by: Acting | Actor, about: int | None = None) -> Kept:
    """Keep what a source says. Of two states of one record the newer stands, and of two as new the later in `rows`.

    `about`: the person whom it was asked about. Raises RecordSource.DoesNotExist when it was removed meanwhile.
    """
    # Two batches of a source wait for each other here, so that no record is made twice.
    locked = RecordSource.objects.select_for_update().get(pk=source.pk)
    newest: dict[tuple[str, str], Row] = {}
    given = 0
    for row in rows:
        given += 1
        if row.key not in newest or row.as_of >= newest[row.key].as_of:
            newest[row.key] = row
    known = _known(locked, list(newest.values()))
    fresh = [row for key, row in newest.items() if key not in known or known[key].as_of <= row.as_of]
    here = phones.here() if any(row.phone for row in fresh) else ""
    written = [_written(known.get(row.key) or Record(source=locked), row, here) for row in fresh]
    _attach(written, fresh)
    _write(written)
    locked.last_at = now()
    locked.save(update_fields=["last_at"])
    persons = sorted({row.person_id for row in written if row.person_id} | ({about} if about else set()))
    record("records.kept", by=by, on=locked, person=about, kept=len(fresh), of=given, persons=persons[:MOST_TOLD])
    return Kept(len(fresh), given - len(fresh))


def _known(source: RecordSource, rows: Sequence[Row]) -> dict[tuple[str, str], Record]:
    ids = {row.external_id for row in rows}
    found = Record.objects.select_for_update().filter(source=source, external_id__in=ids)
    return {(row.kind, row.external_id): row for row in found}


def _written(record: Record, row: Row, here: str) -> Record:
    record.kind, record.external_id = row.kind, row.external_id
    for name in SAYS:
        setattr(record, name, getattr(row, name))
    record.lines = [asdict(line) for line in row.lines]
    record.phone = phones.e164(row.phone, here)[:40]
    record.kept_at = now()
    return record


def _attach(records: Sequence[Record], rows: Sequence[Row]) -> None:
    """Whose they are. One whom nobody is named by now stays with whom it was."""
    points = points_for(records)
    names = {row.organisation for row in rows} - {""}
    organisations = {one.name: one for one in Organisation.objects.filter(name__in=names)} if names else {}
    for record_, row in zip(records, rows, strict=True):
        point = whose(record_, points)
        if point is not None:
            record_.point, record_.person_id = point, point.person_id
        if row.organisation in organisations:
            record_.organisation = organisations[row.organisation]


def _write(records: Sequence[Record]) -> None:
    new = [row for row in records if row._state.adding]
    old = [row for row in records if not row._state.adding]
    Record.objects.bulk_create(new)
    Record.objects.bulk_update(old, [*SAYS, "kept_at", "person", "point", "organisation"])
