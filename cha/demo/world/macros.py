"""Macros: what the shop often does together."""

from __future__ import annotations

from typing import Any, Final

MACROS: Final[tuple[tuple[str, tuple[dict[str, Any], ...]], ...]] = (
    (
        "Late delivery",
        (
            {
                "act": "say",
                "text": "Dear {first_name},\n\nyour flowers come at {when?}, later than we said, and I am sorry. "
                "The delivery is on us.\n\n{me}",
            },
            {"act": "promise", "words": "news of the courier", "minutes": 30},
            {"act": "tag", "tags": ["late delivery", "courier"]},
            {"act": "check", "items": ["Ask the driver", "Give the delivery fee back"]},
        ),
    ),
    (
        "Wedding asked for",
        (
            {"act": "topic", "topic": "wedding"},
            {"act": "tag", "tags": ["wedding"]},
            {"act": "check", "items": ["Date and place", "Colours", "Budget", "Quote"]},
            {"act": "give", "me": True},
        ),
    ),
    (
        "Nobody here until tomorrow",
        ({"act": "note", "text": "Looked at, nothing we can do tonight."}, {"act": "later", "morning": True}),
    ),
)
