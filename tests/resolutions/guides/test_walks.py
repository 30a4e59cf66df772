"""A walk beside a conversation: one for each member, answered once, changed freely, ended with one note."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cha.conversations.models import Conversation, put_right
from cha.core.actor import CHA
from cha.core.clock import now
from cha.core.errors import Conflict, Invalid, NotFound, Refused
from cha.core.ledger import Event
from cha.core.money import Money
from cha.people.models import Fact
from cha.people.records.pushing import push_records
from cha.resolutions.guide_counts import counts_of, used_since
from cha.resolutions.models import GuideWalk
from cha.resolutions.walks import (
    answer_step,
    begin_walk,
    finish,
    go_back,
    know_better,
    leave_walk,
    remark,
    standing_of,
    suggested_ways,
    walk_of,
)
from cha.team.models import Member, Role, Scope
from cha.team.models.sight import set_sight
from tests.resolutions.guides.test_guiding import published
from tests.resolutions.guides.written import LATE
from tests.shop import Shop, verbs

pytestmark = pytest.mark.django_db(transaction=True)


def on_its_way(shop: Shop) -> Conversation:
    """Adaeze writes about an order of which the shop says that it is on its way."""
    conversation = shop.adaeze_writes("Where is my order 2291?")
    order = {"number": "JL-2291", "email": "adaeze@nwosu.example", "status": "On its way", "amount": "60.00"}
    placed = (now() - timedelta(days=2)).isoformat()
    push_records("Web shop", [order | {"currency": "EUR", "placed_at": placed}], by=shop.priya)
    return conversation


def at(walk: GuideWalk) -> str:
    """Where it stands."""
    here = standing_of(walk)
    return here.at.key if here.at else here.end


def test_what_the_shop_knows_answers_by_itself_and_can_be_changed(shop: Shop) -> None:
    conversation, guide = on_its_way(shop), published(shop)
    walk = begin_walk(conversation, guide, by=shop.maartje)
    assert at(walk) == "moment"
    known = walk.answers[0]
    assert (known["by"], known["said"], known["source"]) == ("known", "On its way", "Web shop, order JL-2291")
    walk = answer_step(walk, "left", "No", by=shop.maartje)
    assert (at(walk), walk.answers[0]["instead"]) == ("workshop", True)
    events = Event.objects.filter(conversation_id=conversation.pk, verb__startswith="guide.").order_by("id")
    assert [event.facts for event in events] == [
        {"guide": guide.pk, "version": 1, "step": "moment"},
        {"guide": guide.pk, "step": "left", "otherwise": True},
    ]


def test_a_walk_is_begun_once_and_each_member_has_their_own(shop: Shop) -> None:
    conversation, guide = shop.adaeze_writes(), published(shop)
    walk = begin_walk(conversation, guide, by=shop.maartje)
    assert begin_walk(conversation, guide, by=shop.maartje).pk == walk.pk
    other = begin_walk(conversation, guide, by=shop.priya)
    assert other.pk != walk.pk
    with pytest.raises(NotFound):
        answer_step(walk, "left", "Yes", by=shop.priya)
    another = published(shop, LATE.replace("Late delivery", "Another"))
    assert begin_walk(conversation, another, by=shop.maartje).pk != walk.pk
    walk.refresh_from_db()
    assert walk.ended == "left"
    found = walk_of(conversation, shop.maartje)
    assert found
    assert found.version.guide_id == another.pk


def test_a_press_twice_is_one_answer(shop: Shop) -> None:
    walk = begin_walk(shop.adaeze_writes(), published(shop), by=shop.maartje)
    for _press in range(2):
        walk = answer_step(walk, "left", "No", by=shop.maartje)
    assert at(walk) == "workshop"
    assert Event.objects.filter(verb="guide.answered").count() == 1
    with pytest.raises(Invalid):
        answer_step(walk, "workshop", "Perhaps", by=shop.maartje)


def test_one_goes_back_and_what_came_later_falls_away(shop: Shop) -> None:
    walk = begin_walk(shop.adaeze_writes(), published(shop), by=shop.maartje)
    for key, label in (("left", "No"), ("workshop", ""), ("moment", "Yes")):
        walk = answer_step(walk, key, label, by=shop.maartje)
    assert at(go_back(walk, by=shop.maartje)) == "moment"
    assert at(go_back(walk, by=shop.maartje, step="left")) == "left"
    assert at(go_back(walk, by=shop.maartje)) == "left"


def test_its_end_writes_one_note_and_keeps_what_the_guide_keeps(shop: Shop) -> None:
    conversation = shop.adaeze_writes()
    walk = begin_walk(conversation, published(shop), by=shop.maartje)
    with pytest.raises(Conflict, match="not at its end"):
        finish(walk, "Found.", by=shop.maartje)
    for key, label in (("left", "Yes"), ("moment", "Yes"), ("time", "")):
        walk = answer_step(walk, key, label, by=shop.maartje)
    for _press in range(2):
        walk = finish(walk, "Late delivery: there in time.", by=shop.maartje)
    assert walk.ended == "end"
    assert conversation.messages.filter(kind="note", text="Late delivery: there in time.").count() == 1
    assert Fact.objects.get(value__startswith="Is it there").value == "Is it there in time? Yes"
    assert verbs(conversation).count("guide.ended") == 1
    with pytest.raises(Conflict, match="has ended"):
        answer_step(walk, "left", "No", by=shop.maartje)
    ended = Event.objects.get(verb="guide.ended")
    assert ended.facts == {"guide": walk.version.guide_id, "step": "", "ended": "end", "how": "promise"}


def test_the_ways_of_an_offer_are_counted_from_the_order(shop: Shop) -> None:
    conversation = on_its_way(shop)
    walk = begin_walk(conversation, published(shop), by=shop.maartje)
    assert suggested_ways(walk) == []
    walk = answer_step(walk, "moment", "No, same day", by=shop.maartje)
    at_once = now()
    part, again = suggested_ways(walk, at_once)
    assert (part.kind, part.words, part.more) == ("part", "The delivery is on us", "To your card")
    assert (part.amount, part.cost, part.by) == (Money(950, "EUR"), Money(950, "EUR"), at_once + timedelta(days=1))
    assert (again.amount, again.cost) == (Money(0, "EUR"), Money(3600, "EUR"))
    assert again.order
    assert again.order.number == "JL-2291"


def test_the_ways_are_in_the_persons_language_where_the_guide_has_it(shop: Shop) -> None:
    conversation = shop.adaeze_writes("Waar zijn mijn bloemen? Ik heb ze vorige week besteld en wacht nog altijd.")
    walk = begin_walk(conversation, published(shop), by=shop.maartje)
    for key, label in (("left", "Yes"), ("moment", "No, same day")):
        walk = answer_step(walk, key, label, by=shop.maartje)
    assert [(way.words, way.more) for way in suggested_ways(walk)] == [("De bezorging is voor ons", "Naar uw kaart")]


def test_a_part_of_an_order_that_nobody_knows_is_not_suggested(shop: Shop) -> None:
    walk = begin_walk(shop.adaeze_writes(), published(shop), by=shop.maartje)
    for key, label in (("left", "Yes"), ("moment", "No, same day")):
        walk = answer_step(walk, key, label, by=shop.maartje)
    assert [way.kind for way in suggested_ways(walk)] == ["part"]


def test_leaving_and_deciding_otherwise_are_counted_where_they_happen(shop: Shop) -> None:
    guide = published(shop)
    walks = []
    for number in range(4):
        conversation = shop.adaeze_writes("Where is it?", sender=f"p{number}@many.example")
        walks.append(begin_walk(conversation, guide, by=shop.maartje))
    walks[0] = answer_step(walks[0], "left", "Yes", by=shop.maartje)
    leave_walk(walks[0], by=shop.maartje)
    leave_walk(walks[0], by=shop.maartje)
    know_better(walks[1], "I rang the driver.", by=shop.maartje)
    remark(walks[2], "What of a locked door?", by=shop.maartje)
    for key, label in (("left", "Yes"), ("moment", "Yes"), ("time", "")):
        walks[3] = answer_step(walks[3], key, label, by=shop.maartje)
    finish(walks[3], "", by=shop.maartje)
    put_right(walks[3].conversation, by=shop.maartje)
    counts = counts_of(guide.pk, shop.priya)
    assert (counts.used, counts.ended, counts.settled, counts.helped) == (4, 1, 1, None)
    assert (counts.left["moment"], counts.better["left"]) == (1, 1)
    assert {(one.words, one.better) for one in counts.remarks} == {
        ("I rang the driver.", True),
        ("What of a locked door?", False),
    }
    assert used_since() == {guide.pk: 4}
    # What is said of a guide may speak of a person.
    set_sight(Role.AGENT, Scope.NONE, by=CHA)
    assert counts_of(guide.pk, Member.objects.get(pk=shop.maartje.pk)).remarks == []


def test_who_may_only_look_walks_no_guide(shop: Shop) -> None:
    guide, conversation = published(shop), shop.adaeze_writes()
    with pytest.raises((NotFound, Refused)):
        begin_walk(conversation, guide, by=shop.jef)
