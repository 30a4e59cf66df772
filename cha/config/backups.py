"""Backups: one tar with the database, the files and the keys; made while serving, brought back into an empty folder.

manifest.json   {"format": 1, "version", "engine", "made_at" (ISO 8601, UTC)}
database        a SQLite file, or a custom-format dump of PostgreSQL
files/…         every kept file, by its digest
keys/…          what signs links and opens secrets: guard a backup as you guard the server
"""

from __future__ import annotations

import io
import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from cha import __version__
from cha.config.databases import database
from cha.config.options import Options, own_environ

FORMAT = 1
FOLDERS = ("files", "keys")
DATABASE_FILES = ("cha.sqlite3", "cha.sqlite3-wal", "cha.sqlite3-shm")


class BackupError(Exception):
    """Why it cannot be done, in a sentence."""


def backup(options: Options, target: Path) -> int:
    """Write a backup to `target` (compressed when it ends in `gz`). Returns its size in bytes. Raises BackupError.

    The database comes first and the files after it: files are only ever added, so each one that the database names
    is there.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.part")
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".cha-backup-") as folder:
            copy = Path(folder) / "database"
            copy_database(options, copy)
            # It holds keys: nobody else may read it, from its first byte on.
            handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "wb") as file, opened(file, target) as tar:
                add_bytes(tar, "manifest.json", json.dumps(manifest(options)).encode())
                tar.add(copy, "database")
                add_folders(tar, options.data)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    return target.stat().st_size


def opened(file: Any, target: Path) -> tarfile.TarFile:
    """A tar to write, compressed when its name says so."""
    if target.suffix in {".gz", ".tgz"}:
        return tarfile.open(fileobj=file, mode="w:gz", compresslevel=5)
    return tarfile.open(fileobj=file, mode="w")


def manifest(options: Options) -> dict[str, object]:
    """What this backup is."""
    engine = "sqlite" if options.sqlite else "postgresql"
    return {"format": FORMAT, "version": __version__, "engine": engine, "made_at": datetime.now(UTC).isoformat()}


def add_bytes(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    """Add a small file that is nowhere on disk."""
    info = tarfile.TarInfo(name)
    info.size, info.mtime, info.mode = len(content), int(time.time()), 0o600
    tar.addfile(info, io.BytesIO(content))


def add_folders(tar: tarfile.TarFile, data: Path) -> None:
    """Add the kept files and the keys, showing how far it is."""
    found = [path for name in FOLDERS for path in sorted((data / name).rglob("*")) if path.is_file()]
    for path in shown(found, "files"):
        # A name with a dot in front is one being written.
        if not path.name.startswith("."):
            tar.add(path, str(path.relative_to(data)), recursive=False)


def shown(items: list[Path], word: str) -> Iterator[Path]:
    """The items, with progress on standard error."""
    visible = sys.stderr.isatty()
    for number, item in enumerate(items, 1):
        if visible and (number % 200 == 0 or number == len(items)):
            print(f"\r  {number} of {len(items)} {word}", end="\n" if number == len(items) else "", file=sys.stderr)
        yield item


def copy_database(options: Options, target: Path) -> None:
    """A consistent copy of the database, without stopping anybody who writes. Raises BackupError."""
    config = database(options)
    if not options.sqlite:
        run_tool("pg_dump", ["--format=custom", "--no-owner", f"--file={target}"], config)
        return
    if not Path(config["NAME"]).is_file():
        raise BackupError(f"There is no database in {options.data}. Is --data right?")
    with closing(sqlite3.connect(config["NAME"])) as source, closing(sqlite3.connect(target)) as copy:
        # In one step: with WAL it holds nobody up, and piece by piece would start again at every write.
        source.backup(copy, pages=-1)
        copy.execute("PRAGMA journal_mode=DELETE")


def restore(options: Options, source: Path, *, force: bool = False) -> dict[str, Any]:
    """Bring a backup back into the data folder. Returns its manifest. Raises BackupError.

    With `force` what is there is put aside in a folder of its own, never thrown away.
    """
    if not source.is_file():
        raise BackupError(f"There is no file {source}.")
    if running(options.data):
        raise BackupError(f"Cha is running on {options.data}. Stop it first.")
    there = [path for name in (*FOLDERS, *DATABASE_FILES) if filled(path := options.data / name)]
    tables = not options.sqlite and has_tables(options)
    if (there or tables) and not force:
        what = "The database" if tables else options.data
        raise BackupError(f"{what} is not empty. Restore into a new one, or say --force.")
    options.data.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=options.data, prefix=".cha-restore-") as folder:
        unpacked = Path(folder)
        found = unpack(source, unpacked, options)
        put_aside(there, options, tables=tables)
        for name in FOLDERS:
            if (unpacked / name).exists():
                shutil.rmtree(options.data / name, ignore_errors=True)
                (unpacked / name).replace(options.data / name)
        restore_database(options, unpacked / "database")
    return found


def filled(path: Path) -> bool:
    """Whether there is anything."""
    return any(path.iterdir()) if path.is_dir() else path.is_file()


def has_tables(options: Options) -> bool:
    """Whether the PostgreSQL database holds anything."""
    import psycopg  # only there with the extra

    with psycopg.connect(options.database_url) as connection:
        found = connection.execute("SELECT 1 FROM pg_tables WHERE schemaname = current_schema() LIMIT 1").fetchone()
    return found is not None


def put_aside(paths: list[Path], options: Options, *, tables: bool) -> None:
    """Move what is there into `before-restore-…`; of a PostgreSQL database a dump."""
    if paths or tables:
        aside = options.data / f"before-restore-{datetime.now(UTC):%Y%m%d-%H%M%S}"
        aside.mkdir()
        if tables:
            copy_database(options, aside / "database")
        for path in paths:
            path.replace(aside / path.name)


def unpack(source: Path, folder: Path, options: Options) -> dict[str, Any]:
    """Unpack a backup and return its manifest. Raises BackupError for what is none, or is of the other engine."""
    try:
        with tarfile.open(source) as tar:
            for member in tar:
                extract(tar, member, folder)
        found: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except (tarfile.TarError, EOFError, OSError, ValueError) as error:
        raise BackupError(f"{source} is no backup of Cha, or it is damaged ({error}).") from None
    engine = "sqlite" if options.sqlite else "postgresql"
    if found.get("format") != FORMAT:
        raise BackupError(f"{source} was made by Cha {found.get('version')}, in a form that this version cannot read.")
    if found.get("engine") != engine:
        raise BackupError(f"{source} is of {found.get('engine')}, and this is {engine}. See --database-url.")
    return found


def extract(tar: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    """Write one member below `folder`; only plain files of known names, whatever the tar says."""
    name = PurePosixPath(member.name)
    known = str(name) in {"manifest.json", "database"} or (name.parts[0] in FOLDERS and ".." not in name.parts)
    content = tar.extractfile(member) if member.isfile() and known else None
    if content is None:
        return
    path = folder.joinpath(*name.parts)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with content, os.fdopen(handle, "wb") as file:
        shutil.copyfileobj(content, file, 1024 * 1024)


def restore_database(options: Options, copy: Path) -> None:
    """Put the database in its place."""
    config = database(options)
    if options.sqlite:
        copy.replace(config["NAME"])
    else:
        name = ["--clean", "--if-exists", "--no-owner", "--exit-on-error", "--single-transaction"]
        run_tool("pg_restore", [*name, f"--dbname={config['NAME']}", str(copy)], config)


def run_tool(tool: str, arguments: list[str], config: dict[str, Any]) -> None:
    """Run one of PostgreSQL's programs against our database. Raises BackupError with what it said."""
    found = shutil.which(tool)
    if found is None:
        raise BackupError(f"{tool} is not here. It comes with PostgreSQL's client (Debian: postgresql-client).")
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    # By environment and not by argument, which every user of the machine could read.
    environ = {**own_environ(), **{key: str(config[name]) for key, name in names.items() if config.get(name)}}
    ran = subprocess.run([found, *arguments], env=environ, capture_output=True, text=True, check=False)  # noqa: S603
    if ran.returncode:
        raise BackupError(f"{tool} did not succeed: {ran.stderr.strip()[-500:]}")


def running(data: Path) -> bool:
    """Whether a worker or a front listens in this data folder."""
    for name in ("worker", "live"):
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
            try:
                sender.connect(str(data / "run" / f"{name}.sock"))
            except OSError:
                continue
            return True
    return False
