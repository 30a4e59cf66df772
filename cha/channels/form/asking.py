"""What a form asks: its topics, and which questions belong to each. Read from a channel's settings; pure.

`{"topics": [{"topic": "wrong_item", "words": "", "asks": ["order", "when", "files", "ribbon"]}], "origins": [...]}`:
`words` is how the house calls the topic, "" for our own words; `asks` are `order` (an order's number), `when` (by when
it must be right), `files`, and keys of the house's fields of conversations. `origins` are the sites whose pages may
show the form in a frame.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

ORDER: Final = "order"
WHEN: Final = "when"
FILES: Final = "files"
OURS: Final = (ORDER, WHEN, FILES)
MOST: Final = 12
USUAL: Final = (
    ("wrong_item", (ORDER, WHEN, FILES)),
    ("late_delivery", (ORDER, WHEN)),
    ("payment", (ORDER,)),
    ("question_product", (FILES,)),
)
_SITE = re.compile(r"https?://[a-z0-9.-]{1,253}(:[0-9]{1,5})?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Topic:
    """One thing it can be about. `number` says which it is on the page, from 1."""

    number: int
    topic: str
    words: str
    asks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """A form: its topics, and the sites that may show it."""

    topics: tuple[Topic, ...]
    sites: tuple[str, ...]

    def topic(self, key: str) -> Topic | None:
        """The topic that was chosen."""
        return next((topic for topic in self.topics if topic.topic == key), None)

    def numbers(self, asked: str) -> tuple[int, ...]:
        """The numbers of the topics that ask for something."""
        return tuple(topic.number for topic in self.topics if asked in topic.asks)

    @property
    def asks(self) -> tuple[str, ...]:
        """Everything that some topic asks for, in the order in which it is met."""
        return tuple(dict.fromkeys(asked for topic in self.topics for asked in topic.asks))


def shape_of(settings: Mapping[str, Any], known: Sequence[str]) -> Shape:
    """The form that settings describe; the usual one where they say nothing. `known`: keys of the house's fields."""
    said = settings.get("topics")
    rows = said if isinstance(said, list) else [{"topic": topic, "asks": asks} for topic, asks in USUAL]
    allowed = {*OURS, *known}
    topics = []
    for number, row in enumerate(rows[:MOST], 1):
        asks = tuple(dict.fromkeys(str(one) for one in row.get("asks", ()) if str(one) in allowed))
        topics.append(Topic(number, str(row.get("topic", ""))[:40], str(row.get("words", ""))[:60], asks))
    return Shape(tuple(topics), sites_of(settings))


def sites_of(settings: Mapping[str, Any]) -> tuple[str, ...]:
    """The origins that may show the form in a frame; what is no origin is left out: it stands in a header."""
    said = settings.get("origins")
    sites = (str(one).rstrip("/").lower() for one in said) if isinstance(said, list) else ()
    return tuple(dict.fromkeys(site for site in sites if _SITE.fullmatch(site)))[:20]
