"""Rules and reasons as people read them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cha.resolutions.policy.case import Reason
from cha.resolutions.policy.deciding import decide
from cha.resolutions.policy.rules import Ask, Cap, Grant, Rule, When
from cha.resolutions.policy.words import heading, reason_words, sentence
from tests.resolutions.policy.test_deciding import AGENT, LATE, case, given

LATE_SAID = (
    "For a late delivery, agents may give money back worth up to €50 without asking; leads up to €500, at most 3 times "
    "in a year for one person. Above that they ask, and hear within 10 minutes. If nobody answers, the next who may is "
    "asked."
)
GIFT_SAID = (
    "For people in BE or NL, on Saturdays and Sundays, and from 9 to 12 o’clock, agents who passed Making it right may "
    "send a small gift or send a card written by hand worth up to €9.50 without asking, at most €200 in 30 days for "
    "one person, at most €50 a day for each member, at most €900 a month for a team. Above that they ask, and hear "
    "within 1 minute. If nobody answers, we wait, and tell the person."
)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (
            LATE,
            LATE_SAID,
        ),
        (
            Rule(
                "gift",
                ("gesture", "card"),
                when=When(weekdays=(6, 7), hours=(9, 12), countries=("BE", "NL")),
                grants=(Grant("agent", 950, training="Making it right"),),
                cap=Cap(person=20000, person_days=30, member_day=5000, team_month=90000),
                ask=Ask(minutes=1, if_nobody="waits"),
            ),
            GIFT_SAID,
        ),
        (
            Rule("cash", ("refund",), never=True, because="it was paid by voucher", instead="a new voucher"),
            "Nobody may give money back, because it was paid by voucher. Instead: a new voucher.",
        ),
        (
            Rule("photo", ("replacement",), when=When(topics=("damaged",)), shown=("photo", "receipt")),
            "For something damaged, a photo and a receipt must be shown first.",
        ),
        (
            Rule("guard", ("refund",), cap=Cap(person=1000)),
            "Give money back: at most €10 in a year for one person.",
        ),
        (
            Rule("talk", ("refund",), cap=Cap(conversation=7500)),
            "Give money back: no more than €75 for one conversation.",
        ),
    ],
)
def test_a_rule_is_a_sentence(rule: Rule, words: str) -> None:
    assert sentence(rule, "en") == words


def test_amounts_are_said_in_the_readers_language() -> None:
    assert "1.000 €" in sentence(replace(LATE, grants=(Grant("agent", 100000),)), "de").replace("\xa0", " ")
    assert heading(LATE, "en") == "Give money back, for a late delivery"


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (Reason("above_limit", {"limit": 5000, "currency": "EUR"}), "It is above your limit of €50."),
        (
            Reason("person", {"most": 8000, "so_far": 6000, "days": 30, "currency": "EUR"}),
            "They were given €60 in 30 days. €80 is the most.",
        ),
        (
            Reason("conversation", {"most": 7500, "so_far": 5000, "days": 365, "currency": "EUR"}),
            "They were given €50 in this conversation. €75 is the most.",
        ),
        (
            Reason("times", {"most": 1, "so_far": 1, "days": 365, "currency": "EUR"}),
            "They were given this 1 time in a year. 1 is the most.",
        ),
        (
            Reason("times", {"most": 2, "so_far": 2, "days": 365, "currency": "EUR"}),
            "They were given this 2 times in a year. 2 is the most.",
        ),
        (Reason("above_limit", {"limit": 0, "currency": "EUR"}), "Your role may not decide this alone."),
        (
            Reason("unread", {"rule": "odd", "problem": ""}),
            (
                "The condition of the line “odd” could not be worked out, so it grants nothing; what it forbids or "
                "caps still counts."
            ),
        ),
        (Reason("show", {"what": "photo"}), "They must show a photo first."),
        (Reason("never", {"because": "the law says so."}), "This is never given, because the law says so."),
        (
            Reason("training", {"name": "Care", "up_to": 20000, "currency": "EUR"}),
            "After the training “Care” you may decide up to €200.",
        ),
    ],
)
def test_a_reason_is_a_sentence(reason: Reason, words: str) -> None:
    assert reason_words(reason, "en") == words


def test_every_reason_that_deciding_gives_has_words() -> None:
    capped = replace(
        LATE,
        cap=Cap(person=1, times=1, member_day=1, team_month=1, conversation=1),
        shown=("photo",),
        grants=(*LATE.grants, Grant("agent", 90000, "Care", "Kind words")),
    )
    odd = Rule("odd", ("refund",), when=When(expression="1 / (given_times - 1) > 0"), grants=(Grant("agent", 1),))
    seen = given(100, where=7), given(100)
    asked = case(10**6, AGENT, given=seen[:1], by_member=seen[:1], by_team=seen[:1], conversation=7)
    found = decide([capped, odd], asked).reasons
    found += decide([], case()).reasons
    found += decide([Rule("n", ("refund",), never=True)], case()).reasons
    for reason in found:
        words = reason_words(reason, "en")
        assert words.endswith(".")
        assert "%(" not in words
        assert words != reason.code
