"""One function folds and cuts text for search. SQLite's FTS5 and PostgreSQL's tsvector index the same tokens.

A token holds only letters and ASCII digits, at most `LONGEST` characters, so that both engines take it verbatim as one
word: FTS5 with `unicode61 remove_diacritics 0`, PostgreSQL by a cast (`document(…)::tsvector`, `tsquery(…)::tsquery`),
which parses nothing. (`to_tsvector` does too, but for words such as 9e1b, which it reads as a number.)

- Words: folded (café → cafe, Straße → strasse, أحمد → احمد, ё → е).
- Compounds (o'brien, t-shirt, ana@mail.example, JL-2041, jl2041): whole without joints, and each part.
- Umlauts: both muller and mueller. Arabic words with the article: with and without it.
- Phone numbers: whole, and their last eight digits, so that +32 9 223 45 67 and 09 223 45 67 meet.
- Scripts without spaces: overlapping pairs, and the last character alone, so that every character begins a token.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Final

from cha.language.letters import JOINERS, cased, plain, spelt_out, unspaced

MOST_TOKENS: Final = 20_000
MOST_TERMS: Final = 16
LONGEST: Final = 64
_LONGEST_TEXT: Final = 200_000
_LONGEST_QUERY: Final = 500

_JOINTS: Final = re.compile(r"['\-._@/+&]+")
_EDGES: Final = "".join(JOINERS)
_LETTERS_AND_DIGITS: Final = re.compile(r"[0-9]+|[^0-9]+")
_PHONE: Final = re.compile(r"(?<![\w+])(?:\+|0)[0-9](?:[ ()./-]{0,2}[0-9]){6,14}(?![0-9])")
_ARTICLE: Final = re.compile(r"^(?:[وفبك]?ال|لل)(?=.{3})")


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that a query asks for: any of `ways` will do, and all words of a way must be there.

    prefix: the last word of each way may be the beginning of a longer one.
    """

    ways: tuple[tuple[str, ...], ...]
    prefix: bool = False


def tokens(text: str) -> list[str]:
    """The search words of a document, in order, at most `MOST_TOKENS`."""
    return list(islice(_document_tokens(text[:_LONGEST_TEXT]), MOST_TOKENS))


def document(text: str) -> str:
    """`tokens(text)` with spaces between: what both engines index."""
    return " ".join(tokens(text))


def query_tokens(text: str) -> list[Term]:
    """What `text` asks for, at most `MOST_TERMS` terms. All terms must match."""
    folded = cased(text[:_LONGEST_QUERY])
    phones = [_phone_ways(found) for found in _phones(folded)]
    rest = _PHONE.sub(" ", plain_digits(folded)) if phones else folded
    terms = [Term(ways) for ways in phones]
    for word in rest.split():
        terms.extend(_word_terms(word))
    return list(dict.fromkeys(terms))[:MOST_TERMS]


def fts5_query(text: str, prefix_last: bool = True) -> str:
    """A MATCH expression for FTS5; where nothing can be asked, the empty phrase, which finds nothing."""
    return _expression(text, prefix_last, '"{}"', '"{}"*', " AND ", " OR ") or '""'


def tsquery(text: str, prefix_last: bool = True) -> str:
    """A text to cast with `::tsquery` (or for `to_tsquery('simple', …)`); "", which finds nothing, where nothing can be
    asked."""
    return _expression(text, prefix_last, "'{}'", "'{}':*", " & ", " | ")


def _expression(text: str, prefix_last: bool, exact: str, begins: str, both: str, either: str) -> str:
    terms = query_tokens(text)
    if prefix_last and terms and not text[-1:].isspace():
        terms[-1] = Term(terms[-1].ways, prefix=True)
    return both.join(_ways(term, exact, begins, both, either) for term in terms)


def _ways(term: Term, exact: str, begins: str, both: str, either: str) -> str:
    ways = []
    for words in term.ways:
        last = begins if term.prefix else exact
        spelt = [exact.format(word) for word in words[:-1]] + [last.format(words[-1])]
        ways.append(f"({both.join(spelt)})")
    return f"({either.join(ways)})"


