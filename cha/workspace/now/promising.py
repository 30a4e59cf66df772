"""The dialog of a promise: what, by when, who keeps it, and whether it can be held."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from cha.conversations.models import Conversation
from cha.core.errors import Invalid
from cha.core.ids import decode, encode
from cha.language.times import at_when, by_when, clock, said
from cha.promises.guard import Bar, Verdict
from cha.promises.guarding import Ground, grounds
from cha.promises.models import Promise
from cha.team.models import Member
from cha.workspace.hands import hands
from cha.workspace.now.guard_words import room_words, when_words, why
from cha.workspace.now.rows import Moment
from cha.workspace.now.times import chosen, promise_times

WIDTH: Final = 34
SLIPS: Final = (30, 60, 120)


@dataclass(frozen=True, slots=True)
class Chip:
    """A time to choose: its value in forms, its words, whether it cannot be held, whether it is the one chosen."""

    value: str
    words: str
    full: bool
    chosen: bool


@dataclass(frozen=True, slots=True)
class Column:
    """A slot of the picture, in the units of its drawing: from the left, and how high of 40. time: where it is said."""

    x: int
    height: float
    kind: str
    time: str


@dataclass(frozen=True, slots=True)
class Promising:
    """What a form of a promise says, and what the guard says to it. `held` is None while no time is chosen."""

    keeper: Member
    by: datetime | None
    held: Verdict | None
    zone: str
    values: dict[str, Any]


class NotHeld(Invalid):
    """The time cannot be held, and nobody said that it shall be promised all the same."""

    code = "not_held"


def promising(
    conversation: Conversation,
    reader: Member,
    form: Mapping[str, str],
    at: Moment,
    besides: Promise | None = None,
) -> Promising:
    """What `acts/promise.html` and `acts/new_time.html` show for what was typed so far."""
    zone = conversation.person.zone or at.zone
    keepers = _keepers(reader, besides)
    keeper = _chosen_keeper(keepers, form.get("who", "")) or keepers[0]
    by = moment_in(form, zone)
    usual = [datetime.fromisoformat(choice.value) for choice in promise_times(at, zone)]
    kept_by = besides.kept_by if besides else Promise.KeptBy.HAND
    ground = grounds(
        conversation, keepers, at.at, until=max([*usual, *([by] if by else [])]), kept_by=kept_by, besides=besides
    )
    mine = ground[keeper.pk]
    if by is None and form.get("until") != "own":
        by = next((time for time in usual if mine.verdict(time).ok), usual[0])
    held = mine.verdict(by) if by else None
    values = {
        "chips": chips(usual, form, by, held, mine, at, zone),
        "zone": zone,
        "keepers": [(encode(one.pk), _room(ground[one.pk], by, one, reader, at)) for one in keepers],
        "who": encode(keeper.pk),
        "slips": _slips(),
        "help": _where_they_are(by, at, zone) if by else "",
        "reads": reads(conversation, besides.words if besides else form.get("what", ""), held, at, zone),
        **_held_words(held, keeper, reader, at, zone),
    }
    return Promising(keeper, by, held, zone, values)


def moment_in(form: Mapping[str, str], zone: str) -> datetime | None:
    """The moment that a form says, or None. `take` is the nearest one, for the time that was `asked`."""
    if form.get("take") and form.get("asked") == form.get("until"):
        return chosen({"until": form["take"]}, zone)
    try:
        return chosen(form, zone)
    except Invalid:
        return None


def must_hold(shown: Promising, form: Mapping[str, str]) -> str:
    """The reason that was given for a time that does not hold, "" for one that does. Raises NotHeld, or Invalid."""
    if shown.held is None or shown.held.ok:
        return ""
    if "anyway" not in form or shown.held.reasons[0].code == "past":
        raise NotHeld(_("This time cannot be held."), field="until")
    reason = form.get("reason", "").strip()
    if not reason:
        raise Invalid(_("Say why, in a few words: it is kept with the promise."), field="reason")
    return reason


def slip_in(form: Mapping[str, str]) -> int | None:
    """How many minutes before it is due its keeper wants to know; None leaves it to what is learned."""
    text = form.get("slip", "")
    return int(text) if text.isdecimal() and int(text) in SLIPS else None


def _keepers(reader: Member, besides: Promise | None) -> list[Member]:
    found: list[Member] = hands(reader)["hands"]
    if besides and besides.keeper:
        return [besides.keeper, *(one for one in found if one.pk != besides.keeper_id)]
    return found or [reader]


def _chosen_keeper(keepers: Sequence[Member], who: str) -> Member | None:
    try:
        return next((one for one in keepers if one.pk == decode(who)), None)
    except ValueError:
        return None


def chips(
    usual: Sequence[datetime],
    form: Mapping[str, str],
    by: datetime | None,
    held: Verdict | None,
    ground: Ground,
    at: Moment,
    zone: str,
) -> list[Chip]:
    """The usual times, the chosen one and the nearest that holds, soonest first."""
    own = form.get("until") == "own"
    moments = {*usual, *([by] if by and not own else []), *([held.nearest] if held and held.nearest else [])}
    return [
        Chip(
            value_of(moment),
            _capital(said(moment, now=at.at, zone=zone, language=at.language)),
            not ground.verdict(moment).ok,
            not own and moment == by,
        )
        for moment in sorted(moments)
    ]


def value_of(moment: datetime) -> str:
    """A moment as forms say it."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def _room(ground: Ground, by: datetime | None, keeper: Member, reader: Member, at: Moment) -> str:
    return room_words(ground.verdict(by or at.at), keeper, reader, at)


