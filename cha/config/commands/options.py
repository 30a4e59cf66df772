"""Lists every option: its value, where that came from, its default and what it is for. Secrets are never shown."""

from __future__ import annotations

import argparse
import json

from cha.config import options as table
from cha.config.options import FIELDS, Given, Options, flag, variable

GROUPS = ("data", "pages", "mail", "sso", "running")
EXAMPLES = """
cha options
cha options --json --data /srv/cha
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Its own arguments."""
    parser.add_argument("--json", action="store_true", help="for programs")


def run(args: argparse.Namespace, options: Options) -> int:
    """Print the table."""
    given = table.sources()
    if args.json:
        print(json.dumps([row(name, given[name]) for name in FIELDS], indent=2, ensure_ascii=False))
        return 0
    print("Flag, variable in the environment, key in cha.toml; the first that is given counts.\n")
    for name in FIELDS:
        print_row(row(name, given[name]))
    return 0


def row(name: str, given: Given) -> dict[str, object]:
    """One option, for printing; a secret's value only says whether there is one."""
    meta = FIELDS[name].metadata
    value = ("set" if given.raw else "") if meta["secret"] else given.raw
    return {
        "name": name,
        "flag": flag(name),
        "variable": variable(name),
        "type": str(FIELDS[name].type),
        "value": value,
        "source": given.source,
        "default": meta["default"],
        "secret": meta["secret"],
        "group": meta["group"],
        "help": meta["help"],
    }


def print_row(row: dict[str, object]) -> None:
    """One option in two lines."""
    value = row["value"] if row["value"] != "" else "–"
    print(f"{row['flag']:<20} {row['variable']:<23} {value}  ({row['source']})")
    print(f"    {row['help']}")
