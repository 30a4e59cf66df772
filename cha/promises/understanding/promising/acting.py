"""What a clause promises to do: a verb of ours, or of somebody of the house, for the person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cha.language.moments import Token
from cha.promises.understanding.promising.clauses import Clause, Hit

_VERBS: Final = ("first", "finite", "bare", "done", "receive")
_NEAR: Final = 2
_ARTICLES: Final = frozenset(
    ["het", "dat", "dit", "das", "dies", "le", "la", "les", "l'", "lo", "los", "las", "this", "that"]
)
_ENDS: Final = frozenset({"by", "before", "within"})
_HAVE: Final = frozenset({"habe", "haben", "hat", "hab"})
_PARTICIPLE: Final = re.compile(
    r"(?:|an|ab|auf|aus|bei|ein|mit|nach|vor|zu|zuruck|weiter|vorbei)ge[a-z]{3,}(?:t|en)|[a-z]{3,}iert"
)
_TO_SOMEBODY: Final = frozenset({"answer", "call", "send", "deliver", "refund", "visit"})
_FUTURE_ENDS: Final = {"es": ("ré", "remos"), "fr": ("rai", "rons")}
_LEADING: Final = frozenset({"bij", "aan", "naar", "voor", "van", "met", "door", "tot"})
_NO_FUTURE: Final = frozenset({"vrai", "larrons", "environs", "demain", "forêt"})


@dataclass(frozen=True, slots=True)
class Act:
    """One thing to be done.

    what: of a vow. weak: it is not plain who does it. soon: a time is said that is none. stands_alone: without a
    time it is still a promise. joins: without a time it is part of what was promised before. named: by a noun alone.
    general: to nobody in particular. policy: it may be said of anybody, whatever the day. idle: nothing of the
    person's is named, so the house may do it for itself ("on Friday we paint the front").
    """

    what: str
    weak: bool
    soon: bool
    stands_alone: bool
    joins: bool
    named: bool = False
    general: bool = False
    policy: bool = False
    idle: bool = False


def act_of(clause: Clause, said: Sequence[Token], language: str, *, ours: bool) -> Act | None:
    """What the clause promises; None where it denies, asks for something, tells of the past or of others.

    ours: the clause before it speaks of us, and this one goes on.
    """
    if _nobodys(clause):
        return None
    verbs = _verbs(clause, said, language)
    if not verbs:
        return _named(clause) or _unknown(clause, said, language)
    verb = _chosen(verbs)
    mine = clause.has("ours", "house") or any(each.kind == "first" for each in verbs) or _of_ours(clause, verb, said)
    if _another(clause, verb, mine=mine) or _told(clause, said, language):
        return None
    if _says_little(clause, verb):
        mine = ours = False
    towards = clause.has("you", "your", "thing", "receive")
    idle = verb.value == "other" and not (towards or clause.has("finish") or _it(clause, said))
    weak = not (mine or ours or towards) or (not mine and _of_yours(clause, verb, said, language))
    if weak and not clause.pieces:
        return None
    marked, soon = clause.has("aux") or _future(said, clause, language), clause.has("soon")
    return Act(
        _what(verb, clause, language, verbs),
        weak,
        soon,
        soon or ((mine or towards) and (clause.has("condition", "hedge") or marked)),
        not (mine and marked and clause.has("ours")),
        general=not (mine or ours or clause.has("you", "your", "receive")),
        idle=idle,
        policy=not clause.has("you", "your", "it", "aux", "soon", "receive") and not marked,
    )


def _nobodys(clause: Clause) -> bool:
    """Whether it denies, says what cannot be promised, or tells of others outside."""
    if clause.has("not", "stop") or (clause.hedges_on() and not clause.pieces):
        return True
    return clause.has("outside") and (clause.has("saying") or not clause.has("ours", "first"))


def _of_yours(clause: Clause, verb: Hit, said: Sequence[Token], language: str) -> bool:
    """Whether it may be somebody of the person's who does it: "your accountant is sending you the form"."""
    if verb.kind not in {"finite", "bare"} or verb.value not in _TO_SOMEBODY:
        return False
    things = {hit.first for hit in clause.of("thing")}
    if language == "ar":
        before = verb.first - 1
        known = {hit.first for hit in clause.of("thing", "your", "you", "plain")}
        return before >= clause.first and before not in known and said[before].word.endswith(("ك", "كم"))
    verbs = {at for hit in clause.of(*_VERBS) for at in range(hit.first, hit.last)}
    owned = [hit for hit in clause.of("your") if hit.last < clause.last and hit.first not in verbs]
    owners = {hit.first for hit in owned if hit.last not in things | verbs}
    told = any(hit.first not in owners | verbs for hit in clause.of("you"))
    return len(owners) > 1 or (bool(owners) and told)


