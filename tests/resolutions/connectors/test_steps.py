"""What is done next: for every house, and whatever crashes, is late or breaks, never paid twice and never forgotten."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cha.resolutions.connectors.base import HOLD
from cha.resolutions.connectors.steps import (
    LOOKS,
    MOST_ATTEMPTS,
    MOST_SENDS,
    Step,
    Told,
    after_absent,
    look_again,
    next_step,
)

START = datetime(2026, 11, 23, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
# A request is on its way for this long at most: both of our patiences together, and some.
ASTRAY = timedelta(seconds=50)

# What happens to a send: taken and answered; taken and no answer; late, and then no answer; not taken and no answer;
# we die before it leaves, after it was taken, or while it is on its way.
SENDS = st.sampled_from(["well", "taken", "late", "lost", "dies before", "dies after", "dies late"])
LOOKED = st.sampled_from(["well", "breaks", "dies"])


@dataclass
class House:
    """It pays for a key once while it knows it, if it takes keys at all."""

    keyed: timedelta | None
    paid: list[str] = field(default_factory=list)
    known: dict[str, datetime] = field(default_factory=dict)
    coming: list[tuple[datetime, str]] = field(default_factory=list)

    def take(self, key: str, at: datetime) -> None:
        if self.keyed is not None and key in self.known and at < self.known[key] + self.keyed:
            return
        self.known.setdefault(key, at)
        self.paid.append(key)

    def arrive(self, at: datetime) -> None:
        """What was on its way has come by now."""
        due = [one for one in self.coming if one[0] <= at]
        self.coming = [one for one in self.coming if one[0] > at]
        for when, key in due:
            self.take(key, when)


@dataclass
class Machine:
    """As `carrying_out` does it, without rows: a told for each attempt, and a clock."""

    house: House
    quiet: timedelta = 2 * MINUTE
    at: datetime = START
    number: int = 0
    told: Told = field(default_factory=lambda: Told(ended=True))
    done: bool = False
    given_up: bool = False

    def wait(self, by: timedelta) -> None:
        self.at += by
        self.house.arrive(self.at)

    def begin(self) -> None:
        self.number += 1
        self.told = Told(keyed=self.house.keyed, quiet=self.quiet)

    def step(self, send: str, looked: str) -> None:
        """One run of the task."""
        if self.number == 0:
            self.begin()
        match next_step(self.told, self.at):
            case Step.SEND:
                self.send(send)
            case Step.LOOK:
                self.look(looked)
            case _:
                self.wait(MINUTE)

    def send(self, how: str) -> None:
        told, key = self.told, f"{self.number}"
        first = told.first_sent_at or self.at
        told = replace(told, first_sent_at=first, sent_at=self.at, sends=told.sends + 1, held_until=self.at + HOLD)
        # This commit is what the rest hangs on.
        self.told = told
        if how in ("well", "taken", "dies after"):
            self.house.take(key, self.at)
        if how in ("late", "dies late"):
            self.house.coming.append((self.at + ASTRAY, key))
        if how.startswith("dies"):
            self.told = replace(told, held_until=None)  # a dead process holds nothing
            return
        self.told = replace(told, held_until=None, doubted=how != "well", ended=how == "well")
        self.done = how == "well"
        self.wait(timedelta(seconds=25))

    def look(self, how: str) -> None:
        if how == "dies":
            return
        self.told = replace(self.told, looks=self.told.looks + 1)
        if how == "breaks":
            self.told = replace(self.told, doubted=True)
            self.wait(look_again(self.told.looks, self.at) - self.at)
        elif f"{self.number}" in self.house.paid:
            self.told, self.done = replace(self.told, ended=True), True
        else:
            self.absent()

    def absent(self) -> None:
        match after_absent(self.told, self.at):
            case Step.SEND:
                self.told = replace(self.told, doubted=False)
            case Step.WAIT:
                self.told = replace(self.told, doubted=True)
                self.wait(self.quiet)
            case _ if self.number >= MOST_ATTEMPTS:
                self.told, self.given_up = replace(self.told, ended=True), True
            case _:
                self.begin()


@given(
    keyed=st.sampled_from([None, timedelta(hours=1), timedelta(hours=24)]),
    faults=st.lists(st.tuples(SENDS, LOOKED, st.integers(0, 90)), max_size=14),
)
def test_never_paid_twice_and_never_forgotten(keyed: timedelta | None, faults: list[tuple[str, str, int]]) -> None:
    machine = Machine(House(keyed))
    for send, looked, minutes in faults:
        if not machine.told.ended or machine.number == 0:
            machine.step(send, looked)
            assert len(machine.house.paid) <= 1
            machine.wait(minutes * MINUTE)
            assert len(machine.house.paid) <= 1
    for _ in range(30):
        if machine.done or machine.given_up:
            break
        machine.step("well", "well")
        machine.wait(MINUTE)
    machine.wait(timedelta(hours=1))
    assert machine.done or machine.given_up
    assert len(machine.house.paid) == (1 if machine.done else 0)


def test_a_house_that_forgets_keys_is_asked_before_the_same_goes_again() -> None:
    sent = Told(first_sent_at=START, sent_at=START, sends=1, keyed=timedelta(hours=1), quiet=MINUTE)
    assert next_step(sent, START + 40 * MINUTE) == Step.SEND
    assert next_step(sent, START + 51 * MINUTE) == Step.LOOK
    assert after_absent(sent, START + 51 * MINUTE) == Step.NOT_DONE


def test_a_house_without_keys_is_always_asked_first() -> None:
    sent = Told(first_sent_at=START, sent_at=START, sends=1, quiet=2 * MINUTE)
    assert next_step(sent, START) == Step.LOOK
    assert after_absent(sent, START + MINUTE) == Step.WAIT
    assert after_absent(sent, START + 2 * MINUTE) == Step.NOT_DONE


@pytest.mark.parametrize("sends", range(MOST_SENDS + 2))
def test_the_same_goes_so_often_and_no_more(sends: int) -> None:
    told = Told(first_sent_at=START, sent_at=START, sends=sends, keyed=timedelta(days=1), quiet=MINUTE)
    assert (after_absent(told, START) == Step.SEND) == (sends < MOST_SENDS)


def test_what_somebody_works_on_waits_and_what_is_over_is_left() -> None:
    assert next_step(Told(held_until=START + MINUTE), START) == Step.WAIT
    assert next_step(Told(held_until=START), START) == Step.SEND
    assert next_step(Told(ended=True), START) == Step.NOTHING
    assert next_step(Told(way=True, sent_at=START, first_sent_at=START, keyed=timedelta(1)), START) == Step.LOOK


def test_houses_are_asked_ever_more_rarely_and_never_not() -> None:
    pauses = [look_again(number, START) - START for number in range(20)]
    assert pauses == sorted(pauses)
    assert pauses[-1] == LOOKS[-1] == timedelta(days=1)
