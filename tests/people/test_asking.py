"""How well it is seen what a draft asks for. Every second sentence was put by before the rule was written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cha.promises.understanding.asking import asks, asks_for

SENTENCES = Path(__file__).parent / "asking"


def judged(name: str) -> tuple[float, float]:
    """Precision and recall over all kinds."""
    right = wrong = missed = 0
    for line in (SENTENCES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        found, wanted = set(asks_for(row["text"], row["language"])), set(row["asks"])
        right, wrong, missed = right + len(found & wanted), wrong + len(found - wanted), missed + len(wanted - found)
    return right / (right + wrong), right / (right + missed)


@pytest.mark.parametrize("name", ["open", "unread"])
def test_what_a_sentence_asks_for_is_seen(name: str) -> None:
    precision, recall = judged(name)
    print(name, f"precision {precision:.3f}, recall {recall:.3f}")

    assert precision >= 0.95
    assert recall >= 0.95


@pytest.mark.parametrize(
    "draft",
    [
        "",
        "?",
        "Did the driver have the right address?",
        "Your order number is 2291, is that right?",
        "I am sorry that nobody saw your allergy.\nIt is on your card now.",
        "No need to send your order number again.",
        "Do not send us your phone number.",
    ],
)
def test_a_draft_that_wants_nothing_is_left_alone(draft: str) -> None:
    assert asks_for(draft, "en") == []


def test_each_sentence_that_asks_is_found_where_it_stands() -> None:
    draft = "Hello Adaeze.\nI am sorry. Could you send me your order number? Then I look. Where should we deliver?"

    found = list(asks(draft, "en"))

    assert [draft[slice(*one.span)] for one in found] == [
        "Could you send me your order number?",
        "Where should we deliver?",
    ]
    assert [one.kinds for one in found] == [("order",), ("address",)]


def test_a_regional_tongue_is_read_as_its_own() -> None:
    assert asks_for("Wat is uw bestelnummer?", "nl-BE") == ["order"]
