"""Facts as this house looks for them: Cha's own patterns, but for those that are off, and the house's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from cha.people.looks import find
from cha.people.models.fact_pattern import FactPattern, patterns, put_off
from cha.promises.understanding import Understood, UnderstoodFact, understand
from cha.promises.understanding.facts import MOST_OF_A_KIND
from cha.promises.understanding.more_facts import more_facts


def understand_here(subject: str, text: str, *, language: str) -> Understood:
    """What a message says, with the facts that this house looks for. One query."""
    rows = patterns()
    read = understand(subject, text, language=language)
    whole = f"{subject}\n{text}"
    own = _own_facts(whole, rows)
    off = put_off(rows)
    built_in = [fact for fact in (*read.facts, *more_facts(whole, language=language)) if fact.kind not in off]
    return replace(read, facts=_together(own, built_in))


def _own_facts(text: str, rows: Sequence[FactPattern]) -> list[UnderstoodFact]:
    found = []
    for row in rows:
        if row.active and row.how != FactPattern.How.BUILT_IN:
            hits = list(find(row.look, text))[:MOST_OF_A_KIND]
            found += [UnderstoodFact(row.kind, _as_kept(row.kind, hit.value), (hit.start, hit.end)) for hit in hits]
    return found


def _as_kept(kind: str, value: str) -> str:
    """Order numbers are kept in capitals, however they are written."""
    return value.upper() if kind == "order" else value


def _together(own: Iterable[UnderstoodFact], built_in: Iterable[UnderstoodFact]) -> tuple[UnderstoodFact, ...]:
    """Each value once; words that two claim go to the house's pattern, then to the first."""
    kept: list[UnderstoodFact] = []
    for fact in (*own, *built_in):
        free = all(fact.span[1] <= other.span[0] or fact.span[0] >= other.span[1] for other in kept)
        known = any(fact.kind == other.kind and fact.value.casefold() == other.value.casefold() for other in kept)
        if free and not known:
            kept.append(fact)
    by_kind = sorted(sorted(kept, key=lambda fact: fact.span), key=lambda fact: fact.kind)
    few = [fact for _kind, group in groupby(by_kind, lambda fact: fact.kind) for fact in list(group)[:MOST_OF_A_KIND]]
    return tuple(sorted(few, key=lambda fact: fact.span))