def _another(clause: Clause, verb: Hit, *, mine: bool) -> bool:
    """Whether the clause is another thing than a promise: a request, the past, an event, the person's to do."""
    if clause.has("request") and not clause.has("ours"):
        return True
    if clause.has("perfect") and not clause.has("finish", "receive"):
        return True
    if any(hit.first < verb.first or not clause.has("aux") for hit in clause.of("past")):
        return True
    if _to_us(clause):
        return True
    return not mine and (clause.has("us") or any(hit.first == verb.first for hit in clause.of("ending")))


def _told(clause: Clause, said: Sequence[Token], language: str) -> bool:
    """Whether it is told or asked by its form: German "wir haben Sie am Freitag angerufen", Arabic "أرسل لنا"."""
    if language == "ar":
        return clause.has("us") and not clause.has("ours", "you", "your", "receive", "aux")
    if language != "de" or any(piece.mark in _ENDS or piece.length for piece in clause.pieces):
        return False
    words = {said[at].word for at in range(clause.first, clause.last)}
    return not _HAVE.isdisjoint(words) and any(_PARTICIPLE.fullmatch(word) for word in words)


def _to_us(clause: Clause) -> bool:
    """Whether it is done to us by somebody else: "my colleague sends us the file". "Ons magazijn" is a place."""
    if clause.has("ours", "first", "you", "your", "receive"):
        return False
    places = {hit.first for hit in clause.of("house")}
    return any(hit.last not in places for hit in clause.of("us"))


def _it(clause: Clause, said: Sequence[Token]) -> bool:
    """Whether it is done to what was spoken of: "it", and no article ("le toit") that looks like it."""
    verbs = {hit.first for hit in clause.of(*_VERBS, "aux")}
    timed = {piece.first for piece in clause.pieces}
    return any(
        said[hit.first].word not in _ARTICLES or hit.last >= clause.last or hit.last in verbs | timed
        for hit in clause.of("it")
    )


def _of_ours(clause: Clause, verb: Hit, said: Sequence[Token]) -> bool:
    """Whether somebody of ours, whom no list knows, comes to do it: "irá nuestra perita a medir"."""
    known = {hit.first for hit in clause.hits}
    named = (hit.last for hit in clause.of("possessive"))
    told = clause.has("you", "your") or len({hit.first for hit in clause.of(*_VERBS)}) > 1
    return (
        verb.value == "visit"
        and told
        and any(at < clause.last and at not in known and said[at].kind == "word" for at in named)
    )


def _says_little(clause: Clause, verb: Hit) -> bool:
    """Whether the verb alone says nothing of the person's: "we make", "wir halten"."""
    light = verb.value == "other" and any(hit.first == verb.first for hit in clause.of("light"))
    return light and not clause.has("you", "your", "thing", "it", "finish")


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
    if verb.first == clause.first and any(hit.first == verb.last for hit in clause.of("you")):
        return True
    return any(0 <= verb.first - hit.last < _NEAR for hit in clause.of("ours"))


