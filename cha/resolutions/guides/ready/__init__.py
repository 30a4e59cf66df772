"""Guides that come along, for a shop to begin from. Each is a text of the form that is described in docs/guides.md."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def ready() -> dict[str, str]:
    """The texts by slug, in the order of their names."""
    return {path.stem: path.read_text("utf-8") for path in sorted(Path(__file__).parent.glob("*.txt"))}
