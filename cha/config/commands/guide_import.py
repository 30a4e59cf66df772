"""Takes guides in from a text, as drafts: whoever writes guides reads and publishes them."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from cha.config.options import Options

GROUPS = ("data",)
EXAMPLES = """
cha guide import guides.txt
cha guide import - < guides.txt
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Its own arguments."""
    parser.add_argument("file", help="the text, or - for what is piped in")


def run(args: argparse.Namespace, options: Options) -> int:
    """Take them in; none of them where a line cannot be read."""
    from cha.config.commands.ready import get_ready

    get_ready()
    from cha.core.actor import CHA
    from cha.core.errors import NotFound
    from cha.resolutions.guiding import import_guides

    try:
        text = sys.stdin.read() if args.file == "-" else Path(args.file).read_text("utf-8")
    except OSError as error:
        raise NotFound(f"{args.file} cannot be read: {error.strerror}.") from None
    for guide in import_guides(text, by=CHA):
        print(f"{guide.slug}: kept as a draft. Publish it on its page under Guides.")
    return 0
