"""kill -9 of a worker in the middle of a batch of timers, and two workers at once: each fires, and once."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.processes.install import ROOT, new_install

pytestmark = pytest.mark.processes
COUNT = 60
POINTS = [
    # Within the transaction that makes tasks of timers, while one of a batch is brought back, and before the note
    # that they are done.
    "cha.core.timers:insert_all:after",
    "cha.conversations.models.snoozing:record:conversation.woken",
    "cha.core.tasks:finish:before",
]


def test_killed_in_the_middle_and_worked_by_two_each_fires_once(tmp_path: Path) -> None:
    with new_install(tmp_path, 9) as install:
        filled = install.python("timers.py", "fill", str(COUNT))
        assert filled.returncode == 0, filled.stderr
        for point in POINTS:
            assert install.python("step.py", "work", point).returncode == -9
        command = [sys.executable, str(ROOT / "tests" / "processes" / "step.py"), "work"]
        two = [subprocess.Popen(command, env=install.environ, cwd=install.folder) for _ in range(2)]
        assert [one.wait(timeout=120) for one in two] == [0, 0]
        found = json.loads(install.python("timers.py", "report").stdout)
    assert found == {"woken": [1] * COUNT, "timers": 0, "tasks": 0}
