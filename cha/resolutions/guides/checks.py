"""What is checked before a guide goes out. An error keeps it back; advice does not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from cha.resolutions.guides.flow import SAID, Flow, Step, Suggestion

MOST_WORDS: Final = 22
_SENTENCE: Final = re.compile(r"[^.!?…؟。]+[.!?…؟。]*")
# What people have often told already, and how it is asked for again.
_ASKED: Final = {
    "the order number": r"order\s*(?:number|no\.?)|bestelnummer",
    "the address": r"address|adres",
    "the telephone number": r"(?:tele)?phone|telefoon\w*",
    "the mail address": r"e-?mail(?:\s*address|adres)?",
    "the name": r"your name|uw naam|je naam",
}
Judge = Callable[[Suggestion], Literal["may", "ask", "no", ""]]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at. `tone`: error, advice or fine. `step`: the key of the step it is about, or "".

    `title` names it in short, `words` says what it means.
    """

    code: str
    tone: Literal["error", "advice", "fine"]
    title: str
    words: str = ""
    step: str = ""


def check(flow: Flow, *, languages: Sequence[str] = (), judge: Judge | None = None) -> tuple[Check, ...]:
    """Everything that is looked at: what is wrong first, then advice, then what is fine.

    `languages`: those that people write in, the most used first. `judge` says of a suggestion whether the policy lets a
    member give it alone ("may"), lets somebody above ("ask") or nobody ("no"); "" where nobody can tell.
    """
    found = [*_ways_on(flow), *_loops(flow), *_unreachable(flow), *_asked_again(flow), *_long(flow)]
    found += [*_tongues(flow, languages), *_outside(flow, judge)]
    codes = {one.code for one in found}
    fine = [Check(code, "fine", title) for code, title in _FINE.items() if code not in codes]
    order = {"error": 0, "advice": 1, "fine": 2}
    return tuple(sorted([*found, *fine], key=lambda one: (order[one.tone], flow.number(one.step))))


_FINE: Final = {
    "end": "Every way comes to an end",
    "loop": "Nobody goes round in circles",
    "reach": "Every step can be reached",
    "asked": "Never asks what a person already told us",
    "long": f"No sentence is longer than {MOST_WORDS} words",
    "policy": "All that it offers is within the policy",
    "tongue": "Its words are there in the languages that people write in",
}


def errors(checks: Sequence[Check]) -> list[Check]:
    """What keeps it back."""
    return [one for one in checks if one.tone == "error"]


def _called(flow: Flow, step: Step) -> str:
    return f"Step {flow.number(step.key)}"


def _ways_on(flow: Flow) -> Iterator[Check]:
    if not flow.steps:
        yield Check("end", "error", "It has no step yet.", "Begin with a question.")
    for step in flow.steps:
        name = _called(flow, step)
        if not step.turns or any(not turn.to for turn in step.turns):
            words = "Somebody would hang there."
            yield Check("end", "error", f"{name} has no end.", words, step.key)
        for turn in step.turns:
            if turn.to and not turn.end and flow.step(turn.to) is None:
                words = f"There is no step [{turn.to}]."
                yield Check("end", "error", f"{name} leads nowhere.", words, step.key)
        labels = [turn.label.casefold() for turn in step.turns]
        if len(set(labels)) < len(labels):
            yield Check("twice", "error", f"{name} has an answer twice.", "Nobody knows which one counts.", step.key)


def _after(flow: Flow, step: Step) -> list[Step]:
    return [found for turn in step.turns if (found := flow.step(turn.to)) is not None]


def _loops(flow: Flow) -> Iterator[Check]:
    """Steps from which no end, and nothing that is told otherwise, is ever reached."""
    out = {step.key for step in flow.steps if not step.turns or any(not _leads(flow, turn.to) for turn in step.turns)}
    while more := {s.key for s in flow.steps if s.key not in out and any(a.key in out for a in _after(flow, s))}:
        out |= more
    caught = [step for step in flow.steps if step.key not in out]
    if caught:
        words = "From there one comes round to it again, and never out."
        yield Check("loop", "error", f"{_called(flow, caught[0])} has no way out.", words, caught[0].key)


def _leads(flow: Flow, to: str) -> bool:
    return flow.step(to) is not None


def _unreachable(flow: Flow) -> Iterator[Check]:
    seen: set[str] = set()
    todo = list(flow.steps[:1])
    while todo:
        step = todo.pop()
        if step.key not in seen:
            seen.add(step.key)
            todo += _after(flow, step)
    for step in flow.steps:
        if step.key not in seen:
            yield Check(
                "reach", "advice", f"{_called(flow, step)} is never reached.", "No answer leads to it.", step.key
            )


def _asked_again(flow: Flow) -> Iterator[Check]:
    for step in flow.steps:
        if step.kind not in SAID and step.kind != "ask":
            continue
        for words in (step.words, *(words for _language, words in step.tongues)):
            told = next((name for name, how in _ASKED.items() if _asks(words, how)), "")
            if told and not step.known:
                title = f"{_called(flow, step)} asks for {told}."
                yield Check(
                    "asked", "advice", title, "Often it was told already. Let it be known from a fact.", step.key
                )
                break


def _asks(words: str, how: str) -> bool:
    begin = r"(?:what(?:'|’)?s?(?:\s+is)?|which|tell\s+us|give\s+us|send\s+us|may\s+we\s+have|wat\s+is|welk\w*)"
    return re.search(rf"\b{begin}\b[^.!?]{{0,30}}\b(?:{how})\b", words, re.IGNORECASE) is not None


def _long(flow: Flow) -> Iterator[Check]:
    for step in flow.steps:
        texts = (step.words, step.because, step.instead, *(words for _language, words in step.tongues))
        longest = max((len(one.split()) for text in texts for one in _SENTENCE.findall(text)), default=0)
        if longest > MOST_WORDS:
            title = f"{_called(flow, step)} has a sentence of {longest} words."
            yield Check("long", "advice", title, f"Up to {MOST_WORDS} are read at once.", step.key)


def _tongues(flow: Flow, languages: Sequence[str]) -> Iterator[Check]:
    wanted = [one for one in languages if one != flow.language]
    for step in flow.steps:
        missing = [one for one in wanted if step.kind in SAID and not _says(step, one)]
        if missing:
            title = f"{_called(flow, step)} has no words in: {', '.join(missing)}."
            yield Check("tongue", "advice", title, "People write in it.", step.key)


def _says(step: Step, language: str) -> bool:
    """Whether a step, and every way of it, has words in a language."""
    return bool(step.said_in(language)) and all(language in {one[0] for one in way.tongues} for way in step.ways)


def _outside(flow: Flow, judge: Judge | None) -> Iterator[Check]:
    for step in flow.steps:
        verdicts = [(way, judge(way) if judge else "") for way in step.ways]
        for way, verdict in verdicts:
            title = f"{_called(flow, step)} offers “{way.words}”."
            if verdict == "no":
                yield Check("policy", "error", title, "The policy says that this is never given.", step.key)
            elif verdict == "ask":
                yield Check("policy", "advice", title, "Above what a member may decide: it asks for a yes.", step.key)
