"""One palette a brand, light and dark, as plain hex: mail programs know no variables and no oklch.

The drawn brands stand as drawn; `brand_of` makes one from a single colour, its words at 4.5:1 or better
(WCAG 2.2, 1.4.3).
"""

from __future__ import annotations

import colorsys
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

_HEX: Final = re.compile(r"#[0-9a-fA-F]{6}")
_AA: Final = 4.5


@dataclass(frozen=True, slots=True)
class Palette:
    """ground under sheet; line around it, edge around controls; ink and ink2 are words; brand is a shape with `on` on
    it, bink brand's words, bline its edge."""

    ground: str
    sheet: str
    line: str
    edge: str
    ink: str
    ink2: str
    brand: str
    bink: str
    bline: str
    on: str


@dataclass(frozen=True, slots=True)
class Brand:
    """Both palettes and the sign before the name, or ""."""

    light: Palette
    dark: Palette
    glyph: str = ""


CHA: Final = Brand(
    Palette(
        "#f0f5f3", "#ffffff", "#dbe1df", "#7d8985", "#13211e", "#3e4d49", "#10674e", "#035842", "#afd9c6", "#ffffff"
    ),
    Palette(
        "#0e1413", "#1b2322", "#2a3231", "#6d7b78", "#ecf1ef", "#b8c0bd", "#66c7a0", "#8adbb8", "#255143", "#041812"
    ),
)
JUNIPER: Final = Brand(
    Palette(
        "#f9f4f7", "#ffffff", "#e6dfe2", "#7d8985", "#13211e", "#3e4d49", "#7b2c54", "#72294e", "#ebc7d7", "#ffffff"
    ),
    Palette(
        "#141012", "#251f21", "#362f32", "#6d7b78", "#ecf1ef", "#b8c0bd", "#e7a3c3", "#f3bbd4", "#663f52", "#230e19"
    ),
    glyph="✿",
)


@lru_cache(maxsize=64)
def brand_of(colour: str, glyph: str = "") -> Brand:
    """A brand from one colour "#rrggbb": its hue, as dark or light as words need. Anything else gives `CHA`."""
    for drawn in (CHA, JUNIPER):
        if colour.lower() == drawn.light.brand:
            return replace(drawn, glyph=glyph)
    if not _HEX.fullmatch(colour):
        return replace(CHA, glyph=glyph)
    hue, _, saturation = colorsys.rgb_to_hls(*_rgb(colour))
    light = _until(hue, saturation, 0.45, -0.01, CHA.light.ground)
    dark = _until(hue, min(saturation, 0.7), 0.65, 0.01, CHA.dark.sheet)
    bink = _hex(hue, min(saturation, 0.7), 0.8)
    return Brand(
        replace(CHA.light, brand=light, bink=light, bline=_hex(hue, min(saturation, 0.5), 0.85)),
        replace(CHA.dark, brand=dark, bink=bink, bline=_hex(hue, min(saturation, 0.3), 0.3)),
        glyph,
    )


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two "#rrggbb" (WCAG 2.2, relative luminance): 1 to 21."""
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _until(hue: float, saturation: float, lightness: float, step: float, against: str) -> str:
    while 0 < lightness < 1 and contrast(_hex(hue, saturation, lightness), against) < _AA:
        lightness += step
    return _hex(hue, saturation, lightness)


def _rgb(colour: str) -> tuple[float, float, float]:
    return int(colour[1:3], 16) / 255, int(colour[3:5], 16) / 255, int(colour[5:7], 16) / 255


def _hex(hue: float, saturation: float, lightness: float) -> str:
    shades = colorsys.hls_to_rgb(hue, min(max(lightness, 0.0), 1.0), saturation)
    return "#" + "".join(f"{round(shade * 255):02x}" for shade in shades)


def _luminance(colour: str) -> float:
    shades = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in _rgb(colour)]
    return 0.2126 * shades[0] + 0.7152 * shades[1] + 0.0722 * shades[2]
