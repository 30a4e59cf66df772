"""Reading the text of a guide. The format is described in docs/guides.md; `writing` writes it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from cha.resolutions.guides.flow import ENDS, FACT, KINDS, MOST_STEPS, SOURCES, Flow, Step, Turn
from cha.resolutions.guides.ways import read_way, read_words

LONGEST: Final = 60_000
KEY: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
_HEAD: Final = re.compile(r"\[(?P<key>[^\]]*)\]\s*(?P<kind>\w+)\s*:\s*(?P<words>.*)")
_LINE: Final = re.compile(r"(?P<name>[A-Za-z][A-Za-z -]*?)\s*:\s*(?P<value>.*)")
_ARROW: Final = re.compile(r"\s*(?:→|->)\s*")
_WHEN: Final = re.compile(r"(?P<label>.*?)\s*\((?P<when>[^()]*)\)")
_TONGUE: Final = re.compile(r"[a-z]{2,3}")
_FACT: Final = re.compile(r"fact [a-z0-9_-]{1,24}")
_WORDS: Final = ("because", "instead", "next", "keep")


@dataclass(frozen=True, slots=True)
class Wrong:
    """What could not be read, in words; `line` counts from 1."""

    line: int
    words: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read, and what was not."""

    flow: Flow
    wrong: tuple[Wrong, ...] = ()


def read(text: str) -> Reading:
    """A guide from its text. What cannot be read is told line by line, and the rest is read all the same."""
    if len(text) > LONGEST:
        return Reading(Flow(), (Wrong(1, f"A guide has at most {LONGEST} letters."),))
    return _Reader().read(text)


