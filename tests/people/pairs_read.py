"""The labelled pairs as values: `tests/people/pairs/README.md` says what they are."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cha.people.likeness import Address, Side, judge

HERE = Path(__file__).parent / "pairs"
MAIL = re.compile(r"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+")


@dataclass(frozen=True)
class Pair:
    """One labelled pair."""

    id: str
    same: bool
    why: str
    one: Side
    other: Side

    @property
    def suggested(self) -> bool:
        return judge(self.one, self.other).level == "suggest"


def pairs(half: str) -> Iterator[Pair]:
    """The pairs of a half: "open" or "unread"."""
    for line in (HERE / f"{half}.jsonl").read_text().splitlines():
        row = json.loads(line)
        yield Pair(row["id"], row["same"], row["why"], side(row["one"]), side(row["other"]))


def side(row: dict[str, Any]) -> Side:
    """A record as the rule reads it: what stands in their words is found there, as it is in messages."""
    told = {found.lower().rstrip(".") for text in row["words"] for found in MAIL.findall(text)}
    kept = {one["value"].lower() for one in row["emails"]}
    return Side(
        name=row["name"],
        emails=(
            *(Address(one["value"], one["verified"]) for one in row["emails"]),
            *(Address(value, told=True) for value in sorted(told - kept)),
        ),
        phones=(
            *(Address(one["value"], one["verified"]) for one in row["phones"]),
            *(Address(value, told=True) for value in row["phones_told"]),
        ),
        accounts=tuple(row["accounts"]),
        language=row["language"],
        city=row["city"],
        street=row["street"],
        postcode=row["postcode"],
        organisation=row["organisation"],
        orders=tuple(row["orders"]),
        words=tuple(row["words"]),
        born=row["born"],
    )


def figures(half: str) -> tuple[float, float]:
    """Precision and recall of what is suggested."""
    rows = list(pairs(half))
    suggested = [row for row in rows if row.suggested]
    right = sum(row.same for row in suggested)
    return right / max(len(suggested), 1), right / sum(row.same for row in rows)
