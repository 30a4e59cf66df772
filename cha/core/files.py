"""Files by content: each is kept once, under the SHA-256 of its bytes, in the data folder's `files`."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final, Protocol

from django.conf import settings

from cha.core.errors import NotFound, TooLarge

PIECE: Final = 256 * 1024


class Source(Protocol):
    """What bytes are read from: a file, or a request."""

    def read(self, size: int, /) -> bytes:
        """At most so many bytes; none at the end."""


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


def put_from(source: Source, most: int, head: bytes = b"") -> tuple[str, int]:
    """Keep `head` and what `source` still has, piece by piece. Returns the digest and the size in bytes.

    Raises TooLarge beyond `most` bytes, OSError when the disk is full; then nothing of it remains.
    """
    root().mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=root(), prefix=".")
    hashed, size = hashlib.sha256(), 0
    try:
        with os.fdopen(handle, "wb") as file:
            for piece in _pieces(source, most, head):
                size += len(piece)
                hashed.update(piece)
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        path = _path(hashed.hexdigest())
        path.parent.mkdir(parents=True, exist_ok=True)
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
    _sync(path.parent)
    _sync(root())
    return hashed.hexdigest(), size


def _pieces(source: Source, most: int, head: bytes) -> Iterator[bytes]:
    """`head`, then the rest in pieces. Raises TooLarge when that is more than `most` bytes."""
    piece, left = head or source.read(PIECE), most
    while piece:
        left -= len(piece)
        if left < 0:
            raise TooLarge("That is larger than what is taken here.")
        yield piece
        piece = source.read(PIECE)


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
