"""The calibration plot as an SVG of its own: what was said beside what held, a small plot for each world.

Colours follow the reader's scheme, light or dark; shapes differ as colours do, so that neither is needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Final
from xml.sax.saxutils import escape

from cha.promises.simulating.figures import Figures
from cha.promises.tracking import LEVELS

SIDE: Final = 190
_LEFT, _TOP, _GAP = 44, 40, 34
_LOW: Final = 0.4
_STYLE: Final = (
    "text{font:12px system-ui,sans-serif;fill:#2b2a27}.soft{fill:#5d5a53}.frame{fill:none;stroke:#b8b2a6}"
    ".exact{stroke:#8a857a;stroke-dasharray:4 4}.read{fill:#2f6d4f}.answer{fill:#b4472e}.put_right{fill:#3c5f9e}"
    "@media(prefers-color-scheme:dark){text{fill:#efece4}.soft{fill:#b9b4a8}.frame{stroke:#57534a}"
    ".exact{stroke:#8f897c}.read{fill:#7cc7a0}.answer{fill:#f0917a}.put_right{fill:#93b4ee}}"
)
_NAMES: Final = {"read": "read", "answer": "answered", "put_right": "put right"}


def plot(found: Sequence[Figures]) -> str:
    """The SVG of all worlds, in their order."""
    worlds = [list(group) for _, group in groupby(found, key=lambda one: one.world.key)]
    width = _LEFT + len(worlds) * (SIDE + _GAP)
    drawn = [_world(group, _LEFT + number * (SIDE + _GAP)) for number, group in enumerate(worlds)]
    words = "Times told beside times that held, at shares from 50 to 95 of 100, in simulated businesses."
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {_TOP + SIDE + 62}" role="img">'
        f"<title>{escape(words)}</title><style>{_STYLE}</style>{''.join(drawn)}{_legend()}</svg>\n"
    )


def _world(group: Sequence[Figures], left: float) -> str:
    top, bottom = _TOP, _TOP + SIDE
    ticks = "".join(
        f'<text class="soft" x="{_x(share, left):.0f}" y="{bottom + 16}" text-anchor="middle">{share * 100:.0f}</text>'
        f'<text class="soft" x="{left - 6}" y="{_y(share) + 4:.0f}" text-anchor="end">{share * 100:.0f}</text>'
        for share in (0.5, 0.7, 0.9)
    )
    return (
        f'<text x="{left}" y="{top - 14}">{escape(group[0].world.name)}</text>'
        f'<rect class="frame" x="{left}" y="{top}" width="{SIDE}" height="{SIDE}" rx="4"/>'
        f'<line class="exact" x1="{left}" y1="{bottom}" x2="{left + SIDE}" y2="{top}"/>{ticks}'
        + "".join(_points(one, left) for one in group)
    )


def _points(one: Figures, left: float) -> str:
    places = [(_x(share, left), _y(held)) for share, held in zip(LEVELS, one.held, strict=False)]
    return "".join(_mark(one.step, x, y) for x, y in places)


def _mark(step: str, x: float, y: float) -> str:
    if step == "read":
        return f'<circle class="{step}" cx="{x:.1f}" cy="{y:.1f}" r="3.5"/>'
    if step == "answer":
        return f'<path class="{step}" d="M{x:.1f} {y - 5:.1f}l5 5-5 5-5-5z"/>'
    return f'<rect class="{step}" x="{x - 3:.1f}" y="{y - 3:.1f}" width="6" height="6"/>'


def _legend() -> str:
    y = _TOP + SIDE + 44
    words = "Across: said, of 100. Up: held, of 100. On the line: exactly as said."
    marks = "".join(
        _mark(step, _LEFT + 8 + number * 90, y - 4) + f'<text x="{_LEFT + 18 + number * 90}" y="{y}">{name}</text>'
        for number, (step, name) in enumerate(_NAMES.items())
    )
    return marks + f'<text class="soft" x="{_LEFT + 290}" y="{y}">{words}</text>'


def _x(share: float, left: float) -> float:
    return left + (share - _LOW) / (1 - _LOW) * SIDE


def _y(held: float) -> float:
    return _TOP + SIDE - (max(held, _LOW) - _LOW) / (1 - _LOW) * SIDE
