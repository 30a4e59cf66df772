"""Brings a backup back: database, files and keys. Into an empty data folder, or with --force beside what is there."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from cha.config.backups import BackupError, restore
from cha.config.options import Options

GROUPS = ("data",)
EXAMPLES = "cha restore /backups/cha.tar --data /srv/cha"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Its own arguments."""
    parser.add_argument("file", metavar="FILE", type=Path, help="a file that `cha backup` made")
    parser.add_argument("--force", action="store_true", help="put aside what is there, and restore")


def run(args: argparse.Namespace, options: Options) -> int:
    """Restore it."""
    print(f"Restoring into {options.data} ...", file=sys.stderr)
    try:
        found = restore(options, args.file, force=args.force)
    except (BackupError, OSError) as error:
        print(f"cha restore: {error}", file=sys.stderr)
        return 1
    print(
        f"Restored what Cha {found['version']} kept at {found['made_at']}. `cha serve --data {options.data}` serves it."
    )
    return 0
