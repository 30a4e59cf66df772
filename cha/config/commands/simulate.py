"""Runs simulated businesses with the forecast's own estimator and prints how many of the times it told held."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from cha.config.options import Options

if TYPE_CHECKING:
    from cha.promises.simulating.figures import Figures

GROUPS = ("data",)
EXAMPLES = """
cha simulate
cha simulate --only two sick --seed 7
cha simulate --plot docs/pictures/forecast.svg
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Its own arguments."""
    parser.add_argument("--only", nargs="+", default=[], help="these worlds: steady, surge, night, two, sick [all]")
    parser.add_argument("--seed", type=int, default=1, help="the same number is the same run [1]")
    parser.add_argument("--plot", type=Path, help="write the calibration plot (SVG) here")
    parser.add_argument("--json", action="store_true", help="for programs")


def run(args: argparse.Namespace, options: Options) -> int:
    """Run them one after the other; half a minute each. Nothing is read from or written to the database."""
    import django

    django.setup()
    from cha.core.errors import Invalid
    from cha.promises.simulating.figures import figures
    from cha.promises.simulating.plot import plot
    from cha.promises.simulating.worlds import WORLDS

    unknown = set(args.only) - {world.key for world in WORLDS}
    if unknown:
        raise Invalid(f"There is no world “{min(unknown)}”. There are: {', '.join(world.key for world in WORLDS)}.")
    found: list[Figures] = []
    for world in WORLDS:
        if not args.only or world.key in args.only:
            mine = figures(world, args.seed)
            found += mine
            if not args.json:
                print("\n".join(lines(mine)), flush=True)
    if args.json:
        print(json.dumps([as_data(one) for one in found], indent=1))
    if args.plot:
        args.plot.write_text(plot(found), encoding="utf-8")
    return 0


def lines(found: list[Figures]) -> list[str]:
    """One world for people: held, of a hundred, of what was said at 50, 60, 70, 80, 90 and 95."""
    told = [f"{found[0].world.name}: held, of 100, said at      50    60    70    80    90    95"]
    for one in found:
        told.append(f"  {one.step:<10} {one.n:>6} times told      {_row(one.held)}")
        if one.special:
            told.append(f"    {one.world.special_words}, {one.special_n:>5}".ljust(35) + _row(one.special))
    return told


def as_data(one: Figures) -> dict[str, object]:
    """The same for programs."""
    return {
        "world": one.world.key,
        "step": one.step,
        "n": one.n,
        "held": one.held,
        "special_n": one.special_n,
        "special": one.special,
    }


def _row(held: tuple[float, ...]) -> str:
    return " ".join(f"{share * 100:5.1f}" for share in held)
