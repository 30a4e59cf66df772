"""A sentence in clauses, and what each says: who, what, when, and whether it is denied, hedged, asked or past.

Kinds of the words (`words/<language>.toml`): `ours`, `house`, `possessive` (who promises), `agent` ("by us"), `you`,
`your`, `us`, `it`, `outside` (others); verbs as `first` (the first person says them), `finite`, `bare` (after `aux`),
`done` (after `passive`), `receive`, `split` (in two parts), `light` (say little alone), `ending` (things do it by
themselves); `thing` (what it is about), `noted`; and what makes it another thing than a promise: `not`, `denial`,
`hedge`, `past`, `condition`, `perfect`, `saying`, `can`, `request`, `habit`, `stop`; `unsure` takes back what was said
before. `soon` is a time that is none,
`finish` says that the next time belongs to the same promise, `plain` covers words that only look like one of these.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final, NamedTuple

from cha.language.moments import Phrasebook, Piece, Token, base, book, pieces_in
from cha.promises.understanding.promising import arabic

_CUTS: Final = frozenset(",;:–—()…-،؛")
_GOING_ON: Final = frozenset({"i'm", "we're", "am", "are", "be", "im", "is"})
_FRENCH_OBJECTS: Final = frozenset({"le", "la", "les", "l'", "en", "y", "vous", "lui", "leur"})
# "And" of a verb in the first person is its first letter.
_AND_WE: Final = frozenset({"وس", "ون", "وا", "فس"})
_COVERING: Final = {"plain": (), "hedge": ("condition", "can"), "us": ("ours",), "soon": ("condition",)}


class Hit(NamedTuple):
    """A phrase of a kind at words[first:last] of the sentence."""

    kind: str
    value: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Clause:
    """words[first:last] of a sentence. other: how many words do not speak of time."""

    first: int
    last: int
    hits: tuple[Hit, ...]
    pieces: tuple[Piece, ...]
    other: int

    def has(self, *kinds: str) -> bool:
        """Whether a phrase of any of these kinds stands in it."""
        return any(hit.kind in kinds for hit in self.hits)

    def of(self, *kinds: str) -> list[Hit]:
        """The phrases of these kinds, in order."""
        return [hit for hit in self.hits if hit.kind in kinds]

    def hedges_on(self) -> bool:
        """Whether a hedge goes on into the next clause: "ich schau, dass …"."""
        return any(hit.last > self.last for hit in self.of("hedge"))


def clauses(said: Sequence[Token], language: str) -> list[Clause]:
    """The clauses of a sentence, in order."""
    pieces = pieces_in(said, language)
    timed = {at for piece in pieces for at in range(piece.first, piece.last)}
    hits = [hit for hit in _hits(said, base(language)) if not timed.issuperset(range(hit.first, hit.last))]
    cuts = sorted(_cuts(said, hits, timed) | {0, len(said)})
    return [
        _clause(said, first, last, hits, pieces, timed, base(language))
        for first, last in pairwise(cuts)
        if last > first
    ]


def _hits(said: Sequence[Token], language: str) -> list[Hit]:
    words, phrases = [token.word for token in said], book(__package__, language)
    found = [
        Hit(kind, value, at, at + length)
        for at, token in enumerate(said)
        if token.kind == "word"
        for length, kinds in phrases.every(words, at)
        for kind, value in kinds.items()
        if kind != "split"
    ]
    if language == "ar":
        found += _arabic(words)
    if language == "en":
        found += _going_on(words, phrases)
    if language == "es":
        found += [
            Hit("past", "past", at, at + 1) for at, word in enumerate(words) if len(word) > 2 and word[-1] in "óé"
        ]
    if language == "fr":
        found = _to_us(words, found)
    return [hit for hit in found if not any(_covers(wider, hit) for wider in found if wider.kind in _COVERING)]


def _covers(wider: Hit, hit: Hit) -> bool:
    """Whether a phrase takes a word in it its meaning: "if" in "if all goes well", "no" in "no problem"."""
    if hit.kind not in _COVERING[wider.kind] and wider.kind != "plain":
        return False
    inside = wider.first <= hit.first and hit.last <= wider.last and hit.kind != "plain"
    return inside and (wider.last - wider.first > hit.last - hit.first or wider.kind == "plain")


def _going_on(words: Sequence[str], phrases: Phrasebook) -> Iterator[Hit]:
    """English "I'm crediting", "we'll be sending": the verb without its ending, as far as it is known."""
    for at in range(1, len(words)):
        word, before = words[at], words[at - 1]
        if len(word) > 5 and word.endswith("ing") and before in _GOING_ON:
            kind = "finite" if before == "is" else "first"
            for bare in (word[:-3], word[:-3] + "e", word[:-4]):
                found = phrases.every([bare, *words[at + 1 : at + 3]], 0)
                yield from (Hit(kind, kinds["bare"], at, at + length) for length, kinds in found if "bare" in kinds)


def _to_us(words: Sequence[str], found: Sequence[Hit]) -> list[Hit]:
    """French "nous" before a verb of somebody else's is to whom it is done: "l'assureur nous enverra"."""
    first = {hit.first for hit in found if hit.kind == "first"}
    others = {hit.first for hit in found if hit.kind == "finite"} - first
    objects = set()
    for at, word in enumerate(words):
        after = next((k for k in range(at + 1, len(words)) if words[k] not in _FRENCH_OBJECTS), len(words))
        if word == "nous" and after in others and not words[after].endswith("ons"):
            objects.add(at)
    kept = [hit for hit in found if not (hit.kind == "ours" and hit.first in objects)]
    return kept + [Hit("us", "us", at, at + 1) for at in sorted(objects)]


