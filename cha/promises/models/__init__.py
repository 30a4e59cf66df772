"""What other apps may use of promises. Depends on channels and everything below."""

from cha.promises.models.promise import (
    Promise,
    at_risk,
    break_promise,
    keep,
    make_promise,
    release_promise,
    renegotiate,
)

__all__ = ["Promise", "at_risk", "break_promise", "keep", "make_promise", "release_promise", "renegotiate"]
