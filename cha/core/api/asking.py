"""Who asks over the API, as far as the frame cares."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Asker:
    """`key` names the token: limits are counted and answers kept under it. `writes`: whether it may change things."""

    key: str
    writes: bool
