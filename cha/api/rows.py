"""Conversations as rows of values: one query for them, and one each for what hangs on them, however many there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db.models import QuerySet

from cha.api.shapes import ChannelNamed, ConversationOut, Named
from cha.api.team import channel_rows
from cha.conversations.models import Conversation
from cha.core.ids import encode
from cha.core.queries import asked

FIELDS: Final = (
    "id", "person_id", "person__name", "subject", "gist", "topic", "language", "state", "channel_id",
    "assignee_id", "assignee__name", "team_id", "team__name", "custom", "mood", "opened_at", "last_at", "last_words",
    "waiting_since", "snoozed_until", "next_promise_at", "version", "care_at",
)  # fmt: skip

# Made once for so many.
AT_A_TIME: Final = 50


def conversations_out(rows: Sequence[Mapping[str, Any]]) -> list[ConversationOut]:
    """Rows of FIELDS as they go out. Two queries."""
    if not rows:
        return []
    tags = _tags([row["id"] for row in rows])
    channels = {
        pk: ChannelNamed(id=encode(pk), name=name, medium=medium) for pk, name, medium, _address in channel_rows()
    }
    return [_out(row, tags.get(row["id"], []), channels) for row in rows]


def conversation_out(pk: int) -> ConversationOut:
    """One that has been seen already, as it is now. Three queries."""
    return conversations_out(list(Conversation.objects.filter(pk=pk).values(*FIELDS)))[0]


def named(pk: int | None, name: str | None) -> Named | None:
    """Somebody by id and name; None for nobody."""
    return None if pk is None else {"id": encode(pk), "name": name or ""}


def _tags(ids: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for begin in range(0, len(ids), AT_A_TIME):
        some = ids[begin : begin + AT_A_TIME]
        # Nobody has the id 0.
        for pk, name in _tags_of(*some, *(0,) * (AT_A_TIME - len(some))):
            found.setdefault(pk, []).append(name)
    return found


@asked(*(int,) * AT_A_TIME)
def _tags_of(*ids: int) -> QuerySet[Any, tuple[int, str]]:
    through = Conversation.tags.through.objects.filter(conversation_id__in=ids).order_by("tag__name")
    return through.values_list("conversation_id", "tag__name")


def _out(row: Mapping[str, Any], tags: list[str], channels: Mapping[int, ChannelNamed]) -> ConversationOut:
    return {
        "id": encode(row["id"]),
        "person": {"id": encode(row["person_id"]), "name": row["person__name"]},
        "subject": row["subject"],
        "gist": row["gist"],
        "topic": row["topic"],
        "language": row["language"],
        "state": row["state"],
        "channel": channels.get(row["channel_id"]),
        "assignee": named(row["assignee_id"], row["assignee__name"]),
        "team": named(row["team_id"], row["team__name"]),
        "tags": tags,
        "fields": row["custom"],
        "mood": row["mood"],
        "opened_at": row["opened_at"],
        "last_at": row["last_at"],
        "last_words": row["last_words"],
        "waiting_since": row["waiting_since"],
        "snoozed_until": row["snoozed_until"],
        "promised_by": row["next_promise_at"],
        "version": row["version"],
    }
