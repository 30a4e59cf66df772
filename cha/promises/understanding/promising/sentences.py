"""A draft in sentences: the writer's own, without quoted lines, quoted words and what stands below "wrote:"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from cha.language.moments import Token

_QUOTING: Final = frozenset(">|")
_OPENS: Final = {
    "“": "”",
    "«": "»",
    "„": "“”",
    '"': '"',
    "”": "”",
    "‘": "’",
    "‚": "‘’",
    "»": "«",
    "‹": "›",
    "›": "‹",
    "'": "'",
}
_LONGEST_QUOTE: Final = 80
MOST: Final = 120
_STOPS: Final = frozenset(".!?؟…")
_JOKES: Final = frozenset("😂🤣😜😝🙄😏😉😅🤡🦄🙃😹😆")
_HEADS: Final = frozenset({"original", "oorspronkelijk", "ursprungliche", "message d'origine", "mensaje", "forwarded"})
_WROTE: Final = frozenset({"wrote", "schreef", "schrieb", "ecrit", "escribio", "كتب", "writes"})


@dataclass(frozen=True, slots=True)
class Sentence:
    """said: its tokens. question: it ends with a question mark, or is one from `¿` on. joke: a face says so."""

    said: tuple[Token, ...]
    question: bool
    joke: bool


def sentences(said: Sequence[Token], abbreviations: frozenset[str], months: frozenset[str]) -> Iterator[Sentence]:
    """Every sentence of the writer's own, in order."""
    own = list(_own(said))
    begin = 0
    for at, token in enumerate(own):
        if token.kind == "line" or (
            token.kind == "sign" and token.word in _STOPS and _ends(own, at, abbreviations, months)
        ):
            yield from _sentence(own[begin : at + 1])
            begin = at + 1
        elif token.word == "¿":
            yield from _sentence(own[begin:at])
            begin = at
    yield from _sentence(own[begin:])


def _own(said: Sequence[Token]) -> Iterator[Token]:
    """The tokens outside quoted lines and quoted words. Where a quoted mail begins, the rest is left out."""
    line: list[Token] = []
    for token in (*said, None):
        if token is not None:
            line.append(token)
        if token is None or token.kind == "line":
            if _heads_quote(line):
                return
            if line and not (line[0].kind == "sign" and line[0].word in _QUOTING):
                yield from _unquoted(line)
            line = []


def _heads_quote(line: list[Token]) -> bool:
    words = [token.word for token in line if token.kind != "line"]
    if len(words) > 3 and words[0] == "-" and words[-1] == "-" and not _HEADS.isdisjoint(words):
        return True
    return (
        bool(words)
        and words[-1] == ":"
        and not _WROTE.isdisjoint(words[-6:])
        and any(c.isdigit() for c in "".join(words))
    )


def _unquoted(line: list[Token]) -> Iterator[Token]:
    at = 0
    while at < len(line):
        closing = _OPENS.get(line[at].word, "") if line[at].kind == "sign" else ""
        if closing == "'" and at and line[at - 1].end == line[at].start:
            closing = ""
        close = (
            next((k for k in range(at + 1, min(at + _LONGEST_QUOTE, len(line))) if line[k].word in closing), 0)
            if closing
            else 0
        )
        if close > at + 2:
            at = close + 1
            continue
        yield line[at]
        at += 1


def _ends(own: list[Token], at: int, abbreviations: frozenset[str], months: frozenset[str]) -> bool:
    """Whether a stop ends the sentence: not after "Dr" or "z", not in "12. Juni", not within "a.b"."""
    if own[at].word != "." or at == 0:
        return True
    before, after = own[at - 1], own[at + 1] if at + 1 < len(own) else None
    touching = before.end == own[at].start
    if touching and before.word in abbreviations and (after is None or after.kind != "line"):
        return False
    if after is not None and after.start == own[at].end and after.kind != "line":
        return after.kind == "sign"
    return not (after is not None and before.kind == "number" and after.word in months)


def _sentence(said: list[Token]) -> Iterator[Sentence]:
    """As one, or in stretches of `MOST`: what is read in a sentence grows with the square of its length."""
    for begin in range(0, len(said), MOST):
        yield from _stretch(said[begin : begin + MOST])


def _stretch(said: list[Token]) -> Iterator[Sentence]:
    words = [token for token in said if token.kind not in {"sign", "line"}]
    if words:
        last = "".join(token.word for token in said[-4:] if token.kind == "sign")
        question = "?" in last or "؟" in last or said[0].word == "¿"
        joke = any(token.word in _JOKES for token in said)
        yield Sentence(tuple(token for token in said if token.kind != "line"), question, joke)
