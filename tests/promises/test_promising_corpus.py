"""How well promises are read from drafts that somebody else wrote. Halves a, b and c were worked with.

`pytest -s tests/promises/test_promising_corpus.py` prints the figures.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from cha.core.hours import DAYS, Hours, from_data
from cha.promises.understanding.promising import promises_in

CORPORA = Path(__file__).parents[1] / "corpora"
FLOORS = {"a": (0.99, 0.95), "b": (0.98, 0.93), "c": (0.98, 0.677)}


@dataclass(slots=True)
class Figures:
    """Counts over a half. right: sure vows whose moment is expected, to the minute. what: those whose kind is too."""

    said: int = 0
    expected: int = 0
    right: int = 0
    what: int = 0
    doubtful: int = 0
    doubtful_asked: int = 0
    doubtful_sure: int = 0
    asked_for_nothing: int = 0
    drafts_without: int = 0

    @property
    def precision(self) -> float:
        return self.right / max(self.said, 1)

    @property
    def recall(self) -> float:
        return self.right / max(self.expected, 1)

    def __str__(self) -> str:
        return (
            f"precision {self.precision:.3f} ({self.right}/{self.said}), recall {self.recall:.3f} "
            f"({self.right}/{self.expected}), what {self.what}/{self.right}; of {self.doubtful} doubtful "
            f"{self.doubtful_asked} asked, {self.doubtful_sure} called sure; of {self.drafts_without} drafts that "
            f"promise nothing {self.asked_for_nothing} asked about"
        )


def hours(zone: str) -> Hours:
    """As tests/corpora/README.md says."""
    return from_data({"zone": zone, "week": dict.fromkeys(DAYS[:5], "09:00-18:00") | {"sat": "09:00-13:00"}})


def judge(half: str) -> Figures:
    figures = Figures()
    for line in (CORPORA / f"promises-{half}.jsonl").read_text(encoding="utf-8").splitlines():
        add(figures, json.loads(line))
    return figures


def add(figures: Figures, draft: dict[str, object]) -> None:
    zone, now = str(draft["zone"]), datetime.fromisoformat(str(draft["now"]))
    vows = promises_in(str(draft["text"]), now=now, zone=zone, language=str(draft["language"]), hours=hours(zone))
    promises = draft["promises"]
    assert isinstance(promises, list)
    expected = [(datetime.fromisoformat(each["by"]), each["what"]) for each in promises if each["sure"]]
    sure = [(vow.by, vow.what) for vow in vows if vow.sure]
    doubtful, asked = len(promises) - len(expected), len(vows) - len(sure)
    figures.said += len(sure)
    figures.expected += len(expected)
    figures.right += sum((Counter(by for by, _what in expected) & Counter(by for by, _what in sure)).values())
    figures.what += sum((Counter(expected) & Counter(sure)).values())
    figures.doubtful += doubtful
    figures.doubtful_asked += min(doubtful, asked)
    figures.doubtful_sure += max(0, min(len(sure) - len(expected), doubtful))
    figures.drafts_without += not promises
    figures.asked_for_nothing += not promises and bool(asked)


@pytest.mark.parametrize("half", ["a", "b", "c"])
def test_promises_are_read_at_least_this_well(half: str) -> None:
    figures = judge(half)
    print(half, figures)

    precision, recall = FLOORS[half]
    assert figures.precision >= precision, figures
    assert figures.recall >= recall, figures
