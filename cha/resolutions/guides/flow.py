"""A guide as a value: steps, the answers that lead on from them, and what a step suggests to give."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

# What a step is: a question to oneself, a thing to do, words to say, ways to offer, a call, a "no" said well.
KINDS: Final = ("ask", "do", "say", "offer", "call", "no")
# Steps whose words go to the person.
SAID: Final = ("say", "offer", "no")
# How a walk ends: the key as events have it, and the words of the text.
ENDS: Final = {
    "promise": "end, with a promise",
    "choice": "end, with their choice",
    "right": "end, put right",
    "handed": "end, handed on",
}
# What may answer a step by itself; besides "fact NAME".
SOURCES: Final = ("order status", "order placed", "delivery date", "topic", "mood", "language", "channel")
FACT: Final = "fact "
MOST_STEPS: Final = 60


@dataclass(frozen=True, slots=True)
class Turn:
    """An answer and where it leads: a step's key, `end:` and how, or "" while nobody has said. `when`: what is known
    that gives this answer by itself (see `knowing.fits`).
    """

    label: str = ""
    to: str = ""
    when: tuple[str, ...] = ()

    @property
    def end(self) -> str:
        """How the walk ends here, or ""."""
        return self.to.removeprefix("end:") if self.to.startswith("end:") else ""


@dataclass(frozen=True, slots=True)
class Worth:
    """So much money: minor units of a currency, or so many percent of what the order cost."""

    minor: int = 0
    currency: str = ""
    percent: int = 0


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A way forward that an offer begins with: a kind of remedy, its worth, what it costs us, and within what time.

    `tongues`: language, words and what there is to add, in other languages.
    """

    kind: str
    words: str
    more: str = ""
    amount: Worth = Worth()
    cost: Worth | None = None
    within: timedelta | None = None
    tongues: tuple[tuple[str, str, str], ...] = ()

    def said_in(self, language: str) -> tuple[str, str]:
        """Its words and what there is to add, in a language; as they are where it does not have them."""
        own = next((one for one in self.tongues if one[0] == language.split("-")[0]), None)
        return (own[1], own[2]) if own else (self.words, self.more)


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `tongues`: its words in other languages. `keep`: the answer is kept as a fact of the person under this
    name. Of a "no": `because` is the reason in plain words, `instead` what can be done, `next` whom they can ask.
    """

    key: str
    kind: str
    words: str
    turns: tuple[Turn, ...] = ()
    tongues: tuple[tuple[str, str], ...] = ()
    known: str = ""
    keep: str = ""
    ways: tuple[Suggestion, ...] = ()
    because: str = ""
    instead: str = ""
    next: str = ""

    def said_in(self, language: str) -> str:
        """The words in a language, "" where there are none."""
        return dict(self.tongues).get(language.split("-")[0], "")


@dataclass(frozen=True, slots=True)
class Flow:
    """A whole guide. It begins at its first step."""

    name: str = ""
    about: str = ""
    topics: tuple[str, ...] = ()
    language: str = "en"
    steps: tuple[Step, ...] = field(default=())

    def step(self, key: str) -> Step | None:
        """The step with this key."""
        return next((step for step in self.steps if step.key == key), None)

    def number(self, key: str) -> int:
        """Which step it is, from 1; 0 for none."""
        return next((number for number, step in enumerate(self.steps, 1) if step.key == key), 0)
