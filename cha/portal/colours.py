"""A business's colour as the custom properties that customers' pages spend: grounds, lines, words, light and dark.

The palette is the mails' (`brand_of`, words at 4.5:1 or better); what lies between its steps is mixed from them, in the
proportions that the drawn brand of tokens.css has.
"""

from __future__ import annotations

from functools import lru_cache

from cha.promises.acknowledgement.palette import Palette, brand_of


@lru_cache(maxsize=8)
def sheet(colour: str) -> str:
    """The style sheet for "#rrggbb"; for anything else that of Cha itself."""
    drawn = brand_of(colour)
    light, dark = _properties(drawn.light, sunk=97, tint=35), _properties(drawn.dark, sunk=86, tint=25)
    lines = "".join(f"  --{name}: light-dark({light[name]}, {dark[name]});\n" for name in light)
    return f'[data-brand="own"] {{\n{lines}}}\n'


def _properties(palette: Palette, *, sunk: int, tint: int) -> dict[str, str]:
    """sunk, tint: how much, in per cent, of the ground and of the brand's line goes into the mix."""
    return {
        "canvas": palette.ground,
        "surface": f"color-mix(in oklab, {palette.ground}, {palette.sheet})",
        "raised": palette.sheet,
        "sunken": f"color-mix(in oklab, {palette.ground} {sunk}%, black)",
        "line": palette.line,
        "brand": palette.brand,
        "brand-ink": palette.bink,
        "brand-tint": f"color-mix(in oklab, {palette.bline} {tint}%, {palette.sheet})",
        "brand-line": palette.bline,
        "on-brand": palette.on,
    }
