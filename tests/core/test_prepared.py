"""Prepared statements: what they write and read is what the ORM writes and reads."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cha.channels.models import Payload
from cha.core.ledger import Event
from cha.core.prepared import insert, insert_all, read, taken, update
from cha.core.tasks import Task

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 29, 1, 30, 0, 123456, tzinfo=UTC)


def values(row: object) -> dict[str, object]:
    return {name: value for name, value in vars(row).items() if name != "_state"}


def made() -> Task:
    return Task(name="é “words”", args=[1, None, {"a": "b"}], key="k", lane="work", rank=-3, due=AT, said="")


def test_a_prepared_insert_writes_what_save_writes() -> None:
    row = made()
    insert(row)
    other = made()
    other.key = "other"
    other.save(force_insert=True)
    one, two = Task.objects.get(pk=row.pk), Task.objects.get(pk=other.pk)
    assert {**values(one), "id": 0, "key": ""} == {**values(two), "id": 0, "key": ""}


def test_a_prepared_read_gives_what_the_manager_gives() -> None:
    row = Payload(medium="email", digest="d", raw=b"\x00\xff", size=2, envelope={"to": ["a"]}, received_at=AT)
    insert(row)
    found, known = read(Payload, row.pk), Payload.objects.get(pk=row.pk)
    assert values(found) == values(known)
    assert [type(value) for value in values(found).values()] == [type(value) for value in values(known).values()]
    assert (found._state.adding, found._state.db) == (False, "default")


@pytest.mark.parametrize("lease", [None, AT])
def test_a_prepared_update_writes_what_a_field_makes_of_a_value(lease: datetime | None) -> None:
    row = made()
    insert(row)
    row.rank, row.state, row.lease_until, row.args = True, Task.State.RUNNING, lease, []
    update(row, ["rank", "state", "lease_until", "args"])
    found = Task.objects.get(pk=row.pk)
    assert (found.rank, found.state, found.lease_until, found.args) == (1, "running", lease, [])


def test_what_is_not_there_is_not_found() -> None:
    with pytest.raises(Task.DoesNotExist):
        read(Task, 1)


def test_several_rows_are_one_statement_and_each_has_its_number_in_order() -> None:
    rows = [made_event(number) for number in range(3)]
    with CaptureQueriesContext(connection) as asked:
        insert_all(rows)
    assert len(asked) == 1
    assert [row.subject_id for row in Event.objects.order_by("pk")] == [0, 1, 2]
    assert [row.pk for row in rows] == list(Event.objects.order_by("pk").values_list("pk", flat=True))


def test_of_several_rows_one_that_stands_stays_as_it_is() -> None:
    insert(made())
    other, known = made(), made()
    other.key, known.name = "other", "another"
    insert_all([known, other], unless="key")
    assert sorted(Task.objects.values_list("key", "name")) == [("k", made().name), ("other", made().name)]


def test_rows_that_a_statement_takes_are_as_they_are_afterwards() -> None:
    row = made()
    insert(row)
    (found,) = taken(Task, "UPDATE core_task SET attempts = attempts + 1 WHERE id = %s", [row.pk])
    assert values(found) == values(Task.objects.get(pk=row.pk))
    assert found.attempts == 1


def made_event(number: int) -> Event:
    return Event(verb="team.formed", actor_kind="cha", subject="team", subject_id=number, facts={"n": number})
