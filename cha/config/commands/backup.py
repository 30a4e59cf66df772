"""Puts database, files and keys into one file, also while Cha is serving. The file holds keys: guard it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from cha.config.backups import BackupError, backup
from cha.config.options import Options

GROUPS = ("data",)
EXAMPLES = """
cha backup /backups/cha.tar
cha backup --data /srv/cha "/backups/cha-$(date +%F).tar.gz"
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Its own arguments."""
    parser.add_argument("file", metavar="FILE", type=Path, help="where to; compressed when it ends in .gz")


def run(args: argparse.Namespace, options: Options) -> int:
    """Make the backup."""
    print(f"Copying {options.data} ...", file=sys.stderr)
    try:
        size = backup(options, args.file.absolute())
    except (BackupError, OSError) as error:
        print(f"cha backup: {error}", file=sys.stderr)
        return 1
    print(f"{args.file}  {in_words(size)}")
    return 0


def in_words(size: int) -> str:
    """A size in bytes as people say it: "412 KB", "3.1 MB"."""
    return f"{size / 1e6:.1f} MB" if size >= 1_000_000 else f"{max(round(size / 1000), 1)} KB"
