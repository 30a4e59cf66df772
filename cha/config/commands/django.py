"""Passes the rest of the line to Django: `cha django makemigrations`. Options: CHA_… variables and cha.toml."""

from __future__ import annotations

import argparse

from cha.config.options import Options

PASSES_ON = True


def run(args: argparse.Namespace, options: Options) -> int:
    """Run a command of Django's."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["cha django", *args.words])
    return 0
