"""Reads the promises of a member's own draft: text and a clock in, vows out. Never raises, never guesses silently."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from cha.core.hours import Hours
from cha.language.moments import Clock, Moment, Piece, base, moment_of, tokens
from cha.promises.understanding.promising.acting import Act, act_of
from cha.promises.understanding.promising.clauses import Clause, abbreviations, clauses, months
from cha.promises.understanding.promising.leftovers import unread
from cha.promises.understanding.promising.sentences import Sentence, sentences
from cha.promises.understanding.promising.vow import Vow
from cha.promises.understanding.promising.wording import worded

_SHORT_TAG: Final = 5
_BARE: Final = 2
_SHORT: Final = 4
_BRIEF: Final = 10
_DONE_BY: Final = ("first", "bare", "finite")
_DAYLESS: Final = frozenset({"since", "until"})


def promises_in(text: str, *, now: datetime, zone: str, language: str, hours: Hours | None = None) -> tuple[Vow, ...]:
    """Every promise in a draft, in order; doubtful ones are not `sure`.

    now: aware. zone: IANA name of the zone in whose days and hours the words are read (the person's). language: BCP 47.
    hours: of the channel; without them a day ends at 18:00.
    """
    clock, tongue = Clock(now, zone, hours, base(language)), base(language)
    said = tokens(text, tongue)
    found: list[Vow] = []
    days = spoken = False
    for sentence in sentences(said, abbreviations(tongue), months(tongue)):
        reading = _Sentence(sentence, text, clock)
        reading.of_person = spoken
        days = reading.other_days = days or reading.names_days()
        if found and reading.takes_back():
            found[-1] = replace(found[-1], sure=False, why=found[-1].why or "hedged")
        found += reading.vows()
        spoken = spoken or reading.speaks_of_person()
    return tuple(found)


@dataclass(slots=True)
class _Promise:
    """Clauses that say one promise, with the times that are its."""

    act: Act
    clause: Clause
    pieces: list[Piece] = field(default_factory=list)
    last: Clause | None = None


class _Sentence:
    def __init__(self, sentence: Sentence, text: str, clock: Clock) -> None:
        self.sentence, self.text, self.clock = sentence, text, clock
        self.clauses = clauses(sentence.said, clock.language)
        self.other_days = False
        self.of_person = False

    def speaks_of_person(self) -> bool:
        """Whether something of the person's is named in it."""
        return any(clause.has("your") for clause in self.clauses)

    def names_days(self) -> bool:
        """Whether a day is named in it that is not today."""
        days = (piece.day for clause in self.clauses for piece in clause.pieces)
        return any(day is not None and (day.kind, day.value) != ("offset", 0) for day in days)

    def takes_back(self) -> bool:
        """Whether it only says of what stands before it that it is not sure: "Promise it I cannot, though."."""
        brief = sum(clause.last - clause.first for clause in self.clauses) <= _BRIEF
        return brief and any(clause.has("unsure") and not clause.pieces for clause in self.clauses)

    def vows(self) -> list[Vow]:
        if any(clause.has("denial") for clause in self.clauses) or (self.sentence.question and not self._tagged()):
            return []
        others = any(clause.has("saying") and clause.has("outside") for clause in self.clauses)
        promises = [each for each in self._promises() if not others or each.clause.has("ours", "first")]
        made = [self._vow(promise) for promise in promises]
        return [vow for vow in made if vow is not None]

    def _tagged(self) -> bool:
        """Whether only a tag is asked: "…, is that all right?"."""
        last = self.clauses[-1]
        return len(self.clauses) > 1 and last.last - last.first <= _SHORT_TAG and not last.pieces

    def _promises(self) -> list[_Promise]:
        found: list[_Promise] = []
        pending: list[Piece] = []
        ours = False
        for clause in self.clauses:
            own = [piece for piece in clause.pieces if piece.mark not in _DAYLESS]
            act = act_of(clause, self.sentence.said, self.clock.language, ours=ours)
            ours = clause.has("ours", "first", "house") or (ours and not clause.has("outside"))
            if act is None or self._finishes(clause, found):
                pending = self._without_act(clause, own, found, pending)
            elif found and found[-1].act.named and (not own or all(_adds(found[-1].pieces, piece) for piece in own)):
                found[-1].pieces += own
                found[-1].act = replace(found[-1].act, weak=act.weak)
                found[-1].last = clause
            elif found and own and not found[-1].pieces and not act.soon and not self._begins(clause):
                found[-1].pieces += own
                before = found[-1].act
                found[-1].act = replace(before, weak=before.weak and act.weak, idle=before.idle and act.idle)
                found[-1].last = clause
            elif found and not own and not act.soon and act.joins and (found[-1].pieces or not self._begins(clause)):
                found[-1].last = clause
            else:
                found.append(_Promise(act, clause, [*(p for p in pending if _adds(own, p)), *own], last=clause))
                pending = []
        return found

    @staticmethod
    def _begins(clause: Clause) -> bool:
        """Whether it says anew who does something."""
        return clause.has("ours", "first", "aux", "house")

    @staticmethod
    def _finishes(clause: Clause, found: list[_Promise]) -> bool:
        """Whether it only says when what was promised will be done: "that is done by Wednesday"."""
        return bool(found) and not found[-1].pieces and bool(clause.pieces) and clause.has("finish")

    def _without_act(
        self, clause: Clause, own: list[Piece], found: list[_Promise], pending: list[Piece]
    ) -> list[Piece]:
        """A clause that promises nothing may still say when: before what is promised, or after it."""
        if not own or clause.has("past", "not", "condition", "stop", "outside", "request"):
            return pending
        if found and all(_adds(found[-1].pieces, piece) for piece in own):
            if clause.other > _SHORT and (found[-1].pieces or not clause.has("finish")):
                return []
            found[-1].pieces += own
            found[-1].last = clause
            return []
        bare = clause.other <= (_BARE if any(piece.day for piece in own) else 0)
        return [*pending, *own] if bare and not found else pending

    def _vow(self, promise: _Promise) -> Vow | None:
        clause, act = promise.clause, promise.act
        moment = moment_of(promise.pieces, self.clock) if promise.pieces else None
        if moment is None and (
            any(p.mark in _DAYLESS for p in clause.pieces) or not (act.stands_alone or self._on_condition())
        ):
            return None
        if self._no_promise(promise, moment):
            return None
        why = self._doubt(promise, moment)
        start, end = self._span(promise)
        by = moment.by if moment else None
        return Vow(
            act.what, worded(self.text, self.sentence.said, clause, promise.pieces), by, not why, why, start, end
        )

    def _on_condition(self) -> bool:
        return any(clause.has("condition") for clause in self.clauses)

    def _no_promise(self, promise: _Promise, moment: Moment | None) -> bool:
        clause = promise.clause
        choice = any(piece.choice for piece in promise.pieces)
        if choice and (clause.has("can") or any(other.has("can", "request") for other in self.clauses)):
            return True
        dated = moment is not None and moment.precision != "length" and any(p.day is not None for p in promise.pieces)
        lasting = promise.act.general and any(piece.length for piece in promise.pieces)
        if self._told(clause):
            return True
        general = lasting or (clause.has("habit") and not dated)
        return general or (moment is not None and moment.doubts[:1] == ("past",) and promise.act.weak)

    def _told(self, clause: Clause) -> bool:
        """Whether Spanish "llamamos" is of the past, as what follows is: "lo llamamos el viernes y nadie contestó"."""
        if self.clock.language != "es" or clause.has("aux"):
            return False
        both = any(self.sentence.said[hit.first].word.endswith(("amos", "imos")) for hit in clause.of("first"))
        return both and any(each.has("past") for each in self.clauses if each.first > clause.first)

    def _doubt(self, promise: _Promise, moment: Moment | None) -> str:
        clause, act = promise.clause, promise.act
        around = [each for each in self.clauses if each.hedges_on() or (each.has("hedge") and not each.has(*_DONE_BY))]
        reasons = {
            "hedged": clause.has("hedge", "habit") or bool(around) or self._taken_back(clause),
            "condition": any(self._conditional(each) for each in self.clauses),
            "can": clause.has("can"),
            "reported": clause.has("saying")
            or (not clause.has("ours", "first") and any(each.has("saying") for each in self.clauses)),
            "question": self.sentence.question,
            "humour": self.sentence.joke,
            "no_time": moment is None,
            moment.doubts[0] if moment and moment.doubts else "": bool(moment and moment.doubts),
            "choice": any(piece.choice for piece in promise.pieces),
            "subject": act.weak
            or (act.idle and not self._of_person(clause))
            or (act.policy and any(piece.length for piece in promise.pieces)),
            "which_day": self._which_day(promise),
            "time_unclear": unread(self.sentence.said, clause, promise.pieces, *self._place()),
        }
        return next((reason for reason, holds in reasons.items() if holds), "")

    def _place(self) -> tuple[str, str]:
        return self.clock.language, self.clock.zone

    def _taken_back(self, clause: Clause) -> bool:
        """Whether what is said with it or after it makes it unsure: "I'll be there at ten, but no promises"."""
        return any(each.has("unsure") for each in self.clauses if each.first >= clause.first)

    def _of_person(self, clause: Clause) -> bool:
        """Whether the draft has spoken of something of the person's before it."""
        return self.of_person or any(each.has("your") for each in self.clauses if each.first < clause.first)

    def _which_day(self, promise: _Promise) -> bool:
        """Whether only an hour is said and the draft names days too: "Tomorrow is fine. I'll call at 10"."""
        if any(piece.day or piece.length for piece in promise.pieces):
            return False
        return bool(promise.pieces) and self.other_days

    def _conditional(self, clause: Clause) -> bool:
        """Whether it makes a condition; after "let you know" and "look up", "if" means whether."""
        asking = [hit.first for hit in clause.of("first", "finite", "bare") if hit.value in {"answer", "check"}]
        return any(
            not (asking and asking[0] < hit.first and hit.last - hit.first == 1) for hit in clause.of("condition")
        )

    def _span(self, promise: _Promise) -> tuple[int, int]:
        said = self.sentence.said
        last = promise.last or promise.clause
        begins = [said[promise.clause.first].start, *(piece.start for piece in promise.pieces)]
        ends = [said[last.last - 1].end, *(piece.end for piece in promise.pieces)]
        return min(begins), max(ends)


def _adds(own: Sequence[Piece], piece: Piece) -> bool:
    """Whether a time says what others leave open: an hour where they name a day, a day where they name an hour."""
    if any(other.length for other in own) or (piece.length and own):
        return False
    if piece.day is not None and any(other.day is not None for other in own):
        return False
    return not (piece.minutes is not None and any(other.minutes is not None for other in own))
