"""Prints the published guides as one text, for a file, a diff, or another shop."""

from __future__ import annotations

import argparse

from cha.config.options import Options

GROUPS = ("data",)
EXAMPLES = """
cha guide export > guides.txt
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """It has none of its own."""


def run(args: argparse.Namespace, options: Options) -> int:
    """Print them."""
    from cha.config.commands.ready import get_ready

    get_ready()
    from cha.resolutions.guiding import export_guides

    print(export_guides(), end="")
    return 0
