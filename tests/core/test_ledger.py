"""The ledger takes events only from verbs and the wiring, and readers miss none."""

import threading
import time

import pytest
from django.db import connection, transaction

from cha.core.actor import CHA
from cha.core.ledger import Event, newest_position, record, since
from cha.team.models import Team
from cha.team.models.team import form_team


def settled(start: int, number: int) -> list[Event]:
    """The events after `start`, once so many are given: other tests' transactions hold them back for a moment."""
    for _ in range(500):
        seen = list(since(start))
        if len(seen) >= number:
            return seen
        time.sleep(0.01)
    raise AssertionError("held back for five seconds")


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_verb_is_refused() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        record("team.formed", by=CHA, on=Team(name="x"))


@pytest.mark.django_db
def test_an_event_nobody_listed_is_refused() -> None:
    team = form_team("Shop", by=CHA)
    with pytest.raises(LookupError, match="the wiring does not list"):
        record("team.danced", by=CHA, on=team)


@pytest.mark.django_db(transaction=True)
def test_readers_go_on_from_their_position() -> None:
    start = newest_position()
    form_team("Shop", by=CHA)
    form_team("Workshop", by=CHA)
    seen = settled(start, 2)
    assert [event.verb for event in seen] == ["team.formed"] * 2
    assert list(since(seen[0].position)) == seen[1:]
    assert list(since(newest_position())) == []


@pytest.mark.django_db(transaction=True)
def test_a_slow_transaction_overtaken_by_a_fast_one_is_not_missed() -> None:
    """The slow one takes its sequence number first and commits last; a reader in between must not step over it."""
    if connection.vendor != "postgresql":
        pytest.skip("on SQLite writers queue: numbers appear in order")
    start, recorded, go = newest_position(), threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            form_team("Slow", by=CHA)
            recorded.set()
            go.wait(10)
        connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    assert recorded.wait(10)
    form_team("Fast", by=CHA)
    assert list(since(start)) == [], "the fast one is held back while the slow one runs"
    go.set()
    thread.join()
    names = [Team.objects.get(pk=event.subject_id).name for event in settled(start, 2)]
    assert sorted(names) == ["Fast", "Slow"]
    assert Event.objects.count() >= 2
