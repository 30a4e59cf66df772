"""Serves pages and live connections, without the mail listener and the worker: for several of them behind a proxy."""

from __future__ import annotations

import argparse

from cha.config.options import Options
from cha.config.serve.front import Parts
from cha.config.serve.starting import start

GROUPS = ("data", "pages", "sso", "running")
EXAMPLES = "cha web --port 8001 --database-url postgres://cha@db/cha"


def run(args: argparse.Namespace, options: Options) -> int:
    """Serve until stopped."""
    return start(options, Parts(smtp=False, worker=False), migrate=False)
