"""Timers: fired once, on time, whatever the clock does and however many workers there are; late ones say so."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import transaction

from cha.core import tasks, timers, worker
from cha.core.actor import CHA
from cha.core.clock import late_by, meant_for, now, standing_at
from cha.core.ledger import Event, record
from cha.core.sweeping import Sweeper
from cha.core.tasks import LEASE, Later, Task, task
from cha.core.timers import Timer
from cha.core.verbs import verb
from cha.team.models import Team

NINE = datetime(2026, 6, 12, 9, 0, tzinfo=UTC)
ran: list[object] = []


@task("test.ring")
def ring(value: object) -> None:
    ran.append((value, late_by()))


@task("test.not_yet")
def not_yet(until: str) -> None:
    if now() < datetime.fromisoformat(until):
        raise Later(datetime.fromisoformat(until), "not yet")
    ran.append(late_by())


@task("test.told")
def told(pk: int) -> None:
    tell(Team.objects.get(pk=pk))


@verb
def tell(team: Team) -> None:
    record("team.formed", by=CHA, on=team)


@pytest.fixture(autouse=True)
def nothing_ran() -> None:
    ran.clear()


pytestmark = pytest.mark.django_db(transaction=True)


def at(hours: float) -> datetime:
    return NINE + timedelta(hours=hours)


def test_many_due_in_one_second_fire_once_each() -> None:
    with standing_at(at(0)):
        for number in range(450):
            timers.set_timer(f"t:{number}", at(1), ring, number)
    with standing_at(at(1)):
        assert timers.fire_due() == 450
        assert timers.fire_due() == 0
        worker.run_all()
    assert sorted(value for value, _ in ran) == list(range(450))  # type: ignore[type-var]
    assert not Timer.objects.exists(), "what has fired is no row any more"


def test_a_timer_is_fired_whole_or_not_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    with standing_at(at(0)):
        timers.set_timer("a", at(1), ring, "a")

    def no_room(rows: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(timers, "insert_all", no_room)
    with standing_at(at(2)), pytest.raises(OSError, match="no space"):
        timers.fire_due()
    assert Timer.objects.filter(key="a", due=at(1)).exists()
    assert not Task.objects.exists()


def test_after_an_hour_without_a_worker_each_fires_once_and_knows_how_late_it_is() -> None:
    with standing_at(at(0)):
        for minute in (0, 20, 59.5):
            timers.set_timer(f"t:{minute}", at(0) + timedelta(minutes=minute), ring, minute)
    with standing_at(at(1)):
        worker.run_all()
    assert ran == [(0, timedelta(hours=1)), (20, timedelta(minutes=40)), (59.5, timedelta(0))]


def test_what_was_fired_is_not_fired_again_when_the_clock_is_set_back() -> None:
    with standing_at(at(0)):
        timers.set_timer("a", at(1), ring, "a")
    for moment in (at(1), at(0.5), at(1), at(2)):
        with standing_at(moment):
            worker.run_all()
    assert ran == [("a", timedelta(0))]


def test_set_again_for_the_same_moment_on_a_clock_set_back_it_fires_again() -> None:
    for _ in range(2):
        with standing_at(at(0.5)):
            timers.set_timer("wake", at(1), ring, "wake")
        with standing_at(at(1)):
            worker.run_all()
    assert len(ran) == 2


def test_what_a_fast_clock_fired_waits_for_its_time_when_the_clock_is_corrected() -> None:
    """The work asks whether its time has come: run early it would find that it has not, and never run again."""
    with standing_at(at(0)):
        timers.set_timer("a", at(1), ring, "a")
    with standing_at(at(1)):
        assert timers.fire_due() == 1
    with standing_at(at(0.2)):
        worker.run_all()
        assert tasks.clock_was_at(at(1)) == 0
        worker.run_all()
        assert ran == []
    with standing_at(at(1)):
        worker.run_all()
    assert ran == [("a", timedelta(0))]


def test_work_that_was_due_is_due_still_when_the_clock_is_set_back_an_hour() -> None:
    with time_machine.travel(at(2), tick=False) as clock:
        sweeper = Sweeper(worker.alive)
        ring.enqueue("now")
        ring.enqueue("tomorrow", due=at(26))
        (held,) = tasks.claim("work", "elsewhere:1", 1)
        Task.objects.filter(pk=held.pk).update(state="waiting")
        Task.objects.filter(pk=held.pk).update(attempts=0)
        clock.move_to(at(1))
        worker.run_all()
        assert ran == []
        sweeper.sweep()
        worker.run_all()
    assert [value for value, _ in ran] == ["now"]  # type: ignore[misc]


def test_a_worker_that_starts_after_the_clock_was_set_back_sees_it_by_what_happened_last() -> None:
    team = Team.objects.create(name="Care")
    with time_machine.travel(at(2), tick=False) as clock:
        tell(team)
        ring.enqueue("now")
        clock.move_to(at(1))
        Sweeper(worker.alive).sweep()
        worker.run_all()
    assert [value for value, _ in ran] == ["now"]  # type: ignore[misc]


def test_a_lease_lasts_no_longer_because_the_clock_was_set_back() -> None:
    ring.enqueue("held")
    with standing_at(now() + timedelta(hours=1)):
        tasks.claim("work", "elsewhere:1", 1)
    tasks.clock_was_at(now() + timedelta(hours=1))
    row = Task.objects.get()
    assert row.lease_until is not None
    assert row.lease_until <= now() + LEASE


def test_a_late_event_says_how_late() -> None:
    team = Team.objects.create(name="Care")
    with standing_at(at(0)):
        timers.set_timer("a", at(0), told, team.pk)
    with standing_at(at(0.7)):
        worker.run_all()
    assert Event.objects.get(verb="team.formed").facts == {"late_seconds": 42 * 60}


def test_an_event_in_time_says_nothing_of_it() -> None:
    team = Team.objects.create(name="Care")
    with standing_at(at(0)), meant_for(at(0) - timedelta(seconds=20)):
        tell(team)
    assert Event.objects.get(verb="team.formed").facts == {}


def test_what_is_put_off_by_its_own_work_is_not_late() -> None:
    with standing_at(at(0)):
        timers.set_timer("a", at(0), not_yet, at(3).isoformat())
        worker.run_all()
    with standing_at(at(3)):
        worker.run_all()
    assert ran == [timedelta(0)]


def test_a_timer_of_another_version_stays_to_be_seen() -> None:
    Timer.objects.create(key="a", due=now(), job="test.from-the-future", args=[7])
    worker.run_all(rounds=1)
    row = Task.objects.get(name="test.from-the-future")
    assert (row.args, row.state) == ([7], "failed")


def test_moving_a_timer_leaves_one() -> None:
    with standing_at(at(0)):
        for hours in (1, 3, 2):
            with transaction.atomic():
                timers.set_timer("a", at(hours), ring, hours)
        assert timers.next_due() == at(2)
    with standing_at(at(4)):
        worker.run_all()
    assert [value for value, _ in ran] == [2]  # type: ignore[misc]
