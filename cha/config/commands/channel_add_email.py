"""Takes in mail for an address from now on, and answers from it."""

from __future__ import annotations

import argparse

from cha.config.options import Options

GROUPS = ("data", "mail")
EXAMPLES = """
cha channel add email hello@shop.example
cha channel add email support@shop.example --business "Juniper Lane" --zone Europe/Brussels
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Its own arguments."""
    parser.add_argument("address", help="the address people write to")
    parser.add_argument("--name", default="", help="what members call this way in")
    parser.add_argument("--business", default="", help="names the business, if nobody has")
    parser.add_argument("--zone", default="UTC", help="its time zone, with --business [UTC]")


def run(args: argparse.Namespace, options: Options) -> int:
    """Add the channel."""
    from cha.config.commands.ready import get_ready

    get_ready()
    from cha.channels.models import add_channel
    from cha.core.actor import CHA
    from cha.team.models.brand import brand, name_business

    if args.business and brand() is None:
        name_business(by=CHA, name=args.business, zone=args.zone)
    channel = add_channel("email", args.address, by=CHA, name=args.name)
    print(f"Mail for {channel.address} is taken in on {options.mail_host}:{options.mail_port}.")
    if not options.relay:
        print("No relay is set, so answers wait. Start with --relay smtp://host:port to send them.")
    return 0
