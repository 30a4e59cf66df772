"""A page of the long list: its rows as lines, under headings or not, with what stands around them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from markupsafe import Markup

from cha.channels.models import Channel
from cha.conversations.counting import MOST as MOST_COUNTED
from cha.conversations.counting import count
from cha.conversations.listing import listed
from cha.conversations.models import Aside, Conversation
from cha.conversations.models.conversation import ConversationQuerySet
from cha.conversations.models.trashing import KEPT_FOR, TRASH
from cha.core.ids import decode, encode
from cha.team.models import Member, Team
from cha.workspace.crowd import grouping, ordering
from cha.workspace.crowd.asked import Asked
from cha.workspace.crowd.lines import Beside, lines
from cha.workspace.now.rows import FIELDS, Moment, named

PAGE: Final = 100
LINE_FIELDS: Final = (*FIELDS, "topic", "assignee__tint", "team__name")


class Part(NamedTuple):
    """Lines under one heading, or under none. `goes_on`: the heading stood on the page before."""

    heading: str
    about: str
    lines: Markup
    goes_on: bool = False


class Listed(NamedTuple):
    """One page: its parts, the numbers of its first and last row, the address of the next one, how many fit."""

    parts: list[Part]
    first: int
    last: int
    more: str
    fit: int


def channels_by_name() -> dict[str, list[int]]:
    """The ids of channels by name and address, for filters. One query."""
    found: dict[str, list[int]] = {}
    for pk, name, address in Channel.objects.values_list("pk", "name", "address"):
        for word in {name.casefold(), address.casefold()}:
            found.setdefault(word, []).append(pk)
    return found


def list_page(
    asked: Asked, member: Member, at: Moment, columns: tuple[str, ...], channels: Mapping[str, list[int]], after: str
) -> Listed:
    """The rows behind a place."""
    rows = listed(asked.wanted, by=member, at=at.at.astimezone(ZoneInfo(at.zone)), channels=channels)
    if asked.grouping:
        return _grouped(asked, rows, at, columns, after)
    place = ordering.read(after, asked.order)
    before = place.row if place else 0
    found = ordering.walk(rows, asked.order, place, PAGE + 1, LINE_FIELDS)
    shown = found[:PAGE]
    made = Markup("").join(lines(named(shown), at, columns, _beside(shown, columns), before + 1))
    last = before + len(shown)
    more = ordering.said(shown[-1], asked.order, last) if len(found) > PAGE else ""
    fit = last if not more else count(asked.wanted, member, at.at.astimezone(ZoneInfo(at.zone)), channels)
    return Listed([Part("", "", made)] if shown else [], before + 1, last, more, max(fit, last))


def _grouped(asked: Asked, rows: ConversationQuerySet, at: Moment, columns: tuple[str, ...], after: str) -> Listed:
    """Put together: all keys are read, one page of rows. Three queries, four by team."""
    keys = ordering.walk(rows, asked.order, None, grouping.MOST, _key_fields(asked.order))
    names = dict(Team.objects.values_list("pk", "name")) if asked.grouping == "team" else {}
    groups = grouping.together(keys, asked.grouping, names)
    whole = {group.key: len(group.ids) for group in groups}
    name, _sep, number = after.partition("-")
    shown, before, left = grouping.page_of(groups, _id(name), int(number) if number.isdigit() else 0, PAGE)
    ids = [pk for group in shown for pk in group.ids]
    by_id = {row["id"]: row for row in named(Conversation.objects.filter(pk__in=ids).values(*LINE_FIELDS))}
    found = [by_id[pk] for pk in ids if pk in by_id]
    made = dict(zip(by_id and [row["id"] for row in found], _lines(found, at, columns, before), strict=True))
    if asked.grouping == "person":
        names = {row["person_id"]: row["person__name"] for row in found}
    parts = [_part(group, made, names, whole, continued=bool(before) and group is shown[0]) for group in shown]
    last = before + len(found)
    more = f"{encode(ids[-1])}-{last}" if left and ids else ""
    return Listed(parts, before + 1, last, more, len(keys))


def _lines(found: Sequence[Any], at: Moment, columns: tuple[str, ...], before: int) -> list[Markup]:
    return lines(found, at, columns, _beside(found, columns), before + 1)


def _part(
    group: grouping.Group,
    made: Mapping[int, Markup],
    names: Mapping[int, str],
    whole: Mapping[int, int],
    *,
    continued: bool,
) -> Part:
    heading = names.get(group.key) or (_("No team") if not group.key else _("Somebody"))
    return Part(
        heading, said_count(whole[group.key]), Markup("").join(made[pk] for pk in group.ids if pk in made), continued
    )


def _key_fields(order: str) -> tuple[str, ...]:
    return ("id", "team_id", "person_id", *{leg.column for leg in ordering.ORDERS[order]})


def _id(name: str) -> int:
    try:
        return decode(name) if name else 0
    except ValueError:
        return 0


def _beside(rows: Sequence[Mapping[str, Any]], columns: tuple[str, ...]) -> Beside:
    """What some columns show from other tables: at most a query each."""
    ids = [row["id"] for row in rows]
    tags: dict[int, list[str]] = {}
    if "tags" in columns:
        through = Conversation.tags.through.objects.filter(conversation_id__in=ids).order_by("tag__name")
        for pk, name in through.values_list("conversation_id", "tag__name"):
            tags.setdefault(pk, []).append(name)
    erased = {}
    if "erased" in columns:
        trashed = Aside.objects.filter(conversation_id__in=ids, reason=TRASH, taken_back_at=None)
        erased = {pk: at + KEPT_FOR for pk, at in trashed.order_by("id").values_list("conversation_id", "at")}
    return Beside(tags, erased)


def said_count(number: int) -> str:
    """A count as the list shows it: 999+ for more than are counted."""
    return f"{MOST_COUNTED}+" if number > MOST_COUNTED else str(number)
