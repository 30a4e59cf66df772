"""Prints who may decide what: the lines that count now, or those of another version, as sentences."""

from __future__ import annotations

import argparse
import sys

from cha.config.options import Options

GROUPS = ("data",)
EXAMPLES = """
cha policy show
cha policy show --draft
cha policy show --version 3
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Its own arguments."""
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--version", type=int, metavar="NUMBER", help="the version of that number")
    which.add_argument("--draft", action="store_true", help="what is being written")


def run(args: argparse.Namespace, options: Options) -> int:
    """One line a paragraph."""
    from cha.config.commands.ready import get_ready

    get_ready()
    from cha.resolutions.models.policy import PolicySet, policy_in_force, the_draft
    from cha.resolutions.policy.rules import rule_from
    from cha.resolutions.policy.words import sentence

    found = the_draft() if args.draft else policy_in_force()
    if args.version is not None:
        found = PolicySet.objects.filter(number=args.version).first()
    if found is None:
        print("There is no such policy. Without one, owners decide.", file=sys.stderr)
        return 1
    print(f"Version {found.number}: {found.why}" if found.number else "The draft")
    for data in found.rules:
        print(f"\n{sentence(rule_from(data), 'en')}")
    return 0