def plain_digits(folded: str) -> str:
    """`folded` with the digits of every script as ASCII; nothing else changes."""
    return folded if folded.isascii() else "".join(plain(c) if c.isdecimal() else c for c in folded)


def _phones(folded: str) -> list[str]:
    return [re.sub(r"[^0-9]", "", found) for found in _PHONE.findall(plain_digits(folded))]


def _phone_ways(digits: str) -> tuple[tuple[str, ...], ...]:
    return ((digits,), (digits[-8:],)) if len(digits) > 8 else ((digits,),)


def _document_tokens(text: str) -> Iterator[str]:
    folded = cased(text)
    for word in folded.split():
        yield from _tokens_of_word(word) if len(word) <= LONGEST else _word_tokens(word)
    for digits in _phones(folded):
        yield from (way[0] for way in _phone_ways(digits))


@lru_cache(10_000)
def _tokens_of_word(word: str) -> tuple[str, ...]:
    """Kept: most of any text is words that were in the last one too."""
    return tuple(_word_tokens(word))


def _word_tokens(word: str) -> Iterator[str]:
    other = spelt_out(word)
    for spelling in (plain(word), other) if other else (plain(word),):
        for compound in _compounds(spelling):
            yield from _compound_tokens(compound)


def _compounds(spelling: str) -> Iterator[str]:
    """The stretches of one kind in a plain word: spaced scripts with their joints, or unspaced ones without."""
    for piece in spelling.split():
        stripped = piece.strip(_EDGES)
        if stripped and stripped.isascii():
            yield stripped
            continue
        start = 0
        for end in range(1, len(stripped) + 1):
            if end == len(stripped) or unspaced(stripped[end]) != unspaced(stripped[start]):
                if found := stripped[start:end].strip(_EDGES):
                    yield found
                start = end


def _compound_tokens(compound: str) -> Iterator[str]:
    if unspaced(compound[0]):
        yield from _pairs(compound)
        yield compound[-1]
        return
    whole, parts = _whole_and_parts(compound)
    yield whole
    if len(parts) > 1:
        yield from parts
    for part in parts:
        yield from _without_article(part)


def _whole_and_parts(compound: str) -> tuple[str, list[str]]:
    """The compound without its joints, and its parts; letters and digits part as well (jl2041 → jl, 2041)."""
    stretches = _JOINTS.split(compound)
    parts = [part[:LONGEST] for stretch in stretches for part in _LETTERS_AND_DIGITS.findall(stretch)]
    mixed = [s[:LONGEST] for s in stretches if len(stretches) > 1 and len(_LETTERS_AND_DIGITS.findall(s)) > 1]
    return "".join(stretches)[:LONGEST], [*mixed, *parts]


def _pairs(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)]


def _without_article(word: str) -> Iterator[str]:
    bare = _ARTICLE.sub("", word)
    if bare != word:
        yield bare


def _word_terms(word: str) -> Iterator[Term]:
    other = spelt_out(word)
    spellings = [list(_compounds(s)) for s in ((plain(word), other) if other else (plain(word),))]
    for compounds in zip(*spellings, strict=True):
        if unspaced(compounds[0][0]):
            yield from _unspaced_terms(compounds[0])
        else:
            yield Term(tuple(dict.fromkeys(way for compound in compounds for way in _compound_ways(compound))))


def _unspaced_terms(run: str) -> Iterable[Term]:
    if len(run) == 1:
        return [Term(((run,),), prefix=True)]
    return [Term(((pair,),)) for pair in _pairs(run)]


def _compound_ways(compound: str) -> Iterator[tuple[str, ...]]:
    """Whole, or all parts anywhere. Single letters (l'homme, t-shirt) say too little to be asked for."""
    whole, parts = _whole_and_parts(compound)
    yield (whole,)
    telling = tuple(dict.fromkeys(part for part in parts if len(part) > 1 or part.isdigit()))
    if len(parts) > 1 and telling:
        yield telling
    for bare in _without_article(whole):
        yield (bare,)
