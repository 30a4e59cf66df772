"""Asking shops: when a member opens a conversation and what is kept is older than the shop's minutes.

Nothing is asked while a page is made: a task does it, and the page shows what is kept until then. What is wrong is kept
in words, by shop and by person, until the shop answers again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.utils.translation import gettext as _

from cha.core.actor import CHA, Acting, Actor
from cha.core.clock import now
from cha.core.errors import Invalid
from cha.core.ledger import record
from cha.core.money import plain_amount
from cha.core.tasks import task
from cha.core.verbs import verb
from cha.people.models.contact_point import ContactPoint
from cha.people.models.fact import Fact
from cha.people.models.person import Person
from cha.people.models.record import RecordLook, looks_of
from cha.people.models.record_source import RecordSource, sources
from cha.people.records.adapters import ADAPTERS, Wanted
from cha.people.records.asking import Shop, Trouble
from cha.people.records.keeping import keep_records
from cha.people.records.reading import Row, read_row
from cha.team.models.member import must_manage

# Who was asked this long ago and has not answered is asked again.
PATIENCE: Final = timedelta(minutes=2)
MOST_POINTS: Final = 4
MOST_ORDERS: Final = 3
MOST_ROWS: Final = 200
# After a shop asked us to wait so many times, it is asked again when somebody next opens a conversation.
MOST_WAITS: Final = 2
MOST_AGAIN: Final = 50


def due_sources(person: int, at: datetime) -> list[RecordSource]:
    """The shops that are to be asked about a person now. Two queries at most, and no write."""
    asked = [
        one for one in sources() if one.asks and one.paused_at is None and not (one.wait_until and one.wait_until > at)
    ]
    if not asked:
        return []
    looks = {look.source_id: look for look in looks_of(person)}
    return [source for source in asked if _is_due(source, looks.get(source.pk), at)]


def _is_due(source: RecordSource, look: RecordLook | None, at: datetime) -> bool:
    if look is None:
        return True
    fresh = look.looked_at is not None and look.looked_at > at - timedelta(minutes=source.minutes)
    return not fresh and look.asked_at <= at - PATIENCE


def ask_if_old(person: Person, *, by: Acting | Actor) -> bool:
    """Have the shops asked whose answers about a person are old. Whether any is asked; a read alone where none is."""
    due = due_sources(person.pk, now())
    if due:
        ask_for_records(person, due, by=by)
    return bool(due)


@verb
def ask_for_records(person: Person, shops: Iterable[RecordSource], *, by: Acting | Actor) -> None:
    """Have these shops asked about a person now."""
    at = now()
    for source in shops:
        RecordLook.objects.update_or_create(source=source, person=person, defaults={"asked_at": at, "trouble": ""})
        record("records.asked", by=by, on=source, person=person.pk, persons=[person.pk])
        pull_records.enqueue(source.pk, person.pk, 0, key=f"records:{source.pk}:{person.pk}:{at.isoformat()}")


@verb
def ask_again(source: RecordSource, *, by: Acting | Actor) -> int:
    """Ask a shop again about everybody of whom it did not say anything when it was last asked. How many they are."""
    locked = RecordSource.objects.select_for_update().get(pk=source.pk)
    locked.wait_until = None
    locked.save(update_fields=["wait_until"])
    looks = locked.looks.exclude(trouble="").select_related("person").order_by("-asked_at")[:MOST_AGAIN]
    persons = [look.person for look in looks]
    for person in persons:
        ask_for_records(person, [locked], by=by)
    if not persons:
        locked.trouble, locked.trouble_at = "", None
        locked.save(update_fields=["trouble", "trouble_at"])
    return len(persons)


@task("people.pull_records", lane="net", rank=3, tries=3)
def pull_records(source_id: int, person_id: int, waited: int = 0) -> None:
    """Ask a shop about a person and keep what it says, or what is wrong. Twice is the same as once."""
    source = RecordSource.objects.filter(pk=source_id, paused_at=None).first()
    person = Person.objects.filter(pk=person_id, joined_into=None).first()
    if source is None or person is None or not source.asks:
        return
    at = now()
    if source.wait_until and source.wait_until > at:
        _wait(source, person, source.wait_until, waited)
        return
    try:
        rows, amiss = pulled(shop_of(source), wanted(person), at)
    except Trouble as trouble:
        note_trouble(source, person, trouble, at, waited)
        return
    try:
        note_answer(source, person, rows, amiss, at)
    except RecordSource.DoesNotExist:
        return


def shop_of(source: RecordSource) -> Shop:
    """How a shop is asked. Raises Trouble when its key can no longer be read."""
    try:
        return Shop(source.kind, source.url, source.user, source.password(), source.mapping)
    except Invalid as error:
        raise Trouble(error.sentence) from error


def wanted(person: Person) -> Wanted:
    """What a shop is asked about: a person's addresses, verified ones first, and the orders that they named."""
    points = ContactPoint.objects.filter(person=person, dead_at=None).order_by("verified_at", "id")
    found: dict[str, list[str]] = {"email": [], "phone": []}
    for point in sorted(points, key=lambda point: (not point.proven, point.pk)):
        if point.kind in found:
            found[point.kind].append(point.value)
    facts = Fact.objects.filter(person=person, kind="order", corrected_by=None).order_by("-told_at")
    orders = dict.fromkeys(facts.values_list("value", flat=True)[:MOST_ORDERS])
    emails, phones = (tuple(found[kind][:MOST_POINTS]) for kind in ("email", "phone"))
    return Wanted(emails, phones, tuple(orders))


