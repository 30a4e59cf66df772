"""A policy to begin with: cautious, and enough to put small things right at once. Offered, never set by itself."""

from __future__ import annotations

from cha.resolutions.policy.rules import Ask, Cap, Grant, Rule, When

_ASK = Ask(minutes=30)


def starter(currency: str) -> tuple[Rule, ...]:
    """Five lines in the shop's currency. The same number of minor units is €25 and ¥2,500: little money in each."""
    return (
        Rule(
            "small",
            ("card", "gesture", "voucher", "discount", "expedite", "label"),
            currency,
            grants=(Grant("agent", 2500), Grant("lead", 10_000)),
            cap=Cap(times=3, conversation=10_000),
            ask=_ASK,
        ),
        Rule(
            "money",
            ("refund", "part", "credit"),
            currency,
            grants=(Grant("agent", 2500), Grant("lead", 25_000)),
            cap=Cap(person=25_000),
            ask=_ASK,
        ),
        Rule(
            "again", ("replacement", "repair"), currency, grants=(Grant("agent", 5000), Grant("lead", 25_000)), ask=_ASK
        ),
        Rule("right", ("correction",), currency, grants=(Grant("agent", 0),), ask=_ASK),
        Rule("photo", ("replacement",), "", when=When(topics=("damaged",)), shown=("photo",)),
    )
