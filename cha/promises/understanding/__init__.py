"""What a message says, read by patterns: its topic, a few facts and a guess at the mood. Pure, bounded, no network.

Nothing here is certain. Every result goes back to the person under "What we understood", with a way to say no.
"""

from __future__ import annotations

from cha.promises.understanding.facts import ORDER_PATTERNS, UnderstoodFact, facts
from cha.promises.understanding.moods import MOODS, MoodGuess, mood
from cha.promises.understanding.read import Understood, understand
from cha.promises.understanding.topics import TOPICS, topic

__all__ = [
    "MOODS",
    "ORDER_PATTERNS",
    "TOPICS",
    "MoodGuess",
    "Understood",
    "UnderstoodFact",
    "facts",
    "mood",
    "topic",
    "understand",
]
