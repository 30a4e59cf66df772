"""Prints a new one-time link for a member who cannot get in: the phone is lost, or no mail goes out."""

from __future__ import annotations

import argparse

from cha.config.options import Options

GROUPS = ("data",)
EXAMPLES = """
cha member link priya@shop.example
cha member link priya@shop.example --forget-second-step
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Its own arguments."""
    parser.add_argument("email", help="the address they sign in with")
    parser.add_argument(
        "--forget-second-step", action="store_true", help="take their passkeys, authenticator app and codes away"
    )


def run(args: argparse.Namespace, options: Options) -> int:
    """Make the link."""
    from cha.config.commands.ready import get_ready

    get_ready()
    from cha.core.actor import CHA
    from cha.core.errors import NotFound
    from cha.team.models import Member
    from cha.team.models.sign_in_link import make_sign_in_link
    from cha.team.second_step import forget_second_step

    member = Member.objects.filter(email=args.email.strip().lower(), is_active=True).first()
    if member is None:
        raise NotFound(f"Nobody with a seat signs in with {args.email}.")
    if args.forget_second_step:
        forget_second_step(member, by=CHA)
    print(f"A way in for {member.name}, good for an hour: {options.public_url}{make_sign_in_link(member)}")
    return 0
