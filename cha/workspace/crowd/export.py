"""The long list as a file: what its columns are called, and a row per conversation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from cha.conversations.filters import Filter
from cha.conversations.listing import listed
from cha.conversations.models import Conversation
from cha.conversations.models.exporting import exported
from cha.core.ids import encode
from cha.people.fields import Field, Kind
from cha.people.models import ContactPoint
from cha.people.models.custom_field import fields_of
from cha.people.models.person import SAYING
from cha.team.models import Member
from cha.workspace.crowd.page import channels_by_name
from cha.workspace.custom_fields import names_of
from cha.workspace.now.rows import Moment
from cha.workspace.now.words import state_words, topic_words

FIELDS: Final = (
    "person_id",
    "person__name",
    "subject",
    "topic",
    "state",
    "opened_at",
    "waiting_since",
    "next_promise_at",
    "assignee__name",
    "team__name",
    "custom",
)


class Beside(NamedTuple):
    """What the rows of a page show from other tables: tags by conversation, addresses by person, names by public id."""

    tags: Mapping[int, list[str]]
    addresses: Mapping[int, str]
    persons: Mapping[str, str]


def heading(asked: Sequence[Field]) -> list[str]:
    """What the columns are called; the house's own fields stand behind the others."""
    return [
        _("Conversation"),
        _("Person"),
        _("Address"),
        _("About"),
        _("Topic"),
        _("State"),
        _("Begun"),
        _("Waits since"),
        _("Promised by"),
        _("With"),
        _("Team"),
        _("Tags"),
        *(field.name for field in asked),
    ]


def asked_fields() -> list[Field]:
    """The house's own fields of conversations."""
    return fields_of("conversation")


def pages(wanted: Filter, member: Member, at: Moment, asked: Sequence[Field]) -> Iterator[list[list[str]]]:
    """The rows that `member` may see of it, in pages; at most five queries each.

    Times are the house's: 2026-11-23 14:05.
    """
    zone, channels = ZoneInfo(at.zone), channels_by_name()

    def rows() -> Any:
        return listed(wanted, by=member, at=at.at.astimezone(zone), channels=channels)

    for page in exported(rows, FIELDS):
        beside = Beside(_tags(page), _addresses(page), _persons(page, asked, member))
        yield [_line(row, zone, beside, asked) for row in page]


def _line(row: Mapping[str, Any], zone: ZoneInfo, beside: Beside, asked: Sequence[Field]) -> list[str]:
    return [
        encode(row["id"]),
        row["person__name"],
        beside.addresses.get(row["person_id"], ""),
        row["subject"],
        topic_words(row["topic"]) if row["topic"] else "",
        state_words(row["state"]),
        _time(row["opened_at"], zone),
        _time(row["waiting_since"], zone),
        _time(row["next_promise_at"], zone),
        row["assignee__name"] or "",
        row["team__name"] or "",
        ", ".join(beside.tags.get(row["id"], ())),
        *(_value(field, str(row["custom"].get(field.key, "")), beside) for field in asked),
    ]


def _value(field: Field, kept: str, beside: Beside) -> str:
    """As it is kept, which programs read; a person by name."""
    return beside.persons.get(kept, "") if field.kind == Kind.PERSON else kept


def _time(moment: datetime | None, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}" if moment else ""


def _tags(page: Sequence[Mapping[str, Any]]) -> dict[int, list[str]]:
    through = Conversation.tags.through.objects.filter(conversation_id__in=[row["id"] for row in page])
    found: dict[int, list[str]] = {}
    for pk, name in through.order_by("tag__name").values_list("conversation_id", "tag__name"):
        found.setdefault(pk, []).append(name)
    return found


def _addresses(page: Sequence[Mapping[str, Any]]) -> dict[int, str]:
    """The first address of each person that says anything to a reader."""
    points = ContactPoint.objects.filter(person_id__in={row["person_id"] for row in page}, kind__in=SAYING).order_by(
        "-id"
    )
    return dict(points.values_list("person_id", "value"))


def _persons(page: Sequence[Mapping[str, Any]], asked: Sequence[Field], reader: Member) -> dict[str, str]:
    keys = [field.key for field in asked if field.kind == Kind.PERSON]
    return names_of([str(row["custom"].get(key, "")) for row in page for key in keys], reader)
