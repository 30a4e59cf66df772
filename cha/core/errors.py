"""What can go wrong, in words. Each error has a code for programs, a status for HTTP and a sentence for people.

ChaError
├── SignedOut       401  whoever wrote this is not who is signed in now
├── Invalid         422  what was given does not fit; `near` may say what would
├── NotFound        404  it is not there, or not for you: the same answer
├── Refused         403  you may not do this
├── Conflict        409  somebody or something was quicker
├── TooLarge        413
├── TooMany         429  `after` says how many seconds to wait
└── Unavailable     503  try again; nothing is lost
"""

from __future__ import annotations

from typing import ClassVar


class ChaError(Exception):
    """The root. `sentence` is shown to people as it is, so it is plain, whole and translated by who raises it."""

    status: ClassVar[int] = 500
    code: str = "error"

    def __init__(self, sentence: str, *, code: str | None = None, **details: object) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.code = code or self.code
        self.details = details


class SignedOut(ChaError):
    """A form was written by somebody who is not, or no longer, signed in here. Nothing was done with it."""

    status, code = 401, "signed_out"


class Invalid(ChaError):
    """What was given does not fit. `field` names it and `near` the nearest right value, where known."""

    status, code = 422, "invalid"


class NotFound(ChaError):
    """It does not exist, or does not exist for whoever asks (law 8)."""

    status, code = 404, "not_found"


class Refused(ChaError):
    """The actor may not do this. The sentence says who may."""

    status, code = 403, "refused"


class Conflict(ChaError):
    """The state has moved on since the actor looked."""

    status, code = 409, "conflict"


class TooLarge(ChaError):
    """More than the option allows."""

    status, code = 413, "too_large"


class TooMany(ChaError):
    """A limit per time was passed."""

    status, code = 429, "too_many"


class Unavailable(ChaError):
    """Something that is needed does not answer now. Nothing is lost."""

    status, code = 503, "unavailable"
