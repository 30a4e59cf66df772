"""kill -9 at every step of a remedy that goes over a connector: never paid twice, never forgotten."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from tests.processes.install import ROOT, Sink, new_install
from tests.resolutions.connectors.standins.house import StandIn, standing_in
from tests.resolutions.connectors.standins.mollie import StandInMollie
from tests.resolutions.connectors.standins.receiver import Receiver
from tests.resolutions.connectors.standins.shops import StandInShopify, StandInWoo
from tests.resolutions.connectors.standins.stripe import StandInStripe

pytestmark = pytest.mark.processes

HOUSES: dict[str, type[StandIn]] = {
    "stripe": StandInStripe,
    "mollie": StandInMollie,
    "shopify": StandInShopify,
    "woocommerce": StandInWoo,
    "webhook": Receiver,
}
POINTS = [
    # before the attempt is kept, in the transaction that keeps it, and after it
    "cha.resolutions.carrying.carrying_out:take_up:before",
    "cha.resolutions.remedies.doing:record:remedy.started",
    "cha.resolutions.carrying.carrying_out:take_up:after",
    # before anything leaves, and after the house answered
    "cha.resolutions.connectors.wire:fetch:before",
    "cha.resolutions.carrying.carrying_out:ask:after",
    # in the transaction that notes it, after it, before the task is noted as done
    "cha.resolutions.remedies.doing:record:remedy.done",
    "cha.resolutions.carrying.carrying_out:note:after",
    "cha.core.tasks:finish:before",
]


class Processes:
    """Starts processes of an install, one at a time: `run` waits for one, `start` for its id only."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def start(self, *words: object) -> int:
        assert self._process.stdin is not None
        print(json.dumps(words), file=self._process.stdin, flush=True)
        return int(self._line()["pid"])

    def ended(self) -> tuple[int, list[Any]]:
        said = self._line()
        return said["status"], said["out"]

    def run(self, *words: object) -> tuple[int, list[Any]]:
        self.start(*words)
        return self.ended()

    def _line(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        found: dict[str, Any] = json.loads(self._process.stdout.readline())
        return found


@pytest.fixture(scope="module")
def install(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Processes]]:
    """An install, and two that start its processes."""
    script = str(ROOT / "tests" / "processes" / "money.py")
    with Sink() as sink, new_install(tmp_path_factory.mktemp("install"), sink.port) as install:
        environ = install.environ | {"CHA_CONNECTORS_PRIVATE": "yes"}
        pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        begun = [subprocess.Popen([sys.executable, script], env=environ, cwd=install.folder, **pipes) for _ in range(2)]
        yield [Processes(process) for process in begun]
        for process in begun:
            process.communicate(timeout=20)


def how_it_ended(processes: Processes, remedy: int) -> dict[str, Any]:
    """Go on after the crash, let time pass, and say how it stands."""
    status, out = processes.run("on", remedy)
    assert status == 0
    found: dict[str, Any] = out[-1]
    return found


@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize("kind", ["stripe", "shopify"])
def test_killed_at_a_step(install: list[Processes], kind: str, point: str) -> None:
    with standing_in(HOUSES[kind]()) as there:
        status, out = install[0].run("go", kind, there.url, point)
        assert status == -9
        found = how_it_ended(install[0], out[0])
        assert (there.paid, found["state"]) == (14800, "done")
        assert found["attempts"][-1] == "done"
        assert found["events"].count("remedy.done") == 1


def kills(there: StandIn, moment: str, pids: list[int]) -> None:
    """Have these processes killed when the house is asked for a change, before it takes it or after."""
    known = threading.Event()

    def kill(when: str) -> None:
        known.wait(20)
        if when == moment:
            there.meets = None
            for pid in pids:
                os.kill(pid, signal.SIGKILL)

    there.meets = kill
    known.set()


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("kind", list(HOUSES))
def test_killed_while_the_house_works_on_it(install: list[Processes], kind: str, moment: str) -> None:
    """The request has arrived; whoever sent it is dead before the house has done it, or before it says so."""
    with standing_in(HOUSES[kind]()) as there:
        pids: list[int] = []
        kills(there, moment, pids)
        pids.append(install[0].start("go", kind, there.url))
        status, out = install[0].ended()
        assert status == -9
        found = how_it_ended(install[0], out[0])
        assert (there.paid, found["state"], len(found["attempts"])) == (14800, "done", 1)


def test_two_workers_at_once_and_both_killed(install: list[Processes]) -> None:
    """Two processes take the same remedy and die while the house works on it; a third one finishes it."""
    with standing_in(StandInStripe()) as there:
        _, out = install[0].run("go", "stripe", there.url, POINTS[0])
        pids: list[int] = []
        kills(there, "after", pids)
        pids += [one.start("work") for one in install]
        for one in install:
            one.ended()
        found = how_it_ended(install[0], out[0])
        assert (there.paid, found["state"], len(found["attempts"])) == (14800, "done", 1)
