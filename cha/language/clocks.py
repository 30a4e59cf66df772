"""How a clock is read where somebody lives: "1:46 pm" or "13:46".

By the country of their time zone, because a zone is known more often than a habit. The countries are those whose
preferred hour format is `h` in Unicode CLDR 45, supplemental/timeData; the zones are IANA's, from `zone.tab`. Languages
without halves of the day are written in twenty-four hours wherever they are read (`phrases.halves`).
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import Final

# fmt: off
TWELVE: Final = frozenset({
    "AE", "AU", "BD", "BH", "CA", "CO", "DO", "EG", "IN", "IQ", "JO", "KW", "LB", "LY", "NZ", "OM", "PA", "PH", "PK",
    "PR", "PS", "QA", "SA", "SD", "SY", "US", "VE", "YE",
})
# fmt: on


def twelve_hours(zone: str) -> bool:
    """Whether clocks are read in twelve hours where this IANA zone lies; False for one of no country, as UTC."""
    return _countries().get(zone, "") in TWELVE


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    """The country of each zone (ISO 3166)."""
    lines = (files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {row[2]: row[0] for row in rows}
