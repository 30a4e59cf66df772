"""Words of time beside a time that were not read with it: then what was read may be another time than was said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from cha.language.moments import Piece, Token, book
from cha.promises.understanding.promising.clauses import Clause

_OF_TIME: Final = frozenset({"unit", "counted", "few", "nextday", "lastday", "comingday", "ago", "fromnow", "month"})
_BEGUN: Final = (
    "next", "coming", "follow", "proxim", "siguient", "prochain", "suivant", "nachst", "kommend", "folgend", "komend",
    "volgend", "eerstvolgend", "قادم", "القادم", "مقبل", "المقبل", "التالي", "working", "business", "ouvr", "habil",
    "laborabl", "werkdag", "werktag", "arbeitstag", "عمل",
)  # fmt: skip
_PERIODS: Final = frozenset(
    {
        "ونصف",
        "half",
        "demie",
        "month",
        "months",
        "year",
        "years",
        "mois",
        "ans",
        "annee",
        "annees",
        "mes",
        "meses",
        "ano",
        "anos",
        "monat",
        "monate",
        "monaten",
        "jahr",
        "jahre",
        "jahren",
        "maand",
        "maanden",
        "jaar",
        "fortnight",
        "fortnights",
        "weekend",
        "minutes",
        "hours",
        "days",
        "weeks",
        "شهر",
        "شهور",
        "اشهر",
        "شهرين",
        "سنه",
        "سنوات",
        "عام",
        "ايام",
    }
)
_ZONE: Final = frozenset(
    {
        "eastern",
        "pacific",
        "time",
        "heure",
        "hora",
        "zeit",
        "tijd",
        "بتوقيت",
        "توقيت",
        "gmt",
        "utc",
        "bst",
        "cet",
        "cest",
        "edt",
        "pst",
        "pdt",
        "gst",
    }
)
_OWN: Final = frozenset(
    {"our", "your", "local", "same", "this", "that", "any", "no", "some", "in", "on", "the", "to", "of", "more"}
)
_OWN_AFTER: Final = frozenset({"chez", "suya", "tuya", "local", "locale", "d'", "d’"})
_NEAR: Final = 2
_ALIKE: Final = 4
_ZONE_NEAR: Final = 4


def unread(said: Sequence[Token], clause: Clause, pieces: Sequence[Piece], language: str, zone: str) -> bool:
    """Whether beside one of these times, on either side, an unread word is of time itself, or names another zone.

    zone: IANA name of the zone in which the times were read.
    """
    timed = {at for piece in clause.pieces for at in range(piece.first, piece.last)}
    timed |= {at for piece in pieces for at in range(piece.first, piece.last)}
    return any(
        _beside(said, piece.last, 1, timed, language)
        or (not _weeks_on(piece) and _beside(said, piece.first - 1, -1, timed, language))
        or _zoned(said, piece.last, timed, zone)
        for piece in pieces
    )


def _weeks_on(piece: Piece) -> bool:
    """Whether the "week" before it was read: "a week on Friday"."""
    return piece.day is not None and piece.day.kind == "weekday" and piece.day.value >= 7


def _beside(said: Sequence[Token], at: int, step: int, timed: set[int], language: str) -> bool:
    """Whether the nearest words that way, small ones aside, speak of time. Signs end the search."""
    left = _NEAR
    while left and 0 <= at < len(said) and said[at].kind != "sign" and said[at].kind != "line":
        if at in timed:
            return False
        if _of_time(said, at, language):
            return True
        if not _small(said, at, language):
            return False
        at += step
        left -= 1
    return False


def _of_time(said: Sequence[Token], at: int, language: str) -> bool:
    word = said[at].word
    if said[at].kind != "word":
        return True
    if word in _PERIODS or word.startswith(_BEGUN):
        return True
    found = book("cha.language.moments", language).read([word], 0)
    if found is None or word == "u":
        return False
    kinds = found[1]
    return not _OF_TIME.isdisjoint(kinds) or kinds.get("number", "1") != "1"


def _small(said: Sequence[Token], at: int, language: str) -> bool:
    found = book("cha.language.moments", language).read([said[at].word], 0)
    return found is not None and not {"skip", "to", "of", "within", "before", "between"}.isdisjoint(found[1])


def _zoned(said: Sequence[Token], at: int, timed: set[int], zone: str) -> bool:
    """Whether another zone is named behind the time: "heure de Paris", "Lissabonner Zeit", "London time"."""
    city = _alike(zone.rpartition("/")[2].lower())
    for k in range(at, min(at + _ZONE_NEAR, len(said))):
        if k in timed or said[k].word not in _ZONE:
            continue
        if any(_alike(token.word) == city for token in said[at : k + _ZONE_NEAR]):
            return False
        if any(token.word in _OWN_AFTER for token in said[k + 1 : k + 3]):
            continue
        before = said[k - 1].word if k > at else ""
        if said[k].word != "time" or (before and before not in _OWN):
            return True
    return False


def _alike(name: str) -> str:
    """How a place's name begins, in any of the languages: "Canary", "kanarisch", "canaria"."""
    return name.replace("k", "c")[:_ALIKE]
