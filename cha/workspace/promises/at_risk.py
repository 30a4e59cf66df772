"""At risk, or broken without a word since: what was promised, what the person said last, the words that can go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cha.language.times import clock, said
from cha.promises.models import Promise
from cha.team.models import Member
from cha.workspace.now import words
from cha.workspace.now.rows import Moment
from cha.workspace.promises.cards import Card, cards, place_of, zone_of
from cha.workspace.promises.drafts import Draft, drafts_of
from cha.workspace.promises.vows import FIELDS, Column, Vow, vows

# How many stand large; more are cards of the column where they are due.
LARGE: Final = 2
LATELY: Final = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Risk:
    """A promise at risk, with what is known of the person, and the draft where there is one."""

    card: Card
    about: tuple[str, ...]
    mood: str
    mood_words: str
    guess: bool
    quote: str
    quote_language: str
    promised: str
    broken: bool
    draft: Draft | None


def rows_at_risk(columns: Sequence[Column]) -> list[Vow]:
    """Those that stand large: the soonest that are at risk."""
    return [row for column in columns for row in column.rows if row["at_risk_at"]][:LARGE]


def rows_broken(rows: QuerySet[Promise], at: Moment) -> list[Vow]:
    """The last that broke, for which no new time was agreed."""
    lately = rows.filter(settled_at__gte=at.at - LATELY, state="broken", moved_to=None)
    return vows(lately.order_by("-settled_at", "-id").values(*FIELDS)[:LARGE])


def risks(rows: Sequence[Vow], reader: Member, at: Moment, makers: Mapping[int, str]) -> list[Risk]:
    """These, with what waits for the reader to send. What broke and was spoken of since is left out."""
    drafts = drafts_of([row["id"] for row in rows], reader, at)
    shown = [row for row in rows if row["state"] == "open" or row["id"] in drafts]
    return [
        Risk(
            card=card,
            about=_about(row, at),
            mood=row["conversation__mood"],
            mood_words=words.mood_words(row["conversation__mood"]),
            guess=row["conversation__mood_guess"],
            quote=row["conversation__last_words"],
            quote_language=row["conversation__last_language"] or "und",
            promised=_promised(row, at, makers),
            broken=row["state"] == "broken",
            draft=drafts.get(row["id"]),
        )
        for row, card in zip(shown, cards(shown, reader, at, makers), strict=True)
    ]


def _about(row: Vow, at: Moment) -> tuple[str, ...]:
    """Their time of day and place, and their language, where these are not ours."""
    zone, code = zone_of(row), row["conversation__language"].split("-")[0]
    found = []
    if zone and zone != at.zone:
        time = clock(at.at, zone=zone, language=at.language)
        found.append(_("%(time)s in %(place)s") % {"time": time, "place": place_of(zone)})
    if code and code != at.language.split("-")[0]:
        found.append(words.language_words(code))
    return tuple(found)


def _promised(row: Vow, at: Moment, makers: Mapping[int, str]) -> str:
    when = said(row["made_at"], now=at.at, zone=at.zone, language=at.language)
    maker = makers.get(row["made_by_id"] or 0) if row["made_by_kind"] == "member" else None
    if maker:
        return _("Promised by %(name)s, %(when)s.") % {"name": maker, "when": when}
    return _("Promised %(when)s.") % {"when": when}
