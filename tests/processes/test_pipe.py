"""What a mail server that pipes mail into Cha reads of how the command ends: kept, later, or never."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.processes.install import plain_environ
from tests.shop import raw_mail

pytestmark = pytest.mark.processes


def piped(folder: Path, raw: bytes, *words: str) -> int:
    """The number that `cha mail read -` ends with."""
    command = [sys.executable, "-m", "cha", "mail", "read", "-", "--data", str(folder), *words]
    return subprocess.run(command, env=plain_environ(), input=raw, capture_output=True, check=False).returncode


def test_what_cannot_be_kept_is_asked_for_again_and_only_what_is_too_large_goes_back(tmp_path: Path) -> None:
    assert piped(tmp_path, raw_mail(), "--database-url", "postgres://nobody@127.0.0.1:1/none") == os.EX_TEMPFAIL
    assert piped(tmp_path, b"x" * 2_000_000, "--max-mail-mb", "1") == os.EX_DATAERR
    assert piped(tmp_path, raw_mail()) == 0
