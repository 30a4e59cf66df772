"""What was noticed, in words for leads: counts and dates, never what they mean."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import ngettext

from cha.language.times import said
from cha.resolutions.models import Signal
from cha.workspace.now.rows import Moment


@dataclass(frozen=True, slots=True)
class Seen:
    """A signal as leads read it, with where it was seen (ids of conversations). watched: a lead goes on looking."""

    id: int
    words: str
    conversations: tuple[int, ...]
    watched: bool


def noticed(row: Signal, at: Moment) -> Seen:
    """A signal in words."""
    count = int(row.facts.get("count", 0))
    since = datetime.fromisoformat(str(row.facts["since"])) if row.facts.get("since") else row.seen_at
    when = said(since, now=at.at, zone=at.zone, language=at.language)
    words = _words(row.kind, count) % {"num": count, "when": when}
    places = tuple(int(pk) for pk in row.facts.get("conversations", []) if int(pk) != row.conversation_id)
    return Seen(row.pk, words, places, row.means == "watch")


def _words(kind: str, count: int) -> str:
    said_of = {
        "same_photo": ngettext(
            "The same photo came in %(num)s other place, since %(when)s.",
            "The same photo came in %(num)s other places, since %(when)s.",
            count,
        ),
        "not_arrived": ngettext(
            "%(num)s time not arrived, since %(when)s.", "%(num)s times not arrived, since %(when)s.", count
        ),
        "many_remedies": ngettext(
            "%(num)s thing was given, since %(when)s.", "%(num)s things were given, since %(when)s.", count
        ),
        "same_address": ngettext(
            "%(num)s other person told the same address, since %(when)s.",
            "%(num)s other persons told the same address, since %(when)s.",
            count,
        ),
    }
    return said_of.get(kind, "%(when)s")
