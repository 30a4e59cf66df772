"""Changes to a guide that the editor's small forms make. Pure: a flow in, a flow out.

What was written must be read again as it is: a flow that the text form cannot carry is refused (`kept`).
"""

from __future__ import annotations

from dataclasses import replace

from cha.core.errors import Invalid, NotFound
from cha.resolutions.guides.flow import ENDS, KINDS, Flow, Step, Turn
from cha.resolutions.guides.reading import read
from cha.resolutions.guides.writing import write


def kept(flow: Flow) -> Flow:
    """The flow, when its text says the same. Raises Invalid with what is wrong in it."""
    reading = read(write(flow))
    if reading.wrong:
        raise Invalid(reading.wrong[0].words, field="words")
    if reading.flow != flow:
        raise Invalid("Leave arrows, brackets and line breaks out of it.", field="words")
    return flow


def add_step(flow: Flow, kind: str, words: str) -> tuple[Flow, str]:
    """One more step at the end; its key. Raises Invalid."""
    if kind not in KINDS:
        raise Invalid("Choose what kind of step it is.", field="kind")
    numbers = {step.key for step in flow.steps}
    key = next(str(number) for number in range(len(flow.steps) + 1, 1000) if str(number) not in numbers)
    step = Step(key, kind, _line(words))
    return kept(replace(flow, steps=(*flow.steps, step))), key


def change_step(flow: Flow, key: str, *, kind: str, words: str, known: str = "") -> Flow:
    """Another kind, other words, another source. Raises Invalid, NotFound."""
    return _put(flow, replace(_step(flow, key), kind=kind, words=_line(words), known=_line(known)))


def say_in(flow: Flow, key: str, language: str, words: str) -> Flow:
    """A step's words in another language; none takes them out. Raises Invalid, NotFound."""
    step = _step(flow, key)
    others = tuple(one for one in step.tongues if one[0] != language)
    return _put(flow, replace(step, tongues=(*others, (language, _line(words))) if words.strip() else others))


def move_step(flow: Flow, key: str, by: int) -> Flow:
    """Up (-1) or down (1). At the edge nothing changes. Raises NotFound."""
    steps = list(flow.steps)
    place = steps.index(_step(flow, key))
    steps.insert(max(0, place + by), steps.pop(place))
    return replace(flow, steps=tuple(steps))


def drop_step(flow: Flow, key: str) -> Flow:
    """Without this step; answers that led to it lead nowhere until somebody says. Raises NotFound."""
    gone = _step(flow, key)
    steps = (step for step in flow.steps if step != gone)
    return replace(flow, steps=tuple(replace(step, turns=_without(step, key)) for step in steps))


def _without(step: Step, key: str) -> tuple[Turn, ...]:
    return tuple(replace(turn, to="") if turn.to == key else turn for turn in step.turns)


def add_turn(flow: Flow, key: str, label: str, to: str, when: str = "") -> Flow:
    """One more answer; with the same words as another, that one leads elsewhere now. Raises Invalid, NotFound."""
    step = _step(flow, key)
    turn = Turn(_line(label), _target(flow, to), tuple(part for part in map(str.strip, when.split(",")) if part))
    if any(one.label == turn.label for one in step.turns):
        turns = tuple(turn if one.label == turn.label else one for one in step.turns)
    else:
        turns = (*step.turns, turn)
    return _put(flow, replace(step, turns=turns))


def drop_turn(flow: Flow, key: str, label: str) -> Flow:
    """Without this answer. Raises NotFound."""
    step = _step(flow, key)
    return _put(flow, replace(step, turns=tuple(turn for turn in step.turns if turn.label != label)))


def _target(flow: Flow, to: str) -> str:
    if to and to.removeprefix("end:") not in ENDS and flow.step(to) is None:
        raise Invalid("Choose where it leads.", field="to")
    return to


def _line(words: str) -> str:
    return " ".join(words.split())


def _step(flow: Flow, key: str) -> Step:
    step = flow.step(key)
    if step is None:
        raise NotFound("There is no such step any more.")
    return step


def _put(flow: Flow, step: Step) -> Flow:
    return kept(replace(flow, steps=tuple(step if one.key == step.key else one for one in flow.steps)))