class _Reader:
    """Goes through the lines once; keeps the step that the lines belong to."""

    def __init__(self) -> None:
        self.head: dict[str, str] = {}
        self.steps: list[Step] = []
        self.wrong: list[Wrong] = []
        self.line = 0

    def read(self, text: str) -> Reading:
        for self.line, written in enumerate(text.splitlines(), 1):
            line = written.strip()
            if not line or line.startswith("#"):
                continue
            if line.startswith("["):
                self._begin(line)
            elif self.steps:
                self._part(line)
            else:
                self._about(line)
        self.line = 1
        if not self.head.get("guide"):
            self._say("A guide begins with its name: “Guide: Late delivery”.")
        topics = tuple(word for word in (part.strip() for part in self.head.get("topics", "").split(",")) if word)
        language = self.head.get("language", "en")
        flow = Flow(self.head.get("guide", ""), self.head.get("about", ""), topics, language, tuple(self.steps))
        return Reading(flow, tuple(sorted(self.wrong, key=lambda one: one.line)))

    def _say(self, words: str) -> None:
        self.wrong.append(Wrong(self.line, words))

    def _about(self, line: str) -> None:
        hit = _LINE.fullmatch(line)
        name = hit["name"].lower() if hit else ""
        if not hit or name not in ("guide", "about", "topics", "language"):
            self._say("Before the first step stand Guide, About, Topics and Language, each with a colon.")
        elif name in self.head:
            self._say(f"“{hit['name']}” stands here twice.")
        elif name == "language" and not _TONGUE.fullmatch(hit["value"]):
            self._say("A language is two letters, such as en or nl.")
        else:
            self.head[name] = hit["value"][: {"guide": 80, "about": 200}.get(name, 500)].strip()

    def _begin(self, line: str) -> None:
        hit = _HEAD.fullmatch(line)
        key, kind = (hit["key"].strip(), hit["kind"].lower()) if hit else ("", "")
        if not hit:
            self._say("A step begins with its key, its kind and words: “[left] Ask: Has it left?”.")
        elif not KEY.fullmatch(key):
            self._say(f"“{key}” cannot be a key: small letters, digits and hyphens, at most 40.")
        elif any(step.key == key for step in self.steps):
            self._say(f"There are two steps [{key}].")
        elif kind not in KINDS:
            self._say(f"“{hit['kind']}” is no kind of step: Ask, Do, Say, Offer, Call or No.")
        elif not hit["words"]:
            self._say(f"Step [{key}] has no words.")
        elif len(self.steps) == MOST_STEPS:
            self._say(f"A guide has at most {MOST_STEPS} steps.")
        else:
            self.steps.append(Step(key, kind, hit["words"]))
            return
        # What belongs to a step that cannot be read is read, so that it is told in the same go.
        self.steps.append(Step("", "do", ""))

    def _part(self, line: str) -> None:
        if line.startswith(("→", "->")):
            self._turn("", line)
        elif line.startswith("- "):
            self._turn(line[2:].strip(), line[2:])
        elif hit := _LINE.fullmatch(line):
            self._named(hit["name"].lower(), hit["name"], hit["value"])
        else:
            self._say("A line of a step is an answer (“- Yes → where”), a way on (“→ where”) or “Name: words”.")

    def _turn(self, written: str, line: str) -> None:
        *before, target = _ARROW.split(line) if _ARROW.search(line) else [line, ""]
        label, when = " → ".join(before).strip() if written else "", tuple[str, ...]()
        if found := _WHEN.fullmatch(label):
            label, when = found["label"], tuple(part for part in map(str.strip, found["when"].split(",")) if part)
        if written and not label:
            self._say("An answer has words before its arrow.")
            return
        step = self.steps[-1]
        self._put(turns=(*step.turns, Turn(label, self._target(target.strip()), when)))

    def _target(self, target: str) -> str:
        ends = {words: f"end:{key}" for key, words in ENDS.items()}
        if target in ends:
            return ends[target]
        if target and not KEY.fullmatch(target):
            self._say(f"“{target}” is no step and no end. Ends are: {'; '.join(ENDS.values())}.")
            return ""
        return target

    def _named(self, name: str, written: str, value: str) -> None:
        step = self.steps[-1]
        if name == "way":
            self._way(value)
        elif name.startswith("way in "):
            self._way_in(name.removeprefix("way in "), value)
        elif name == "known from":
            self._once(name, step.known, lambda: self._known(value))
        elif name in _WORDS:
            self._once(name, getattr(step, name), lambda: self._put(**{name: value}))
        elif not _TONGUE.fullmatch(written):
            self._say(f"A step has no “{written}”. It has Known from, Keep, Way, Because, Instead, Next and languages.")
        else:
            self._once(name, step.said_in(name), lambda: self._put(tongues=(*step.tongues, (name, value))))

    def _known(self, value: str) -> None:
        if value in SOURCES or _FACT.fullmatch(value):
            self._put(known=value)
        else:
            self._say(f"Nothing is known from “{value}”. It may be: {', '.join(SOURCES)}, or {FACT}and its name.")

    def _once(self, name: str, there: str, put: Callable[[], None]) -> None:
        if there:
            self._say(f"“{name}” stands here twice.")
        else:
            put()

    def _way(self, value: str) -> None:
        try:
            way = read_way(value)
        except ValueError as error:
            self._say(str(error))
        else:
            self._put(ways=(*self.steps[-1].ways, way))

    def _way_in(self, language: str, value: str) -> None:
        *before, last = self.steps[-1].ways or (None,)
        if last is None or not _TONGUE.fullmatch(language) or any(one[0] == language for one in last.tongues):
            self._say("“Way in nl: words” stands once below its way, with a language of two letters.")
            return
        try:
            last = replace(last, tongues=(*last.tongues, (language, *read_words(value))))
        except ValueError as error:
            self._say(str(error))
        else:
            self._put(ways=(*before, last))

    def _put(self, **fields: object) -> None:
        self.steps[-1] = replace(self.steps[-1], **fields)  # type: ignore[arg-type]


def read_all(text: str) -> list[tuple[str, str, int]]:
    """The guides of one file that holds several, as slug, text and the line it begins on.

    Each begins with a line “=== slug ===”. A file without such a line is one guide, without a slug.
    """
    found: list[tuple[str, list[str], int]] = []
    for number, line in enumerate(text.splitlines(), 1):
        if hit := re.fullmatch(r"=== ([a-z0-9-]{1,60}) ===\s*", line):
            found.append((hit[1], [], number + 1))
        elif found or line.strip():
            if not found:
                found.append(("", [], number))
            found[-1][1].append(line)
    return [(slug, _body(lines), line) for slug, lines, line in found]


def _body(lines: Sequence[str]) -> str:
    return "\n".join(lines).strip("\n") + "\n"
