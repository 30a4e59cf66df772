"""While a house is asked, what it is asked for counts as given, whatever is said of it here meanwhile."""

from __future__ import annotations

import pytest

from cha.conversations.models import Conversation
from cha.core.clock import now
from cha.core.errors import Conflict
from cha.core.ids import encode
from cha.resolutions.facts import given_rows
from cha.resolutions.models import Attempt, Remedy
from cha.resolutions.remedies.doing import fail_remedy, start_remedy, take_back_remedy, tick_line
from tests.resolutions.remedies.giving import give, order, policy
from tests.shop import Shop

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def talk(shop: Shop) -> Conversation:
    policy()
    return shop.adaeze_writes()


def sent(row: Remedy) -> Attempt:
    """A house was asked for it, and nobody knows yet."""
    attempt = Attempt(remedy=row, number=1, key=f"cha-{encode(row.pk)}-1", sent_at=now())
    attempt.save(force_insert=True)
    return attempt


def test_what_was_given_up_on_meanwhile_is_not_given_again(shop: Shop, talk: Conversation) -> None:
    bought = order(talk, 62_00)
    row = start_remedy(give(talk, shop.maartje, minor=62_00, order=bought), by=shop.maartje)
    attempt = sent(row)
    fail_remedy(row, by=shop.maartje, problem="It takes too long")
    take_back_remedy(row, by=shop.maartje)
    assert list(given_rows()) == [row]
    with pytest.raises(Conflict) as found:
        give(talk, shop.maartje, minor=62_00, order=bought)
    assert found.value.code == "given_back"
    attempt.ended_at = now()
    attempt.save()
    assert give(talk, shop.maartje, minor=62_00, order=bought).state == "decided"


def test_nothing_is_ticked_of_what_goes_over_a_house(shop: Shop, talk: Conversation) -> None:
    row = give(talk, shop.maartje, checklist=["Give it back", "Say so"])
    tick_line(row, 0, by=shop.maartje)
    sent(row)
    with pytest.raises(Conflict) as found:
        tick_line(row, 0, by=shop.maartje, done=False)
    assert found.value.code == "on_its_way"
    row.refresh_from_db()
    assert row.state == "way"
