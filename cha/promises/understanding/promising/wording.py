"""A promise's own words, short: the clause without its time, without who says it and how it begins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from cha.language.moments import Piece, Token
from cha.promises.understanding.promising.clauses import Clause

MOST: Final = 80
_LEADING: Final = frozenset({"ours", "aux", "conj"})
_EDGES: Final = " ,;:.!?-–—()…،؛؟¿¡'\""


def worded(text: str, said: Sequence[Token], clause: Clause, pieces: Sequence[Piece]) -> str:
    """At most `MOST` characters of the clause, in the draft's language ("ring you", "de doos terugsturen")."""
    kept = [at for at in range(clause.first, clause.last) if not any(p.first <= at < p.last for p in pieces)]
    while kept and any(
        hit.first <= kept[0] < hit.last and hit.kind in _LEADING and _only(clause, kept[0]) for hit in clause.hits
    ):
        kept = kept[1:]
    words = _joined(text, said, kept).strip(_EDGES)
    if len(words) > MOST:
        words = words[:MOST].rsplit(" ", 1)[0].rstrip(_EDGES) + "…"
    return words


def _only(clause: Clause, at: int) -> bool:
    """Whether a word at a place is nothing but a beginning."""
    return not any(hit.first == at and hit.kind in {"first", "finite", "bare"} for hit in clause.hits)


def _joined(text: str, said: Sequence[Token], kept: Sequence[int]) -> str:
    made, end = "", -1
    for at in kept:
        gap = " " if end >= 0 and said[at].start > end else ""
        made += gap + text[said[at].start : said[at].end]
        end = said[at].end
    return " ".join(made.split())
