"""What a clause promises to do, when it promises anything: a verb of ours, or of somebody of the house, for the person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cha.language.moments import Token
from cha.promises.understanding.promising.clauses import Clause, Hit

_VERBS: Final = ("first", "finite", "bare", "done", "receive")
_NEAR: Final = 2
_FUTURE_ENDS: Final = {"es": ("ré", "remos"), "fr": ("rai", "rons")}
_LEADING: Final = frozenset("bij aan naar voor van met door tot".split())
_NO_FUTURE: Final = frozenset({"vrai", "larrons", "environs", "demain", "forêt"})


@dataclass(frozen=True, slots=True)
class Act:
    """what: of a vow. weak: it is not plain who does it. soon: a time is said that is none. stands_alone: without a time it
    is still a promise. joins: without a time it is part of what was promised before. named: by a noun alone. general: to nobody in particular."""

    what: str
    weak: bool
    soon: bool
    stands_alone: bool
    joins: bool
    named: bool = False
    general: bool = False


def act_of(clause: Clause, said: Sequence[Token], language: str, *, ours: bool) -> Act | None:
    """What the clause promises; None where it denies, asks for something, tells of the past or of others.

    ours: the clause before it speaks of us, and this one goes on.
    """
    if clause.has("not", "stop") or (clause.has("outside") and not clause.has("ours", "first")):
        return None
    verbs = _verbs(clause, said, language)
    mine = clause.has("ours", "house") or any(verb.kind == "first" for verb in verbs)
    if clause.has("saying") and clause.has("outside"):
        return None
    if not verbs:
        return _named(clause) or _unknown(clause, said, language)
    if clause.has("request") and not any(hit.kind == "ours" for hit in clause.hits):
        return None
    verb = _chosen(verbs)
    if clause.has("perfect") and not clause.has("finish", "receive"):
        return None
    if any(hit.first < verb.first or not clause.has("aux") for hit in clause.of("past")):
        return None
    if clause.has("us") and not mine:
        return None
    towards = clause.has("you", "your", "thing", "receive")
    if not (mine or ours or towards) and not clause.pieces:
        return None
    marked = clause.has("aux") or _future(said, clause, language)
    soon = clause.has("soon")
    alone = soon or ((mine or towards) and (clause.has("condition", "hedge") or marked))
    return Act(
        _what(verb, clause, language),
        not (mine or ours or towards),
        soon,
        alone,
        not (mine and marked and clause.has("ours")),
    )


def _verbs(clause: Clause, said: Sequence[Token], language: str) -> list[Hit]:
    """The verbs that stand as a promise's: no verb of the person's, none behind a condition, no infinitive alone."""
    limit = min((hit.first for hit in clause.of("condition")), default=clause.last)
    asking = any(hit.value in {"answer", "check"} and hit.first < limit for hit in clause.of(*_VERBS))
    found = []
    for verb in clause.of(*_VERBS):
        if verb.first > limit and not asking and not (verb.kind == "first" and limit == clause.first):
            continue
        if verb.kind == "bare" and not _licensed(verb, clause):
            continue
        if verb.kind == "done" and not clause.has("passive"):
            continue
        if verb.kind != "receive" and _theirs(verb, clause, said, language):
            continue
        found.append(verb)
    return found


def _licensed(verb: Hit, clause: Clause) -> bool:
    if any(hit.first < verb.first for hit in clause.of("aux", "can", "hedge")):
        return True
    return any(0 <= verb.first - hit.last < _NEAR for hit in clause.of("ours"))


def _theirs(verb: Hit, clause: Clause, said: Sequence[Token], language: str) -> bool:
    """Whether the person is to do it: "you send", "u stuurt", "usted envía"."""
    if language not in {"en", "nl", "es"} or clause.has("ours", "first"):
        return False
    before = said[verb.first - 1].word if verb.first > clause.first else ""
    far = said[verb.first - 2].word if verb.first - 1 > clause.first else ""
    if language == "nl" and far in _LEADING:
        return False
    subjects = {"en": {"you", "you'll", "u"}, "nl": {"u", "je", "jij", "jullie"}, "es": {"usted", "ustedes"}}[language]
    return before in subjects or (far in subjects and language == "en")


def _chosen(verbs: Sequence[Hit]) -> Hit:
    """The first verb that says what; among those that begin at the same word the longest."""
    ordered = sorted(verbs, key=lambda verb: (verb.first, -verb.last, verb.value == "other"))
    named = [verb for verb in ordered if verb.value != "other"]
    return (named or ordered)[0]


def _what(verb: Hit, clause: Clause, language: str) -> str:
    things = [hit.value for hit in clause.of("thing")]
    if (
        verb.value in {"send", "other"}
        and things
        and "send" not in things
        and (verb.kind != "first" or language == "ar")
    ):
        return things[0] if things[0] != "check" else verb.value
    if verb.value == "send" and "refund" in things:
        return "refund"
    if verb.value == "visit" and "deliver" in things:
        return "deliver"
    return verb.value


def _named(clause: Clause) -> Act | None:
    """A promise without a verb: "callback from our side noted"."""
    things = clause.of("thing")
    if not things or not clause.has("house", "ours", "noted", "your") or clause.has("past", "request", "habit"):
        return None
    return Act(things[0].value, False, False, False, True, named=True)


def _unknown(clause: Clause, said: Sequence[Token], language: str) -> Act | None:
    """A verb that no list holds, where the first person and a future say that it is promised."""
    if clause.has("past", "request", "condition", "saying"):
        return None
    if clause.has("aux") and clause.has("ours"):
        return Act("other", False, clause.has("soon"), False, True)
    return Act("other", False, clause.has("soon"), False, True) if _future(said, clause, language) else None


def _future(said: Sequence[Token], clause: Clause, language: str) -> bool:
    """Whether a word of the clause ends as a first person's future."""
    ends = _FUTURE_ENDS.get(language)
    if ends is None:
        return False
    words = (said[at].word for at in range(clause.first, clause.last) if said[at].kind == "word")
    plain = ("re", "remos") if language == "es" else ends
    return any(
        len(word) > 5 and word.endswith(plain) and word not in _NO_FUTURE and _verbal(word, language) for word in words
    )


def _verbal(word: str, language: str) -> bool:
    if language == "fr":
        return True
    return word.endswith(("are", "ere", "ire", "dre", "remos")) and word not in {
        "siempre",
        "padre",
        "madre",
        "compadre",
    }
