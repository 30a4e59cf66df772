"""When nothing is found: ways on that do lead somewhere, each tried before it is offered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Final

from django.utils.translation import gettext as _

from cha.conversations.filters import Filter
from cha.conversations.search.asking import asked as split_words
from cha.conversations.search.messages import exists
from cha.workspace.crowd.chips import clause_words, field_words
from cha.workspace.finding.asked import Question
from cha.workspace.finding.spellings import others

WAYS: Final = 3
TRIED: Final = 12
_SHORTEST: Final = 3


def ways(asked: Question) -> list[tuple[str, str]]:
    """At most three ways on: a label and a page. A clause less, one word alone, other letters, a shorter beginning."""
    found = (
        (label, asked.without(other))
        for label, other in islice(_guesses(asked), TRIED)
        if other and exists(split_words(other.words), asked.narrowed(other), by=asked.by)
    )
    return list(islice(found, WAYS))


def _guesses(asked: Question) -> Iterator[tuple[str, Filter]]:
    filter = asked.filter
    for clause in filter.clauses:
        name = f"{field_words(clause)} {clause_words(clause)}"
        yield _("Without “%(filter)s”") % {"filter": name}, filter.without(clause)
    words = asked.words.words.split()
    if not words:
        return
    yield from _spelt(filter, " ".join(words))
    if len(words) > 1 or asked.words.phrases:
        if asked.words.phrases:
            yield _("Not in a row"), replace(filter, words=" ".join(words))
        for word in sorted(words, key=len, reverse=True)[:4]:
            yield _("Only “%(word)s”") % {"word": word}, replace(filter, words=word)
    for cut in (2, 3):
        word = max(words, key=len)[:-cut]
        if len(word) >= _SHORTEST:
            yield _("Beginning with “%(word)s”") % {"word": word}, replace(filter, words=word)


def _spelt(filter: Filter, words: str) -> Iterator[tuple[str, Filter]]:
    for other in others(words):
        yield _("Did you mean “%(words)s”?") % {"words": other}, replace(filter, words=other)
