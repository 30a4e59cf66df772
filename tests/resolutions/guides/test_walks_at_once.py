"""Two at once, for real: one walk for each member, one answer, one note."""

from __future__ import annotations

import pytest

from cha.conversations.models import Conversation, Message
from cha.core.ledger import Event
from cha.resolutions.models import GuideWalk
from cha.resolutions.walks import answer_step, begin_walk, finish
from tests.resolutions.guides.test_guiding import published
from tests.resolutions.remedies.test_at_once import at_once
from tests.shop import Shop

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_guide_begun_and_walked_from_two_windows_at_once_is_one_walk(shop: Shop) -> None:
    guide, talk = published(shop), shop.adaeze_writes()

    def again() -> Conversation:
        return Conversation.objects.get(pk=talk.pk)

    at_once(
        *[lambda: begin_walk(again(), guide, by=shop.maartje)] * 3, lambda: begin_walk(again(), guide, by=shop.priya)
    )
    assert GuideWalk.objects.count() == 2
    walk = GuideWalk.objects.get(member=shop.maartje)

    def same() -> GuideWalk:
        return GuideWalk.objects.select_related("conversation", "version").get(pk=walk.pk)

    at_once(*[lambda: answer_step(same(), "left", "Yes", by=shop.maartje)] * 3)
    assert Event.objects.filter(verb="guide.answered").count() == 1
    for key, label in (("moment", "Yes"), ("time", "")):
        answer_step(same(), key, label, by=shop.maartje)
    at_once(*[lambda: finish(same(), "Found.", by=shop.maartje)] * 3)
    assert Message.objects.filter(kind="note", text="Found.").count() == 1
    assert Event.objects.filter(verb="guide.ended").count() == 1
