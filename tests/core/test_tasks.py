"""Tasks: written with what they are about, run once each, tried again with growing pauses, shown when they give up."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from cha.core import tasks, timers, worker
from cha.core.clock import now
from cha.core.tasks import JOBS, Later, Task, claim, fail, finish, return_claims, task

ran: list[object] = []


@task("test.note")
def note(value: object) -> None:
    ran.append(value)


@task("test.stumble", tries=2)
def stumble() -> None:
    raise RuntimeError("no")


@task("test.later")
def later() -> None:
    raise Later(now() + timedelta(hours=1), "not yet")


@task("test.gather", gathers=True)
def gather(*values: object) -> None:
    if "bad" in values:
        raise RuntimeError("no")
    ran.append(values)


@task("test.synced")
def synced() -> None:
    ran.append(synchronous())


@task("test.synced_net", lane="net")
def synced_net() -> None:
    ran.append(synchronous())


def synchronous() -> int:
    """How SQLite syncs what this connection commits: 1 later, 2 at once."""
    return int(connection.cursor().execute("PRAGMA synchronous").fetchone()[0])


@pytest.fixture(autouse=True)
def nothing_ran() -> None:
    ran.clear()


pytestmark = pytest.mark.django_db(transaction=True)


def test_a_task_stands_and_falls_with_its_transaction() -> None:
    with transaction.atomic():
        note.enqueue("lost")
        transaction.set_rollback(True)
    note.enqueue("kept")
    worker.run_all()
    assert ran == ["kept"]


def test_the_same_key_is_one_task() -> None:
    for _ in range(3):
        note.enqueue("once", key="k")
    worker.run_all()
    note.enqueue("once", key="k")
    worker.run_all()
    assert ran == ["once"]


def test_two_workers_never_take_the_same_task() -> None:
    for number in range(5):
        note.enqueue(number)
    first, second = claim("work", "a:1", 3), claim("work", "b:2", 9)
    assert len(first) == 3
    assert len(second) == 2
    assert not {row.id for row in first} & {row.id for row in second}


def test_what_a_dead_worker_held_comes_back() -> None:
    note.enqueue("again")
    claim("work", "gone:1", 5)
    assert claim("work", "b:2", 5) == []
    assert return_claims(lambda holder: holder != "gone:1") == 1
    assert [row.name for row in claim("work", "b:2", 5)] == ["test.note"]


def test_a_failing_task_pauses_then_rests_and_says_why() -> None:
    stumble.enqueue()
    (row,) = claim("work", "a:1", 1)
    fail(row, RuntimeError("no"))
    row.refresh_from_db()
    assert row.state == "waiting"
    assert row.due > now()
    Task.objects.update(due=now())
    (row,) = claim("work", "a:1", 1)
    fail(row, RuntimeError("no"))
    row.refresh_from_db()
    assert (row.state, row.said) == ("failed", "RuntimeError: no")
    assert tasks.retry(row.id)
    assert not tasks.retry(row.id)


def test_later_costs_no_attempt() -> None:
    later.enqueue()
    worker.run_all(rounds=1)
    row = Task.objects.get(name="test.later")
    assert (row.state, row.attempts) == ("waiting", 0)
    assert row.due > now() + timedelta(minutes=50)


def test_a_task_with_an_unknown_name_is_kept_and_shown() -> None:
    Task.objects.create(name="test.from-the-future", lane="work")
    worker.run_all(rounds=1)
    row = Task.objects.get(name="test.from-the-future")
    assert "no task is called" in row.said


def test_done_tasks_are_pruned_after_a_week() -> None:
    note.enqueue("old")
    worker.run_all()
    Task.objects.update(done_at=now() - timedelta(days=8))
    assert tasks.prune() == 1


def test_two_tasks_of_one_name_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="two tasks"):
        task("test.note")(lambda: None)
    assert JOBS["test.note"] is note


def test_a_timer_fires_once_and_can_be_moved_and_stopped() -> None:
    timers.set_timer("a", now() + timedelta(hours=1), note, "moved")
    assert timers.fire_due() == 0
    timers.set_timer("a", now() - timedelta(seconds=1), note, "moved")
    timers.set_timer("b", now() - timedelta(seconds=1), note, "stopped")
    timers.stop_timer("b")
    assert timers.fire_due() == 1
    assert timers.fire_due() == 0
    worker.run_all()
    assert ran == ["moved"]


def test_a_timer_set_again_after_it_fired_fires_again() -> None:
    for _ in range(2):
        timers.set_timer("a", now() - timedelta(seconds=1), note, "tick")
        worker.run_all()
    assert ran == ["tick", "tick"]


def test_finishing_notes_when() -> None:
    note.enqueue("x")
    (row,) = claim("work", "a:1", 1)
    finish([row.id])
    row.refresh_from_db()
    assert row.state == "done"
    assert row.done_at is not None


def test_tasks_that_gather_run_as_one() -> None:
    gather.enqueue(1)
    note.enqueue("between")
    gather.enqueue(2)
    worker.run_all()
    assert ran == [(1, 2), "between"]


def test_what_fails_together_is_run_one_by_one() -> None:
    for value in (1, "bad", 2):
        gather.enqueue(value)
    worker.run_lane("work")
    assert ran == [(1,), (2,)]
    waiting = Task.objects.get(state="waiting")
    assert (waiting.args, waiting.attempts) == (["bad"], 1)


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL gathers commits by itself")
def test_what_a_task_rests_on_is_on_disk_before_anything_leaves_the_machine() -> None:
    at_claim: list[int] = []

    def look(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if sql.startswith("UPDATE core_task SET state = 'running'"):
            at_claim.append(synchronous())
        return execute(sql, *rest)

    synced.enqueue()
    synced_net.enqueue()
    with connection.execute_wrapper(look):
        worker.run_all()
    assert (at_claim, ran) == ([1, 2], [1, 1])
    assert synchronous() == 2
