"""What other apps may use of promises. Depends on channels and everything below."""

from cha.promises.models.pathway_template import PathwayTemplate, drop_pathway, set_pathway
from cha.promises.models.promise import (
    Promise,
    at_risk,
    break_promise,
    keep,
    make_promise,
    release_promise,
    renegotiate,
)
from cha.promises.models.step_done import StepDone, tick_step, untick_step
from cha.promises.models.weighing import Weighing, weigh, weights

__all__ = [
    "PathwayTemplate",
    "Promise",
    "StepDone",
    "Weighing",
    "at_risk",
    "break_promise",
    "drop_pathway",
    "keep",
    "make_promise",
    "release_promise",
    "renegotiate",
    "set_pathway",
    "tick_step",
    "untick_step",
    "weigh",
    "weights",
]
