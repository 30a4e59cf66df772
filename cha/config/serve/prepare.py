"""What must be there before the first page: the tables, the static files, the demo world when asked for."""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from cha.config.options import Options
from cha.config.serve.tables import bring_tables_up

log = logging.getLogger("cha.front")


def prepare(options: Options, *, migrate: bool = True, pages: bool = True) -> None:
    """Bring the data folder up to this version of the program. Quick when nothing changed."""
    for name in ("run", "files", "keys"):
        (options.data / name).mkdir(parents=True, exist_ok=True)
    if migrate:
        bring_tables_up()
    if pages and not settings.DEBUG:
        collect_static(options.data / "static")
    if migrate and options.demo:
        from cha.demo import loading

        loading.begin()


def collect_static(folder: Path) -> None:
    """Put the static files, hashed and compressed, into `folder` when they changed since the last time."""
    stamp, now = folder / ".stamp", static_state()
    if stamp.is_file() and stamp.read_text(encoding="ascii") == now:
        return
    folder.mkdir(parents=True, exist_ok=True)
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(now, encoding="ascii")


def static_state() -> str:
    """A digest of names, sizes and times of every static file."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            status = Path(storage.path(name)).stat()
            digest.update(f"{name}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()
