"""Writing a guide as the text that `reading` reads: the same guide gives the same text, so that versions can be laid
side by side.
"""

from __future__ import annotations

from collections.abc import Iterator

from cha.resolutions.guides.flow import ENDS, Flow, Step, Turn
from cha.resolutions.guides.ways import write_way, write_words


def write(flow: Flow) -> str:
    """The text of a guide."""
    lines = [f"Guide: {flow.name}"]
    lines += [f"About: {flow.about}"] if flow.about else []
    lines += [f"Topics: {', '.join(flow.topics)}"] if flow.topics else []
    lines.append(f"Language: {flow.language}")
    for step in flow.steps:
        lines += ["", f"[{step.key}] {step.kind.capitalize()}: {step.words}"]
        lines += [f"  {line}" for line in _parts(step)]
    return "\n".join(lines) + "\n"


def _parts(step: Step) -> Iterator[str]:
    for language, words in step.tongues:
        yield f"{language}: {words}"
    for name, value in (("Because", step.because), ("Instead", step.instead), ("Next", step.next)):
        if value:
            yield f"{name}: {value}"
    if step.known:
        yield f"Known from: {step.known}"
    if step.keep:
        yield f"Keep: {step.keep}"
    for way in step.ways:
        yield f"Way: {write_way(way)}"
        for language, words, more in way.tongues:
            yield f"Way in {language}: {write_words(words, more)}"
    for turn in step.turns:
        yield _turn(turn)


def _turn(turn: Turn) -> str:
    label = f"- {turn.label} " if turn.label else ""
    when = f"({', '.join(turn.when)}) " if turn.when else ""
    return f"{label}{when}→ {ENDS[turn.end] if turn.end else turn.to}".rstrip()


def write_all(guides: list[tuple[str, str]]) -> str:
    """Several guides as one file, from slug and text; what `read_all` reads."""
    return "\n".join(f"=== {slug} ===\n{text}" for slug, text in guides)
