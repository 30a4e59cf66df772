"""Why two conversations may be one story, and what speaks against it: arithmetic over their values."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _

from cha.promises.acknowledgement.heard import bare_subject
from cha.workspace.now.words import topic_words

NEAR: Final = timedelta(days=2)
FAR: Final = timedelta(days=30)
# Numbers of orders, invoices and the like: short ones are times, amounts and counts.
_NUMBER: Final = re.compile(r"\b\d{4,12}\b")
_STRENGTH: Final = {"strong": 3, "weak": 1, "against": -2}


@dataclass(frozen=True, slots=True)
class Told:
    """What is looked at of one conversation. `texts` are the newest that the person wrote."""

    subject: str
    topic: str
    opened_at: datetime
    last_at: datetime
    assignee: str
    settled: bool
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason in words; `weight` is strong, weak or against."""

    words: str
    weight: str


def reasons(one: Told, other: Told) -> list[Reason]:
    """What speaks for one story, strongest first, then what speaks against."""
    found = [*_same(one, other), *_near(one, other), *_against(one, other)]
    return sorted(found, key=lambda reason: -_STRENGTH[reason.weight])


def likeness(found: Sequence[Reason]) -> int:
    """A number to sort by: the more speaks for one story, the larger."""
    return sum(_STRENGTH[reason.weight] for reason in found)


def _same(one: Told, other: Told) -> list[Reason]:
    found = []
    shared = sorted(_numbers(one) & _numbers(other))
    if shared:
        found.append(Reason(_("Both name %(number)s") % {"number": shared[0]}, "strong"))
    subject = bare_subject(one.subject)
    if subject and subject.casefold() == bare_subject(other.subject).casefold():
        found.append(Reason(_("Same subject"), "strong"))
    if one.topic and one.topic == other.topic:
        found.append(Reason(_("Both about: %(topic)s") % {"topic": topic_words(one.topic)}, "weak"))
    return found


def _near(one: Told, other: Told) -> list[Reason]:
    apart = max(one.opened_at, other.opened_at) - min(one.last_at, other.last_at)
    if apart <= NEAR:
        return [Reason(_("Written within two days"), "weak")]
    return [Reason(_("Weeks lie between them"), "against")] if apart > FAR else []


def _against(one: Told, other: Told) -> list[Reason]:
    found = []
    if one.topic and other.topic and one.topic != other.topic:
        topics = {"one": topic_words(one.topic), "other": topic_words(other.topic)}
        found.append(Reason(_("One is about %(one)s, the other %(other)s") % topics, "against"))
    if other.settled:
        found.append(Reason(_("It was put right already"), "against"))
    if one.assignee and other.assignee and one.assignee != other.assignee:
        found.append(Reason(_("%(who)s looks after it") % {"who": other.assignee}, "against"))
    return found


def _numbers(told: Told) -> set[str]:
    return set(_NUMBER.findall(" ".join([told.subject, *told.texts])[:20_000]))
