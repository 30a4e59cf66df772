"""Learns the forecast again from what this install went through: for one that is older than its statistics."""

from __future__ import annotations

import argparse

from cha.config.options import Options

GROUPS = ("data",)
EXAMPLES = """
cha forecast rebuild
cha forecast rebuild --data /srv/cha
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """None of its own."""


def run(args: argparse.Namespace, options: Options) -> int:
    """Each channel by itself, in one transaction; it may be run while serving, and twice."""
    from cha.config.commands.ready import get_ready

    get_ready()
    from cha.channels.models import Channel
    from cha.core.clock import now
    from cha.promises.relearning import relearn

    for channel in Channel.objects.filter(active=True).select_related("brand", "team"):
        print(f"{channel.address}: learned from {relearn(channel, now())} waits")
    return 0
