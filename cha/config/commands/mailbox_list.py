"""Every mailbox that mail is fetched from, and how it is."""

from __future__ import annotations

import argparse

from cha.config.options import Options

GROUPS = ("data",)
EXAMPLES = "cha mailbox list"


def run(args: argparse.Namespace, options: Options) -> int:
    """List them. 1 when one does not work."""
    from cha.config.commands.ready import get_ready

    get_ready()
    from cha.channels.email.mailbox.telling import told
    from cha.channels.models import Mailbox

    rows = list(Mailbox.objects.select_related("channel"))
    if not rows:
        print("No mail is fetched from anywhere. `cha mailbox add` begins.")
    for row in rows:
        how = told(row)
        print(f"{row.channel.address}  {row}, {row.folder}: {how.so}" + (f" ({how.said})" if how.said else ""))
    return int(any(told(row).tone == "plum" for row in rows))
