"""Serves everything: one port for pages and one for mail, one data folder; a front process and a worker."""

from __future__ import annotations

import argparse

from cha.config.options import Options
from cha.config.serve.front import Parts
from cha.config.serve.starting import start

GROUPS = ("data", "pages", "mail", "sso", "running")
EXAMPLES = """
cha serve --demo                                  try it with a flower shop's people
cha serve --data /srv/cha --url https://care.shop.example --trust-proxy 127.0.0.1 --relay smtp://mail.shop.example:587
CHA_DATABASE_URL=postgres://cha@/cha cha serve    PostgreSQL in place of SQLite
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Its own arguments."""
    parser.add_argument("--no-migrate", action="store_true", help="leave the database as it is")


def run(args: argparse.Namespace, options: Options) -> int:
    """Serve until stopped."""
    return start(options, Parts(), migrate=not args.no_migrate)