def _arabic(words: Sequence[str]) -> Iterator[Hit]:
    for at, word in enumerate(words):
        if verb := arabic.verb(word):
            yield Hit("first" if verb.ours else "finite", verb.what, at, at + 1)
            if verb.future:
                yield Hit("aux", "aux", at, at + 1)
            if verb.toward:
                yield Hit(verb.toward, verb.toward, at, at + 1)
        elif arabic.future(word):
            yield Hit("first", "other", at, at + 1)
            yield Hit("aux", "aux", at, at + 1)


def _cuts(said: Sequence[Token], hits: Sequence[Hit], timed: set[int]) -> set[int]:
    signs = {
        at + 1 for at, token in enumerate(said) if token.kind == "sign" and token.word in _CUTS and at not in timed
    }
    joined = {hit.first for hit in hits if hit.kind == "first" and said[hit.first].word[:2] in _AND_WE}
    return signs | joined | {hit.first for hit in hits if hit.kind == "conj"}


def _clause(
    said: Sequence[Token],
    first: int,
    last: int,
    hits: Sequence[Hit],
    pieces: Sequence[Piece],
    timed: set[int],
    language: str,
) -> Clause:
    inside = tuple(hit for hit in hits if first <= hit.first < last)
    inside += tuple(_split(said, first, last, language))
    light = {at for hit in inside if hit.kind in {"conj", "finish"} for at in range(hit.first, hit.last)} | timed
    other = sum(1 for at in range(first, last) if said[at].kind == "word" and at not in light)
    return Clause(first, last, inside, tuple(p for p in pieces if first <= p.first < last), other)


def _split(said: Sequence[Token], first: int, last: int, language: str) -> Iterator[Hit]:
    """Verbs whose second part stands further on in the clause: "ruft … an", "komt … langs"."""
    verbs = _parted(language)
    words = [said[at].word for at in range(first, last)]
    for at, word in enumerate(words):
        for behind, what in verbs.get(word, ()):
            if behind[0] in words[at + 1 :] and _follows(words, at + 1, behind):
                yield Hit("finite", what, first + at, first + at + 1)


def _follows(words: Sequence[str], at: int, behind: Sequence[str]) -> bool:
    length = len(behind)
    return any(tuple(words[k : k + length]) == behind for k in range(at, len(words) - length + 1))


@cache
def _parted(language: str) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for words, what in book(__package__, language).valued("split"):
        found.setdefault(words[0], []).append((words[1:], what))
    return found


@cache
def abbreviations(language: str) -> frozenset[str]:
    """Words that a stop follows within a sentence."""
    return _of_kind(book(__package__, language), "abbreviation")


@cache
def months(language: str) -> frozenset[str]:
    """What months are called."""
    return _of_kind(book("cha.language.moments", language), "month")


def _of_kind(phrases: Phrasebook, kind: str) -> frozenset[str]:
    return frozenset(words[0] for words in phrases.of(kind) if len(words) == 1)
