"""How well a careful reader's judgement is met. Half a was worked with; half b only judges."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cha.promises.understanding import mood, understand

CORPUS = Path(__file__).parents[1] / "corpora" / "understanding.json"
FLOORS = {"a": {"topic": 0.95, "order": 0.97, "mood": 0.92}, "b": {"topic": 0.75, "order": 0.92, "mood": 0.70}}


def score(half: str) -> dict[str, float]:
    """The share of mails read as the careful reader did. No topic is "other", no mood is calm."""
    mails = [mail for mail in json.loads(CORPUS.read_text(encoding="utf-8")) if mail["half"] == half]
    met = {"topic": 0, "order": 0, "mood": 0}
    for mail in mails:
        read = understand(mail["subject"], mail["text"], language=mail["language"])
        guess = mood(f"{mail['subject']}\n{mail['text']}", mail["language"])
        met["topic"] += (read.topic or "other") == mail["topic"]
        met["order"] += (read.first("order") or "") == (mail["order_number"] or "")
        met["mood"] += (guess.kind if guess else "calm") == mail["mood"]
    return {name: count / len(mails) for name, count in met.items()}


@pytest.mark.parametrize("half", ["a", "b"])
def test_the_corpus_is_read_at_least_this_well(half: str) -> None:
    scores = score(half)
    print(half, {name: f"{share:.2f}" for name, share in scores.items()})

    assert all(scores[name] >= floor for name, floor in FLOORS[half].items()), scores