def pulled(shop: Shop, about: Wanted, at: datetime) -> tuple[list[Row], str]:
    """What a shop says of somebody, as it is now, and what of it could not be read, in words. Raises Trouble."""
    rows: list[Row] = []
    amiss: list[str] = []
    for raw in ADAPTERS[shop.kind](shop, about, at):
        try:
            rows.append(read_row({name: value for name, value in raw.items() if value is not None}, at))
        except Invalid as error:
            amiss.append(error.sentence)
        if len(rows) + len(amiss) >= MOST_ROWS:
            break
    if amiss and not rows:
        raise Trouble(f"{shop.host} answered with orders that cannot be read: {amiss[0]}")
    return rows, f"{len(amiss)} of {len(rows) + len(amiss)} could not be read: {amiss[0]}" if amiss else ""


@verb
def note_answer(source: RecordSource, person: Person, rows: list[Row], amiss: str, at: datetime) -> None:
    """Keep what a shop said of a person at a moment. What it no longer says stays, with its "as of"."""
    keep_records(source, rows, by=CHA, about=person.pk)
    said = {"looked_at": at, "trouble": amiss[:300]}
    RecordLook.objects.update_or_create(
        source=source, person=person, defaults=said, create_defaults={**said, "asked_at": at}
    )
    RecordSource.objects.filter(pk=source.pk).update(trouble="", trouble_at=None, wait_until=None)


@verb
def note_trouble(source: RecordSource, person: Person, trouble: Trouble, at: datetime, waited: int = 0) -> None:
    """Keep why a shop said nothing of a person, and come again when it asked us to wait."""
    locked = RecordSource.objects.select_for_update().filter(pk=source.pk).first()
    if locked is None:
        return
    locked.trouble, locked.trouble_at = trouble.words, locked.trouble_at or at
    locked.wait_until = at + trouble.again if trouble.again else None
    locked.save(update_fields=["trouble", "trouble_at", "wait_until"])
    said = {"trouble": trouble.words}
    RecordLook.objects.update_or_create(
        source=locked, person=person, defaults=said, create_defaults={**said, "asked_at": at}
    )
    record("records.not_asked", by=CHA, on=locked, person=person.pk, persons=[person.pk])
    if locked.wait_until:
        _wait(locked, person, locked.wait_until, waited)


def _wait(source: RecordSource, person: Person, until: datetime, waited: int) -> None:
    if waited < MOST_WAITS:
        key = f"records:{source.pk}:{person.pk}:{until.isoformat()}"
        pull_records.enqueue(source.pk, person.pk, waited + 1, key=key, due=until)


@verb
def ask_to_try(source: RecordSource, email: str, *, by: Acting | Actor) -> RecordSource:
    """Have a shop asked about somebody, to see whether it answers. What came of it is `source.tried`; nothing is kept.

    Raises Refused unless `by` manages, Invalid without an address.
    """
    must_manage(by)
    if "@" not in email.strip()[1:-1]:
        raise Invalid(
            _("Whom shall it be asked about? Type the e-mail address of somebody who has ordered."), field="email"
        )
    locked = RecordSource.objects.select_for_update().get(pk=source.pk)
    locked.tried = {"at": now().isoformat(), "email": email.strip().lower()[:320]}
    locked.save(update_fields=["tried"])
    record("record_source.tried", by=by, on=locked)
    return locked


@task("people.try_source", lane="net", rank=1, tries=1)
def try_source(source_id: int) -> None:
    """Ask, and keep the first record for the page of the shop, or what is wrong."""
    source = RecordSource.objects.filter(pk=source_id).first()
    if source is None or "email" not in source.tried:
        return
    key = source.tried["at"]
    try:
        rows, amiss = pulled(shop_of(source), Wanted(emails=(source.tried["email"],)), now())
        found: dict[str, Any] = {"number": len(rows), "amiss": amiss, **(shown(rows[0]) if rows else {})}
    except Trouble as trouble:
        found = {"trouble": trouble.words}
    _keep_try(source_id, key, found)


def shown(row: Row) -> Mapping[str, str]:
    """The first record of a try, for a page: what was read, so that a wrong mapping is seen."""
    amount = f"{plain_amount(row.amount, row.currency)} {row.currency}" if row.amount is not None else ""
    return {
        "order": row.number,
        "status": row.status,
        "amount": amount,
        "placed": row.placed_at.date().isoformat() if row.placed_at else "",
        "lines": ", ".join(f"{line.quantity} × {line.title}" for line in row.lines[:3]),
    }


@verb
def _keep_try(source_id: int, key: str, found: Mapping[str, Any]) -> None:
    locked = RecordSource.objects.select_for_update().filter(pk=source_id).first()
    if locked and locked.tried.get("at") == key:
        locked.tried = {"at": key, **found, "done": now().isoformat()}
        locked.save(update_fields=["tried"])
