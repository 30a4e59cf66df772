"""The page of one contact form in Settings: what stands in its form, and what was typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import gettext as _

from cha.channels.chat.choices import origins_typed
from cha.channels.form.asking import FILES, ORDER, WHEN, shape_of
from cha.channels.form.snippet import address_of, frame, grows
from cha.channels.models import Channel
from cha.core.errors import Invalid
from cha.people.fields import Kind
from cha.people.models.custom_field import fields_of
from cha.promises.understanding import TOPICS
from cha.workspace.now.words import topics

# Beyond these nobody reads them all before choosing.
MOST: Final = 8
LONGEST: Final = 60


@dataclass(frozen=True, slots=True)
class Row:
    """One topic of the form, as the page has it."""

    number: int
    topic: str
    words: str
    asks: tuple[str, ...]


def form_of(channel: Channel) -> dict[str, Any]:
    """What stands in the form beside what all ways in share."""
    shape = shape_of(channel.settings, [key for key, _words in asked()])
    rows = [Row(topic.number, topic.topic, topic.words, topic.asks) for topic in shape.topics]
    return {"rows": _with_room(rows), "origins": "\n".join(shape.sites)}


def _with_room(rows: list[Row]) -> list[Row]:
    """The topics, and two empty rows to add some in."""
    empty = [Row(number, "", "", ()) for number in range(len(rows) + 1, min(len(rows) + 3, MOST + 1))]
    return [*rows, *empty]


def asked() -> list[tuple[str, str]]:
    """What can be asked for under a topic: ours, and the house's own fields of conversations."""
    own = [(field.key, field.name) for field in fields_of("conversation") if field.kind != Kind.PERSON]
    return [(ORDER, _("Order number")), (WHEN, _("By when it must be right")), (FILES, _("Photos and files")), *own]


def read_rows(post: QueryDict) -> list[Row]:
    """The topics as typed, the empty ones too."""
    rows = []
    for number in range(1, MOST + 1):
        words = " ".join(post.get(f"words-{number}", "").split())
        rows.append(Row(number, post.get(f"topic-{number}", ""), words, tuple(post.getlist(f"asks-{number}"))))
    return rows


def settings_of(post: QueryDict) -> dict[str, Any]:
    """What a form says, as a channel keeps it. Raises Invalid with the field."""
    known, kept = {key for key, _words in asked()}, []
    for row in read_rows(post):
        if not row.topic:
            continue
        if row.topic not in TOPICS:
            raise Invalid(_("Choose one from the list."), field=f"topic-{row.number}")
        if len(row.words) > LONGEST:
            raise Invalid(_("At most %(most)s letters, so that it fits a phone.") % {"most": LONGEST}, field="topics")
        kept.append({"topic": row.topic, "words": row.words, "asks": [key for key in row.asks if key in known]})
    if len({row["topic"] for row in kept}) < len(kept):
        raise Invalid(_("Each topic stands there once."), field="topics")
    return {"topics": kept, "origins": list(origins_typed(post.get("origins", "")))}


def typed(post: QueryDict) -> dict[str, Any]:
    """The form as it was typed."""
    rows = [row for row in read_rows(post) if row.topic or row.words or row.asks]
    return {"rows": _with_room(rows), "origins": post.get("origins", "")}


def about(channel: Channel) -> dict[str, Any]:
    """What the page shows beside its form."""
    return {
        "asked": asked(),
        "topics": [("", _("None")), *topics()],
        "address": address_of(channel),
        "frame": frame(channel),
        "grows": grows(channel),
    }
