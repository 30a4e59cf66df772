"""Brings the database up to this version; `cha serve` does it by itself. Run it once before several processes start."""

from __future__ import annotations

import argparse

from cha.config.options import Options

GROUPS = ("data",)
EXAMPLES = "cha migrate --data /srv/cha"


def run(args: argparse.Namespace, options: Options) -> int:
    """Run what was not run yet."""
    import django

    django.setup()
    from cha.config.serve.tables import bring_tables_up

    bring_tables_up()
    print("The database is up to date.")
    return 0
