"""What is at risk, large: what was promised, what the person said last, and the words that can go before they ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cha.language.times import clock, said
from cha.team.models import Member
from cha.workspace.now import words
from cha.workspace.now.rows import Moment
from cha.workspace.promises.cards import Card, cards, place_of, zone_of
from cha.workspace.promises.drafts import Draft, drafts_of
from cha.workspace.promises.vows import Column, Vow

# How many stand large; more are cards of the column where they are due.
LARGE = 2


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
    draft: Draft | None


def rows_at_risk(columns: Sequence[Column]) -> list[Vow]:
    """Those that stand large: the soonest that are at risk."""
    return [row for column in columns for row in column.rows if row["at_risk_at"]][:LARGE]


def risks(rows: Sequence[Vow], reader: Member, at: Moment, makers: Mapping[int, str]) -> list[Risk]:
    """These, with drafts. One query, for all their drafts."""
    drafts = drafts_of([row["id"] for row in rows], at)
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
            draft=drafts.get(row["id"]),
        )
        for row, card in zip(rows, cards(rows, reader, at, makers), strict=True)
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
