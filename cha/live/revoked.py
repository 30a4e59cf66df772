"""Revocations outlive a restart of the hub: one line each in the data folder, until no token can be older."""

from __future__ import annotations

import json
import time
from pathlib import Path

LONGEST = 60 * 60 * 13

Revocation = tuple[float, str | None, str | None]


class Revoked:
    """A file of (time, subject, topic) lines."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def load(self) -> list[Revocation]:
        """Those that still count; the file forgets the others."""
        if not self.path.is_file():
            return []
        rows = [json.loads(line) for line in self.path.read_text(encoding="utf-8").splitlines() if line.endswith("]")]
        kept = [(float(at), subject, topic) for at, subject, topic in rows if at > time.time() - LONGEST]
        self.path.write_text("".join(json.dumps(row) + "\n" for row in kept), encoding="utf-8")
        return kept

    def add(self, at: float, subject: str | None, topic: str | None) -> None:
        """Keep one."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps([at, subject, topic]) + "\n")
