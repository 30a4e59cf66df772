"""Serves live connections only (`/live`): a process of its own for tens of thousands of them."""

from __future__ import annotations

import argparse

from cha.config.options import Options
from cha.config.serve.front import Parts
from cha.config.serve.starting import start

GROUPS = ("data", "pages", "running")
EXAMPLES = "cha live --port 8010"


def run(args: argparse.Namespace, options: Options) -> int:
    """Serve until stopped."""
    return start(options, Parts(pages=False, smtp=False, worker=False), migrate=False)
