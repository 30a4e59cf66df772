"""What a policy is asked about, out of the rows."""

from __future__ import annotations

from typing import Any

import pytest

from cha.conversations.models import Conversation
from cha.core.money import Money
from cha.resolutions.authority import authority, case_of
from cha.resolutions.policy.case import Decision
from cha.resolutions.versions import go_live, keep_draft
from cha.team.models import Brand
from tests.resolutions.policy.test_trying import gave
from tests.resolutions.policy.test_versions import WHY, lines
from tests.shop import Shop

pytestmark = pytest.mark.django_db(transaction=True)


def holds(shop: Shop, **more: Any) -> None:
    """A policy in force: agents, up to €50."""
    go_live(keep_draft(lines(**more), by=shop.priya), by=shop.priya, why=WHY)


def refund(shop: Shop, talk: Conversation) -> Decision:
    """What Maartje may decide there, of €40."""
    return authority(talk, shop.maartje, "refund", Money(4_000, "EUR"))


def test_the_same_limit_is_not_given_again_and_again_in_one_conversation(shop: Shop) -> None:
    holds(shop, cap={"conversation": 5_000})
    talk = shop.adaeze_writes()
    assert refund(shop, talk).verdict == "may"
    gave(shop, talk, 4_000)
    decision = refund(shop, talk)
    assert (decision.verdict, decision.left.minor) == ("ask", 1_000)
    assert [reason.code for reason in decision.reasons] == ["conversation"]
    assert refund(shop, shop.adaeze_writes("Another order came late.")).verdict == "may"


def test_a_conversation_counts_however_long_ago_it_was(shop: Shop) -> None:
    holds(shop, cap={"conversation": 5_000, "person_days": 1}, when={"given_days": 1})
    talk = shop.adaeze_writes()
    gave(shop, talk, 4_000, days=400)
    assert refund(shop, talk).verdict == "ask"
    assert not case_of(shop.adaeze_writes("Another."), shop.maartje, "refund", Money(1, "EUR")).given


def test_where_nobody_knows_where_they_are_no_country_is_met(shop: Shop) -> None:
    Brand.objects.update(country="BE")
    holds(shop, when={"countries": ["BE"]})
    talk = shop.adaeze_writes()
    assert case_of(talk, shop.maartje, "refund", Money(1, "EUR")).country == ""
    assert refund(shop, talk).verdict == "ask"
