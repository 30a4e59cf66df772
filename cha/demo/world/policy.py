"""Who may decide what at Juniper Lane: three versions, each with its reason, and who passed which training."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from cha.resolutions.policy.rules import Ask, Cap, Grant, Rule, When

RIGHT: Final = "Making it right"
HARD: Final = "Hard conversations"
PASSED: Final = {RIGHT: ("priya", "tomasz", "maartje", "ifeoma"), HARD: ("priya", "maartje")}


@dataclass(frozen=True, slots=True)
class VersionOf:
    """A version: so many days ago, why, and its lines. `asks` are whom they name, by key."""

    days: int
    why: str
    rules: tuple[Rule, ...]
    asks: tuple[str, ...] = ("priya", "tomasz")


def _right(limit: int) -> Rule:
    return Rule(
        "right",
        ("refund", "part", "replacement", "gesture"),
        grants=(Grant("agent", limit, training=RIGHT), Grant("lead", 50_000)),
        cap=Cap(person=50_000, person_days=30),
        ask=Ask(minutes=10, if_nobody="stand_in"),
    )


# "For a late delivery, agents may refund up to €50, or replace up to €120, without asking, at most 3 times a person a
# year; leads up to €500; above that ask a lead."
LATE: Final = (
    Rule(
        "late-money",
        ("refund", "part"),
        when=When(topics=("late_delivery", "not_arrived")),
        grants=(Grant("agent", 5_000), Grant("lead", 50_000)),
        cap=Cap(times=3),
        ask=Ask(minutes=10),
    ),
    Rule(
        "late-again",
        ("replacement", "expedite"),
        when=When(topics=("late_delivery", "not_arrived")),
        grants=(Grant("agent", 12_000), Grant("lead", 50_000)),
        cap=Cap(times=3),
        ask=Ask(minutes=10),
    ),
)
SMALL: Final = Rule(
    "small",
    ("card", "gesture", "voucher", "discount", "label", "expedite", "credit", "repair"),
    grants=(Grant("agent", 2_500), Grant("lead", 20_000)),
    cap=Cap(team_month=150_000, conversation=20_000),
    ask=Ask(minutes=10),
)
FREE: Final = Rule("said-right", ("correction",), grants=(Grant("agent", 0),), ask=Ask(minutes=10))
PHOTO: Final = Rule("photo", ("replacement",), "", when=When(topics=("damaged",)), shown=("photo",))
FUNERAL: Final = Rule(
    "funeral",
    ("voucher", "discount"),
    "",
    when=When(topics=("funeral",)),
    never=True,
    because="a voucher is no comfort to somebody who mourns",
    instead="the money back, and flowers made again at once",
)
_CAREFUL: Final = replace(SMALL, grants=(Grant("lead", 20_000),))
VERSIONS: Final = (
    VersionOf(58, "So that nobody waits for me on a Saturday.", (_right(10_000), *LATE, _CAREFUL, FREE)),
    VersionOf(
        30,
        "Gifts are open to everyone, and a funeral has no vouchers.",
        (_right(15_000), *LATE, SMALL, FREE, PHOTO, FUNERAL),
    ),
    VersionOf(6, "You rarely needed to ask. So stop asking.", (_right(20_000), *LATE, SMALL, FREE, PHOTO, FUNERAL)),
)