def _theirs(verb: Hit, clause: Clause, said: Sequence[Token], language: str) -> bool:
    """Whether the person is to do it: "you send", "u stuurt", "usted envía"."""
    if language not in {"en", "nl", "es", "de"} or clause.has("ours", "first"):
        return False
    before = said[verb.first - 1].word if verb.first > clause.first else ""
    far = said[verb.first - 2].word if verb.first - 1 > clause.first else ""
    if language == "nl" and far in _LEADING:
        return False
    if language == "de":
        return before == "sie" and said[verb.first].word.endswith("en") and not clause.has("house")
    subjects = {"en": {"you", "you'll", "u"}, "nl": {"u", "je", "jij", "jullie"}, "es": {"usted", "ustedes"}}[language]
    return before in subjects or (far in subjects and language == "en")


def _chosen(verbs: Sequence[Hit]) -> Hit:
    """The first verb that says what; among those that begin at the same word the longest."""
    ordered = sorted(verbs, key=lambda verb: (verb.first, -verb.last, verb.value == "other"))
    named = [verb for verb in ordered if verb.value != "other"]
    return (named or ordered)[0]


def _what(verb: Hit, clause: Clause, language: str, verbs: Sequence[Hit]) -> str:
    """The verb's own, unless what it is done to says more: "send the refund", "bei Ihnen" of a washing machine."""
    thing = next((hit.value for hit in clause.of("thing")), "")
    told = verb.kind != "first" or language == "ar"
    if verb.value in {"visit", "deliver"} and {"visit", "deliver"} <= {
        each.value for each in verbs if each.first == verb.first
    }:
        return "visit" if clause.has("house") and thing != "deliver" else "deliver"
    if verb.value == "send" and any(hit.value == "refund" for hit in clause.of("thing")):
        return "refund"
    if verb.value == "send" and told and thing in {"answer", "deliver"} and not _named_too(clause):
        return thing
    if verb.kind == "receive" and thing == "replace":
        return thing
    if verb.value == "deliver" and thing == "answer":
        return thing
    if verb.value == "other" and told and thing in {"refund", "send", "deliver", "answer"}:
        return "refund" if thing == "refund" else thing if verb.kind == "receive" else _by_thing(thing, clause)
    return "deliver" if verb.value == "visit" and any(h.value == "deliver" for h in clause.of("thing")) else verb.value


def _by_thing(thing: str, clause: Clause) -> str:
    """What a verb that may mean anything means to a thing."""
    return thing if clause.has("aux") and not clause.has("done", "finite", "bare") else "other"


def _named_too(clause: Clause) -> bool:
    return any(hit.value == "send" for hit in clause.of("thing"))


def _named(clause: Clause) -> Act | None:
    """A promise without a verb: "callback from our side noted"."""
    things = clause.of("thing")
    if not things or not clause.has("agent", "ours", "noted", "your") or clause.has("past", "request", "habit"):
        return None
    told = clause.has("perfect") or (clause.has("done") and not clause.has("passive", "aux"))
    if told and not clause.has("noted"):
        return None
    paid = things[0].value == "refund" and clause.has("passive") and clause.has("your", "you")
    weak = not (paid or clause.has("agent", "ours", "noted"))
    return Act(things[0].value, weak, False, False, True, named=True)


def _unknown(clause: Clause, said: Sequence[Token], language: str) -> Act | None:
    """A verb that no list holds, where the first person and a future say that it is promised."""
    if clause.has("past", "request", "condition", "saying", "perfect"):
        return None
    told = clause.has("you", "your", "thing") or _it(clause, said)
    if clause.has("aux") and clause.has("ours", "house"):
        being = any(hit.last < clause.last and said[hit.last].word == "be" for hit in clause.of("aux"))
        sure = clause.has("ours") and told
        return None if being else Act("other", not sure, clause.has("soon"), False, True)
    if _future(said, clause, language):
        return Act("other", not told, clause.has("soon"), False, True)
    return None


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
