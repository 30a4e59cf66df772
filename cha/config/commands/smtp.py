"""Takes in mail by SMTP, only: what is received is stored; a worker reads it."""

from __future__ import annotations

import argparse

from cha.config.options import Options
from cha.config.serve.front import Parts
from cha.config.serve.starting import start

GROUPS = ("data", "mail", "running")
EXAMPLES = "cha smtp --mail-host 0.0.0.0 --mail-port 25"


def run(args: argparse.Namespace, options: Options) -> int:
    """Serve until stopped."""
    return start(options, Parts(pages=False, live=False, worker=False), migrate=False)
