"""Tries the draft of the policy, or a version, on what was decided in the last 90 days. Changes nothing."""

from __future__ import annotations

import argparse
import sys

from cha.config.options import Options

GROUPS = ("data",)
EXAMPLES = """
cha policy try
cha policy try --version 3
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Its own arguments."""
    parser.add_argument("--version", type=int, metavar="NUMBER", help="the version of that number, not the draft")


def run(args: argparse.Namespace, options: Options) -> int:
    """How far it is goes to standard error, what came of it to standard output."""
    from cha.config.commands.ready import get_ready

    get_ready()
    from cha.core.money import short_amount
    from cha.resolutions.authority import compiled_of
    from cha.resolutions.models.policy import PolicySet, the_draft
    from cha.resolutions.trying import try_rules

    found = the_draft() if args.version is None else PolicySet.objects.filter(number=args.version).first()
    if found is None:
        print("There is no draft to try. Write one in Settings, Who may decide what.", file=sys.stderr)
        return 1
    outcome = try_rules(compiled_of(found), say)
    if outcome is None:
        return 1
    money = ", ".join(short_amount(minor, code, "en") for code, minor in sorted(outcome.freed_money.items()) if code)
    print(f"{outcome.cases} decisions, {outcome.alone[0]} on the spot; then {outcome.alone[1]}")
    print(f"{outcome.freed} more{f', {money}' if money else ''}; {outcome.held} fewer; {outcome.barred} not at all")
    return 0


def say(done: int, many: int) -> None:
    """How far it is."""
    print(f"  {done:,} of {many:,}", file=sys.stderr, flush=True)
