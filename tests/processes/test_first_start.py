"""kill -9 in the middle of a first start: the next one begins anew, and ends well."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.processes.install import ROOT, Install, database, plain_environ

pytestmark = pytest.mark.processes


@pytest.mark.parametrize("moment", ["30.applying", "35.made"])
def test_killed_while_the_tables_are_made(moment: str, tmp_path: Path) -> None:
    with database() as url:
        environ = plain_environ() | {"CHA_DATA": str(tmp_path / "data"), "CHA_DATABASE_URL": url}
        install = Install(tmp_path, environ)
        script = ROOT / "tests" / "processes" / "first_start.py"
        killed = subprocess.run([sys.executable, str(script), moment], env=environ, cwd=tmp_path, check=False)
        assert killed.returncode == -signal.SIGKILL
        assert "The database is up to date." in install.cha("migrate")
        assert "up to date" in install.cha("migrate")
