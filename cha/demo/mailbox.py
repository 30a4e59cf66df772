"""The demo's mailbox on disk: every mail that a person of the demo received, raw, one file each.

`data/mailbox/<address>/<milliseconds since 1970, 14 digits>-<digest>.eml`, so that names sort by time.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote, unquote

from django.conf import settings

from cha.core.clock import now

LARGEST = 40 * 1024 * 1024
_NAME = re.compile(r"\d{14}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail in the box: whose it is, when it came (UTC), and the name it is found by."""

    address: str
    name: str
    at: datetime
    path: Path


def root() -> Path:
    """The folder that holds every box."""
    return Path(settings.CHA_DATA) / "mailbox"


def _box(address: str) -> Path:
    return root() / quote(address.strip().lower()[:180], safe="@+")


def put(address: str, raw: bytes, at: datetime | None = None) -> Path:
    """Put a raw mail into somebody's box. The same mail twice is one. Raises ValueError when it is too large."""
    if len(raw) > LARGEST:
        raise ValueError("that mail is too large for the demo's mailbox")
    box = _box(address)
    box.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256(raw).hexdigest()[:12]
    known = next(box.glob(f"*-{digest}.eml"), None)
    if known:
        return known
    path = box / f"{int((at or now()).timestamp() * 1000):014d}-{digest}.eml"
    handle, draft = tempfile.mkstemp(dir=box, prefix=".")
    with os.fdopen(handle, "wb") as file:
        file.write(raw)
    Path(draft).replace(path)
    return path


def letters(address: str) -> list[Letter]:
    """What somebody received, newest first."""
    found = (_letter(address, path) for path in _box(address).glob("*.eml"))
    return sorted((letter for letter in found if letter), key=lambda letter: letter.name, reverse=True)


def letter(address: str, name: str) -> Letter | None:
    """One mail by its name, None when there is no such one."""
    path = _box(address) / f"{name}.eml"
    return _letter(address, path) if _NAME.fullmatch(name) and path.is_file() else None


def _letter(address: str, path: Path) -> Letter | None:
    if not _NAME.fullmatch(path.stem):
        return None
    return Letter(address, path.stem, datetime.fromtimestamp(int(path.stem[:14]) / 1000, UTC), path)


def counts() -> dict[str, int]:
    """How many mails each address received; addresses without any are left out."""
    found: dict[str, int] = {}
    with contextlib.suppress(FileNotFoundError):
        for box in root().iterdir():
            found[unquote(box.name)] = sum(1 for _ in box.glob("*.eml"))
    return {address: count for address, count in found.items() if count}


def stamp() -> str:
    """A word that changes whenever a mail arrives."""
    return hashlib.sha256(repr(sorted(counts().items())).encode()).hexdigest()[:16]


def clear() -> None:
    """Throw everything away."""
    shutil.rmtree(root(), ignore_errors=True)
