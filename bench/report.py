"""Figures beside their budgets."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

MISSED, MET, SEEN = "missed", "met", ""


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure. `budget` None: it is only told. `least`: more is better."""

    what: str
    value: float
    unit: str
    budget: float | None = None
    least: bool = False
    note: str = ""

    @property
    def verdict(self) -> str:
        """Whether the budget is met; nothing for a figure that has none."""
        if self.budget is None:
            return SEEN
        return MET if (self.value >= self.budget if self.least else self.value <= self.budget) else MISSED

    def line(self) -> str:
        """The figure in one line of the table."""
        sign = "≥" if self.least else "≤"
        budget = f"{sign} {_said(self.budget)} {self.unit}" if self.budget is not None else ""
        shown = f"{_said(self.value)} {self.unit}"
        return f"  {self.what:<58} {shown:>16}  {budget:>14}  {self.verdict:<6}  {self.note}".rstrip()

    def to_data(self) -> dict[str, Any]:
        """The figure as JSON values."""
        return asdict(self) | {"verdict": self.verdict}


def _said(number: float) -> str:
    return f"{number:,.0f}" if abs(number) >= 100 or number == int(number) else f"{number:.2g}"


def percentile(values: list[float], share: float) -> float:
    """The value below which `share` (0 to 1) of the values lie; infinity for none at all."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else float("inf")
