"""Fetches a channel's mail from a mailbox by IMAP, from now on. Its password is asked for, or read from a pipe.

What lies there already is left alone; --history takes it in too, quietly: nobody is acknowledged for it.
"""

from __future__ import annotations

import argparse
import getpass
import sys

from cha.config.options import Options

GROUPS = ("data",)
EXAMPLES = """
cha mailbox add hello@shop.example imap.shop.example
cha mailbox add hello@shop.example imap.shop.example --user shop --history 90
cha mailbox add hello@shop.example imap.shop.example --move "Taken in" < password.txt
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Its own arguments."""
    parser.add_argument("channel", help="the address whose mail it is; `cha channel add email` makes one")
    parser.add_argument("host", help="the mail server")
    parser.add_argument("--user", default="", help="the name to sign in with [the address]")
    parser.add_argument("--mail-server-port", type=int, default=0, metavar="PORT", help="[993; 143 without TLS]")
    parser.add_argument("--security", choices=["tls", "starttls", "none"], default="tls", help="[tls]")
    parser.add_argument("--folder", default="INBOX", help="[INBOX]")
    after = parser.add_mutually_exclusive_group()
    after.add_argument("--move", default="", metavar="FOLDER", help="move what was taken in there [leave it]")
    after.add_argument("--delete", action="store_true", help="delete what was taken in")
    parser.add_argument("--history", type=int, default=0, metavar="DAYS", help="take in older mail; -1: all [0: none]")


def run(args: argparse.Namespace, options: Options) -> int:
    """Add the mailbox."""
    from cha.config.commands.ready import get_ready

    get_ready()
    from cha.channels.models import Channel, add_mailbox
    from cha.core.actor import CHA
    from cha.core.errors import NotFound

    channel = Channel.objects.filter(medium="email", address=args.channel.strip().lower()).first()
    if channel is None:
        raise NotFound(f"{args.channel} is no address of ours. `cha channel add email {args.channel}` makes it one.")
    user = args.user or channel.address
    mailbox = add_mailbox(
        channel,
        args.host,
        user,
        by=CHA,
        secret=password(user),
        port=args.mail_server_port,
        security=args.security,
        folder=args.folder,
        after="move" if args.move else "delete" if args.delete else "leave",
        moved_to=args.move,
        history_days=args.history,
    )
    print(f"Mail is fetched from {mailbox} by the worker. `cha mailbox list` says how it goes.")
    return 0


def password(user: str) -> str:
    """The password, typed unseen, or the first line of standard input."""
    if sys.stdin.isatty():
        return getpass.getpass(f"Password of {user}: ")
    return sys.stdin.readline().rstrip("\r\n")
