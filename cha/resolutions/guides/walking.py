"""Walking a guide: a flow, the answers so far and what is known give where a walk stands. Pure, so that a member, a bot
or the person themselves can walk it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from cha.core.errors import Conflict, Invalid
from cha.resolutions.guides.flow import Flow, Step, Turn
from cha.resolutions.guides.knowing import Knowledge, known_turn

GONE_ON = "The guide has gone on meanwhile. Look at where it stands."


@dataclass(frozen=True, slots=True)
class Given:
    """An answer: by "known", "member", "bot" or "person"; `at` in ISO 8601. `said`, `source`: what was known, and from
    whom. `instead`: somebody answered although something else was known.
    """

    step: str
    answer: str
    by: str
    at: str = ""
    said: str = ""
    source: str = ""
    instead: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a walk is: the steps that are done with their answers, then a step that waits, or an end.

    `left`: the fewest steps from here to an end, with this one.
    """

    done: tuple[tuple[Step, Given], ...]
    at: Step | None
    end: str = ""
    left: int = 0

    @property
    def last_offer(self) -> Step | None:
        """The offer that it stands at, or passed last."""
        steps = [step for step, _given in self.done] + ([self.at] if self.at else [])
        return next((step for step in reversed(steps) if step.kind == "offer"), None)


def turn_of(step: Step, label: str) -> Turn | None:
    """The answer with these words."""
    return next((turn for turn in step.turns if turn.label == label), None)


def standing(flow: Flow, answers: Sequence[Given]) -> Standing:
    """Follow the answers from the first step as far as they lead. What does not follow is left aside."""
    done: list[tuple[Step, Given]] = []
    at = flow.steps[0] if flow.steps else None
    for given in answers:
        turn = turn_of(at, given.answer) if at and at.key == given.step else None
        if at is None or turn is None:
            break
        done.append((at, given))
        if turn.end:
            return Standing(tuple(done), None, turn.end)
        at = flow.step(turn.to)
    return Standing(tuple(done), at, left=_left(flow, at))


def go_on(flow: Flow, answers: Sequence[Given], knowledge: Knowledge, at: str = "") -> tuple[Given, ...]:
    """The answers with those that are known behind them, up to a step that somebody has to answer.

    Nothing is answered by itself twice in a walk, so that a loop comes to rest.
    """
    given = list(answers)
    while (here := standing(flow, given)).at is not None:
        step = here.at
        turn = known_turn(step, knowledge)
        if turn is None or turn.end or any(one.key == step.key for one, _given in here.done):
            break
        known = knowledge[step.known]
        given.append(Given(step.key, turn.label, "known", at, known.said or known.value, known.source))
    return tuple(given)


def answered(
    flow: Flow,
    answers: Sequence[Given],
    key: str,
    label: str,
    knowledge: Knowledge,
    *,
    by: str = "member",
    at: str = "",
) -> tuple[Given, ...]:
    """The answers after this one: the step that waits goes on; at one that is done, what came later falls away.

    The same answer once more changes nothing. Raises Invalid for an answer that the step does not have, Conflict where
    the walk never came to the step.
    """
    here = standing(flow, answers)
    step = flow.step(key)
    if step is None:
        raise Conflict(GONE_ON, code="gone_on")
    turn = turn_of(step, label)
    if turn is None:
        raise Invalid("Choose one of the answers.", field="answer")
    given = [one for _step, one in here.done]
    if here.at is None or here.at.key != key:
        place = _place(given, key)
        if given[place].answer == label:
            return tuple(answers)
        given = given[:place]
    instead = bool(found := known_turn(step, knowledge)) and found != turn
    given.append(Given(key, label, by, at, instead=instead))
    return go_on(flow, given, knowledge, at)


def back_to(flow: Flow, answers: Sequence[Given], key: str) -> tuple[Given, ...]:
    """The answers up to this step, which then waits again. Raises Conflict where the walk never came to it."""
    here = standing(flow, answers)
    given = [one for _step, one in here.done]
    if here.at and here.at.key == key and not any(one.step == key for one in given):
        return tuple(given)
    return tuple(given[: _place(given, key)])


def step_back(flow: Flow, answers: Sequence[Given]) -> str:
    """The key of the step that somebody answered last, so what "back" goes back to; the first where nobody did."""
    done = standing(flow, answers).done
    said = [step.key for step, given in done if given.by != "known"]
    return said[-1] if said else done[0][0].key if done else ""


def _place(given: Sequence[Given], key: str) -> int:
    places = [place for place, one in enumerate(given) if one.step == key]
    if not places:
        raise Conflict(GONE_ON, code="gone_on")
    return places[-1]


def _left(flow: Flow, at: Step | None) -> int:
    """The fewest steps from here to an end, with this one; 0 where none is reached."""
    queue, seen = deque([(at, 1)] if at else []), {at.key} if at else set()
    while queue:
        step, count = queue.popleft()
        for turn in step.turns:
            if turn.end:
                return count
            after = flow.step(turn.to)
            if after and after.key not in seen:
                seen.add(after.key)
                queue.append((after, count + 1))
    return 0
