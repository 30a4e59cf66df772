"""From words to a filter and back. Pure; no text breaks it: what is no clause stays words."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from cha.conversations.filters.fields import ALIASES, FIELDS, field_of, near, value_of
from cha.conversations.filters.values import Clause, Doubt, Filter

LONGEST: Final = 500
MOST_CLAUSES: Final = 20
AGAIN: Final = 6

_VALUE: Final = r'(?:"[^"]*"|[^\s",]+)'
_TOKEN: Final = re.compile(rf'(-?)([a-zA-Z][\w.-]*)[:：]({_VALUE}(?:,{_VALUE})*)|(-?"[^"]*"|[^\s"]+)')
_WORD: Final = re.compile(r'-?"[^"]*"|[^\s"]+')
_QUOTES: Final = str.maketrans("“”„«»＂", '""""""')
_EMPTY: Final = re.compile(r'"\s*"')
_BARE: Final = re.compile(r'[^\s",]+')


def parse(text: str) -> Filter:
    """The filter that a text says. The same clause twice is one; an unknown field or value is words, with a doubt."""
    read = _read(text[:LONGEST])
    # What is left of a clause that could not be read may make another with its neighbours: said, it must be the same.
    for _ in range(AGAIN):
        again = _read(said(read))
        if again == read:
            break
        read = replace(again, doubts=read.doubts)
    return read


def _read(text: str) -> Filter:
    text = _EMPTY.sub(" ", _paired(text.translate(_QUOTES)))
    words: list[str] = []
    clauses: dict[Clause, None] = {}
    doubts: list[Doubt] = []
    for token in _TOKEN.finditer(text):
        clause = _clause(token, doubts) if token[2] and len(clauses) < MOST_CLAUSES else None
        if clause:
            clauses[clause] = None
        else:
            words += [word for word in _WORD.findall(token[0]) if word.strip('-" ')]
    spelt = " ".join(" ".join(word.split()) for word in words)
    whole = " " if spelt and text[-1:].isspace() else ""
    return Filter(spelt + whole, tuple(clauses), tuple(doubts))


def said(filter: Filter) -> str:
    """A filter in words: clauses, then what is to be found. `parse` reads the same filter of it."""
    return " ".join([*(clause_said(clause) for clause in filter.clauses), *([filter.words] if filter.words else [])])


def clause_said(clause: Clause) -> str:
    """One clause in words: -tag:"wet box",late."""
    values = ",".join(value if _BARE.fullmatch(value) else f'"{value}"' for value in clause.values)
    return f"{'-' if clause.negated else ''}{clause.field}:{values}"


def _clause(token: re.Match[str], doubts: list[Doubt]) -> Clause | None:
    field = field_of(token[2])
    if field is None:
        if meant := near(token[2], (*FIELDS, *ALIASES)):
            doubts.append(Doubt("field", token[2], token[3], ALIASES.get(meant, meant)))
        return None
    given = [value.strip('"') for value in re.findall(_VALUE, token[3])]
    read = [value_of(field, value) for value in given]
    if "" in read:
        wrong = given[read.index("")]
        doubts.append(Doubt("value", field.name, wrong, near(wrong, field.values)))
        return None
    return Clause(field.name, tuple(dict.fromkeys(read)), bool(token[1]))


def _paired(text: str) -> str:
    """Without a last quote that nothing closes: somebody is still typing."""
    if text.count('"') % 2 == 0:
        return text
    before, _, after = text.rpartition('"')
    return before + after