def _slips() -> list[tuple[str, str]]:
    return [
        ("", _("Tell me in good time")),
        ("30", _("Tell me half an hour before")),
        ("60", _("Tell me an hour before")),
        ("120", _("Tell me two hours before")),
    ]


def _where_they_are(by: datetime, at: Moment, zone: str) -> str:
    """The moment said in full: on their clock, and on the house's where that is another one."""
    theirs = _capital(at_when(by, now=at.at, zone=zone, language=at.language))
    ours = clock(by, zone=at.zone, language=at.language)
    if ours == clock(by, zone=zone, language=at.language):
        return _("%(when)s, for them as for you.") % {"when": theirs}
    place = zone.rpartition("/")[2].replace("_", " ")
    return _("%(when)s in %(place)s, %(time)s here.") % {"when": theirs, "place": place, "time": ours}


def reads(conversation: Conversation, what: str, held: Verdict | None, at: Moment, zone: str) -> str:
    """What the person reads, as they read it; "" while it is not said what, or no time holds."""
    if not what.strip() or held is None or held.nearest is None:
        return ""
    when = by_when(held.nearest, now=at.at, zone=zone, language=conversation.language or "en")
    return f"{what.strip()}, {when}"


def _held_words(held: Verdict | None, keeper: Member, reader: Member, at: Moment, zone: str) -> dict[str, Any]:
    if held is None:
        return {"held": None}
    goes = when_words(held, at, zone, nearest=True)
    asked = when_words(held, at, zone)
    same = held.nearest and goes.split(" ")[0] == asked.split(" ")[0]
    return {
        "held": held,
        "asked": value_of(held.by),
        "asked_words": asked,
        "asked_begins": _capital(asked),
        "why": why(held, keeper, reader, at),
        "nearest": value_of(held.nearest) if held.nearest else "",
        "nearest_words": goes,
        "nearest_short": clock(held.nearest, zone=zone, language=at.language) if held.nearest and same else goes,
        "columns": columns(held, at, zone),
    }


def columns(held: Verdict, at: Moment, zone: str) -> list[Column]:
    """The picture's columns; the time is said under the first, the asked, the fitting and the last one."""
    bars = held.bars
    said_at = [number for number, bar in enumerate(bars) if bar.asked or bar.fits]
    said_at += [number for number in (0, len(bars) - 1) if all(abs(number - other) > 1 for other in said_at)]
    return [
        Column(
            number * WIDTH + 4,
            round(40 * (bar.load if bar.works else 1), 1) or 2,
            _kind(bar),
            clock(_said_under(bar, held), zone=zone, language=at.language) if number in said_at else "",
        )
        for number, bar in enumerate(bars)
    ]


def _said_under(bar: Bar, held: Verdict) -> datetime:
    if bar.asked:
        return held.by
    return held.nearest if bar.fits and held.nearest else bar.start


def _kind(bar: Bar) -> str:
    if bar.fits:
        return "fits"
    return "asked" if bar.asked else "taken" if bar.works else "closed"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
