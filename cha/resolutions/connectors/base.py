"""The seam: what a kind of connector is, what it is given, and what it says of it. No rows in here, and no verbs.

A kind carries out an `Errand` at a `House` and says an `Outcome`. It never guesses: what it cannot tell is DOUBT, and
then `look` asks the house what became of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final, Protocol

from cha.core.errors import ChaError
from cha.core.money import Money

# What an attempt is marked with at houses that take no idempotency key, and in what they keep of a refund.
MARK: Final = "cha_attempt"
# Each question to a house, and the whole of it, in seconds: three of them end well before a hold does.
STEP: Final = 10.0
WHOLE: Final = 25.0
# How long an attempt is worked on by one worker before another may take it over.
HOLD: Final = timedelta(minutes=3)


class Said(StrEnum):
    """What a house said of an errand."""

    DONE = "done"
    WAY = "way"  # it has taken it, and will do it
    REFUSED = "refused"  # it has not done it, and will not
    ABSENT = "absent"  # it knows nothing of it (an answer to `look`)
    UNSENT = "unsent"  # nothing left this machine, or it asks to come again: the same can go once more
    DOUBT = "doubt"  # it may have done it


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an errand. `reference` is the house's number of it; `words` go on a screen as they are.

    `proof` shows that it is done: JSON values, for the remedy. `again` is when a house that is busy may be asked.
    """

    said: Said
    reference: str = ""
    words: str = ""
    proof: Mapping[str, Any] = field(default_factory=dict)
    again: timedelta | None = None


def done(reference: str, **proof: Any) -> Outcome:
    """It is done."""
    return Outcome(Said.DONE, reference, proof=proof)


def under_way(reference: str, words: str = "") -> Outcome:
    """It is taken, and will be done."""
    return Outcome(Said.WAY, reference, words)


def refused(words: str, reference: str = "") -> Outcome:
    """It is not done, and will not be."""
    return Outcome(Said.REFUSED, reference, words[:300])


def doubt(words: str, reference: str = "") -> Outcome:
    """Nobody knows."""
    return Outcome(Said.DOUBT, reference, words[:300])


def absent() -> Outcome:
    """The house knows nothing of it."""
    return Outcome(Said.ABSENT)


def unsent(words: str, again: timedelta | None = None) -> Outcome:
    """Nothing left, or nothing was taken: the same can go once more."""
    return Outcome(Said.UNSENT, words=words[:300], again=again)


@dataclass(frozen=True, slots=True)
class Purchase:
    """The order that it is about, as the shop system knows it."""

    external_id: str
    number: str
    placed_at: datetime | None = None
    lines: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Errand:
    """One thing to carry out. `key` is the attempt's and stays with it, however often it goes.

    `remedy` is the remedy's number in addresses; `payment` the house's number of the payment, where somebody typed it;
    `reference` what the house called this errand before. `again`: it may have gone before.
    """

    key: str
    remedy: str
    kind: str
    amount: Money
    words: str = ""
    payment: str = ""
    reference: str = ""
    purchase: Purchase | None = None
    again: bool = False


@dataclass(frozen=True, slots=True)
class House:
    """Whom an errand is for: the address, the secrets by field, what else was chosen. `private` networks may be asked.

    `heard_at` is the address at which it may post to us of what becomes of an errand.
    """

    name: str
    address: str
    secrets: Mapping[str, str]
    options: Mapping[str, str]
    private: bool = False
    heard_at: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a kind needs to know. `secret` ones are sealed, and never shown again."""

    name: str
    label: str
    hint: str = ""
    secret: bool = False
    needed: bool = True


@dataclass(frozen=True, slots=True)
class Trial:
    """How a trial went. `test`: it moves no real money."""

    well: bool
    words: str
    test: bool = False


@dataclass(frozen=True, slots=True)
class Heard:
    """What a house posted: of which attempt (by its key, or what the house calls it), and what became of it.

    Without an outcome the house only says that something changed, and is asked.
    """

    key: str = ""
    reference: str = ""
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """What came in at `at` (aware), with its headers in lower case."""

    raw: bytes
    headers: Mapping[str, str]
    at: datetime


class NotTheirs(ChaError):
    """What came in is not signed by the house that it says it is of."""

    status, code = 403, "not_theirs"


class Stop(Exception):
    """Within a kind: it ends here, with this outcome. It never leaves `carry_out` or `look`."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.words)
        self.outcome = outcome


class Kind(Protocol):
    """A kind of connector. `name` is kept with its rows, `does` the kinds of remedy it can carry out.

    `keyed`: how long the house knows an idempotency key for; None when it takes none. `quiet`: after that long, "never
    heard of it" is true of a question that had gone astray. `hears`: it posts to us of what it did.
    """

    name: str
    title: str
    about: str
    does: tuple[str, ...]
    fields: tuple[Field, ...]
    home: str
    keyed: timedelta | None
    quiet: timedelta
    hears: bool

    def fits(self, source: str, payment: str) -> int | None:
        """How well it fits an order that a source of this kind (models/record_source.py; "" for no order) knows, and a
        payment of this number ("" for none): the less the better, None for not at all.
        """

    def carry_out(self, house: House, errand: Errand) -> Outcome:
        """Do it. Raises nothing for what goes wrong: that is an outcome. Must not be called inside a transaction."""

    def look(self, house: House, errand: Errand) -> Outcome:
        """What became of it, as the house says. Changes nothing there."""

    def trial(self, house: House) -> Trial:
        """Whether we are let in. Moves nothing."""

    def heard(self, house: House, post: Post) -> list[Heard]:
        """What a house posted. Raises NotTheirs without its signature, Invalid for what cannot be read."""
