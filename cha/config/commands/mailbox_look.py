"""Looks at a mailbox now, without waiting for the next try; or pauses it, lets it go on, forgets it."""

from __future__ import annotations

import argparse

from cha.config.options import Options

GROUPS = ("data",)
EXAMPLES = """
cha mailbox look hello@shop.example
cha mailbox look hello@shop.example --pause
cha mailbox look hello@shop.example --history 365
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Its own arguments."""
    parser.add_argument("user", help="the name it is signed in with, or its channel's address")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--pause", action="store_true", help="fetch no more until --resume")
    what.add_argument("--resume", action="store_true", help="go on")
    what.add_argument("--password", action="store_true", help="another password, asked for or read from a pipe")
    what.add_argument("--history", type=int, metavar="DAYS", help="take in older mail, too; -1: all")
    what.add_argument("--remove", action="store_true", help="forget it; what was taken in stays")


def run(args: argparse.Namespace, options: Options) -> int:
    """Do it to each folder of the mailbox."""
    from cha.config.commands.mailbox_add import password
    from cha.config.commands.ready import get_ready

    get_ready()
    from django.db.models import Q

    from cha.channels import models
    from cha.core.actor import CHA
    from cha.core.errors import NotFound

    rows = list(models.Mailbox.objects.filter(Q(user=args.user) | Q(channel__address=args.user.lower())))
    if not rows:
        raise NotFound(f"No mail is fetched from a mailbox of {args.user}. `cha mailbox list` lists them.")
    secret = password(args.user) if args.password else ""
    for row in rows:
        if args.pause or args.resume:
            models.pause_mailbox(row, by=CHA, paused=args.pause)
        elif args.password:
            models.change_mailbox(row, by=CHA, secret=secret)
        elif args.history is not None:
            models.take_history(row, args.history, by=CHA)
        elif args.remove:
            models.remove_mailbox(row, by=CHA)
        else:
            models.look_again(row, by=CHA)
    print("Done. `cha mailbox list` says how it goes.")
    return 0
