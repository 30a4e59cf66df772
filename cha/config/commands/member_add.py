"""Lets somebody of the business in, and prints the one-time link with which they sign in first."""

from __future__ import annotations

import argparse

from cha.config.options import Options

GROUPS = ("data",)
EXAMPLES = """
cha member add priya@shop.example --name "Priya Raman" --role owner
cha member add driver@shop.example --name "Jef" --role light
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Its own arguments."""
    parser.add_argument("email", help="the address they sign in with")
    parser.add_argument("--name", required=True, help="what colleagues and customers call them")
    parser.add_argument("--role", default="agent", help="owner, manager, lead, agent or light [agent]")


def run(args: argparse.Namespace, options: Options) -> int:
    """Add the member."""
    from cha.config.commands.ready import get_ready

    get_ready()
    from cha.core.actor import CHA
    from cha.team.models.invitation import LASTS
    from cha.team.models.member import add_member
    from cha.team.models.sign_in_link import make_sign_in_link

    member = add_member(args.email, args.name, args.role, by=CHA)
    print(f"{member.name} is in, as {member.get_role_display().lower()}.")
    print(f"Their first way in, good for a week: {options.public_url}{make_sign_in_link(member, LASTS)}")
    return 0
