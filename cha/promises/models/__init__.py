"""What other apps may use of promises. Depends on channels and everything below."""

from cha.promises.models.going_alone import GoingAlone
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
from cha.promises.models.said import Said
from cha.promises.models.standing_link import StandingLink, close_link, open_link
from cha.promises.models.step_done import StepDone, tick_step, untick_step
from cha.promises.models.target import Target, drop_target, set_target
from cha.promises.models.target_clock import ClockRow
from cha.promises.models.time_rule import RuleRun, TimeRule, delete_rule, keep_rule, rules_on, run_of, switch_rule
from cha.promises.models.wait_stat import WaitStat
from cha.promises.models.weighing import Weighing, weigh, weights

__all__ = [
    "ClockRow",
    "GoingAlone",
    "PathwayTemplate",
    "Promise",
    "RuleRun",
    "Said",
    "StandingLink",
    "StepDone",
    "Target",
    "TimeRule",
    "WaitStat",
    "Weighing",
    "at_risk",
    "break_promise",
    "close_link",
    "delete_rule",
    "drop_pathway",
    "drop_target",
    "keep",
    "keep_rule",
    "make_promise",
    "open_link",
    "release_promise",
    "renegotiate",
    "rules_on",
    "run_of",
    "set_pathway",
    "set_target",
    "switch_rule",
    "tick_step",
    "untick_step",
    "weigh",
    "weights",
]
