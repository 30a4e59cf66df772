"""An open promise as a card: what, for whom, by when on both clocks, who keeps it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from cha.core.ids import encode
from cha.language.times import by_when, clock, said, span
from cha.promises.acknowledgement.heard import bare_subject
from cha.promises.care import Urgency, ring, urgency
from cha.promises.models.promise import AS_ANSWER, HOLD
from cha.team.models import Member
from cha.workspace.now import words
from cha.workspace.now.rows import Moment, iso
from cha.workspace.promises.vows import SOON, Vow


@dataclass(frozen=True, slots=True)
class Face:
    """A name and its colour."""

    name: str
    tint: int = 4


@dataclass(frozen=True, slots=True)
class Card:
    """A promise as the board shows it. `from_` and `until` are ISO moments, for the ring and the words of what is left.

    `when` is on the house's clock, `theirs` says it on the person's, or what it was before; `mark` is "open" for one
    that is due within the hour, "risk", "moved" or "".
    """

    id: int
    conversation: int
    key: str
    name: str
    first: str
    tint: int
    where: str
    what: str
    when: str
    theirs: str
    from_: str
    until: str
    left: str
    share: int
    urgency: Urgency
    mark: str
    keeper: Face | None
    keeps: str
    by_hand: bool


def cards(rows: Iterable[Vow], reader: Member, at: Moment, makers: Mapping[int, str]) -> list[Card]:
    """The promises as `reader` sees them; `makers` are the names of members who made them, by their ids."""
    return [_card(row, reader, at, makers) for row in rows]


def makers_of(rows: Iterable[Vow]) -> dict[int, str]:
    """The first names of the members who made these. One query."""
    ids = {row["made_by_id"] or 0 for row in rows if row["made_by_kind"] == "member"}
    return {member.pk: member.first_name for member in Member.objects.filter(pk__in=ids)} if ids else {}


def _card(row: Vow, reader: Member, at: Moment, makers: Mapping[int, str]) -> Card:
    name, keeper = row["person__name"], _keeper(row)
    return Card(
        id=row["id"],
        conversation=row["conversation_id"],
        key=encode(row["id"]),
        name=name,
        first=name.split(" ")[0],
        tint=row["person__tint"],
        where=_where(row, at),
        what=what_of(row),
        when=_upper(by_when(row["by"], now=at.at, zone=at.zone, language=at.language)),
        theirs=_theirs(row, at),
        from_=iso(row["made_at"]),
        until=iso(row["by"]),
        left=left_words(row["by"], at),
        share=ring(row["made_at"], row["by"], at.at),
        urgency=_urgency(row, at.at),
        mark=_mark(row, at.at),
        keeper=keeper,
        keeps=_keeps(row, keeper, reader, makers),
        by_hand=row["kind"] not in AS_ANSWER,
    )


def what_of(row: Vow) -> str:
    """What was promised, in words. An answer says on what."""
    if row["words"]:
        return row["words"]
    if row["kind"] == HOLD:
        return _("Back in the chat")
    about = row["conversation__gist"] or bare_subject(row["conversation__subject"])
    return _("An answer: %(about)s") % {"about": about} if about else _("An answer")


def left_words(by: datetime, at: Moment) -> str:
    """How much time is left, or how long it is over."""
    left = by - at.at
    pattern = _("%s left") if left >= timedelta(0) else _("%s over")
    return pattern.replace("%s", span(abs(left), at.language))


def zone_of(row: Vow) -> str:
    """Where the person is: the zone in which the time was said, or theirs; "" where nobody knows."""
    return row["person__zone"] or row["zone"]


def place_of(zone: str) -> str:
    """The city that a zone is named after."""
    return zone.rpartition("/")[2].replace("_", " ")


def _where(row: Vow, at: Moment) -> str:
    """Where they are and how they feel; else the way they came."""
    zone, mood = zone_of(row), words.mood_words(row["conversation__mood"])
    there = place_of(zone) if zone and zone != at.zone else ""
    if there and _elsewhere(zone, at):
        there = _("%(place)s, %(time)s there") % {
            "place": there,
            "time": clock(at.at, zone=zone, language=at.language),
        }
    parts = [there or words.medium_words(row["conversation__medium"]), mood]
    return ", ".join(part for part in parts if part)


def _elsewhere(zone: str, at: Moment) -> bool:
    """Whether their clock says something else."""
    return at.at.astimezone(ZoneInfo(zone)).utcoffset() != at.at.astimezone(ZoneInfo(at.zone)).utcoffset()


def _theirs(row: Vow, at: Moment) -> str:
    parts = []
    zone, moved = zone_of(row), row["moved_from__by"]
    if zone and _elsewhere(zone, at):
        time = clock(row["by"], zone=zone, language=at.language)
        parts.append(_("%(time)s for %(name)s") % {"time": time, "name": row["person__name"].split(" ")[0]})
    if moved:
        parts.append(_("was %(when)s") % {"when": said(moved, now=at.at, zone=at.zone, language=at.language)})
    return ", ".join(parts)


def _urgency(row: Vow, at: datetime) -> Urgency:
    if row["at_risk_at"] or row["by"] <= at:
        return "now"
    by_share = urgency(row["made_at"], row["by"], at)
    return "soon" if by_share == "calm" and row["by"] - at <= SOON else by_share


def _mark(row: Vow, at: datetime) -> str:
    if row["at_risk_at"] or row["by"] <= at:
        return "risk"
    if row["by"] - at <= SOON:
        return "open"
    return "moved" if row["moved_from__by"] else ""


def _keeper(row: Vow) -> Face | None:
    if row["keeper_id"]:
        return Face(row["keeper__name"] or "", row["keeper__tint"] or 4)
    if row["conversation__assignee_id"]:
        return Face(row["conversation__assignee__name"] or "", row["conversation__assignee__tint"] or 4)
    return None


def _keeps(row: Vow, keeper: Face | None, reader: Member, makers: Mapping[int, str]) -> str:
    """Who keeps it, as the reader would say it; where it was somebody else who said it, from whom it came."""
    if keeper is None:
        return _("Whoever is free")
    mine = (row["keeper_id"] or row["conversation__assignee_id"]) == reader.pk
    maker = row["made_by_id"] if row["made_by_kind"] == "member" else None
    first = keeper.name.split(" ")[0]
    if row["keeper_id"] is None or maker is None or maker == row["keeper_id"]:
        return _("You") if mine else first
    values = {"name": first, "from": makers.get(maker, "")}
    if mine:
        return _("You took this over from %(from)s") % values
    if maker == reader.pk:
        return _("%(name)s took this over from you") % values
    return _("%(name)s took this over from %(from)s") % values


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
