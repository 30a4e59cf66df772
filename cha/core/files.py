"""Files by content: each is kept once, under the SHA-256 of its bytes, in the data folder's `files`."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from cha.core.errors import NotFound


def root() -> Path:
    """The folder that holds them."""
    return Path(settings.CHA_DATA) / "files"


def _path(digest: str) -> Path:
    if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
        raise NotFound("There is no such file.")
    return root() / digest[:2] / digest[2:]


def put(content: bytes) -> str:
    """Keep bytes durably (file and folder are fsynced before this returns). Returns the digest they are found by.

    Raises OSError when the disk is full; then nothing of it remains.
    """
    digest = hashlib.sha256(content).hexdigest()
    path = _path(digest)
    if path.exists():
        return digest
    new = not path.parent.exists()
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
    for folder in (path.parent, root()) if new else (path.parent,):
        _sync(folder)
    return digest


def _sync(folder: Path) -> None:
    """Let the names in a folder survive a power cut."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def get(digest: str) -> bytes:
    """The bytes of a kept file. Raises NotFound."""
    try:
        return _path(digest).read_bytes()
    except FileNotFoundError as error:
        raise NotFound("There is no such file.") from error


def drop(digest: str) -> None:
    """Delete a kept file for good; nothing happens when it is not there."""
    _path(digest).unlink(missing_ok=True)


def open_file(digest: str) -> BinaryIO:
    """A kept file, open for reading. Raises NotFound."""
    try:
        return _path(digest).open("rb")
    except FileNotFoundError as error:
        raise NotFound("There is no such file.") from error
