"""What was given goes with its person and its conversation: one story, taken apart again, the same person."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cha.conversations.joining_persons import join_persons
from cha.conversations.joining_persons.rows import places as places_of_persons
from cha.conversations.models import Conversation, erase_conversation, merge, take_apart, trash
from cha.conversations.models.moving import places
from cha.core.clock import now
from cha.core.ledger import Event
from cha.resolutions import models
from cha.resolutions.models import Approval, Offer, Remedy
from cha.resolutions.remedies.doing import finish_remedy
from tests.resolutions.remedies.giving import give, policy, yes
from tests.shop import Shop

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def talk(shop: Shop) -> Conversation:
    policy()
    return shop.adaeze_writes()


def test_every_table_about_a_conversation_or_a_person_is_moved() -> None:
    conversations = {model for _kind, model, _column in places()}
    persons = {model for _kind, model, _column in places_of_persons()}
    for name in models.__all__:
        model = getattr(models, name)
        fields = {field.name for field in model._meta.concrete_fields}
        assert ("conversation" in fields) == (model in conversations), name
        assert ("person" in fields) == (model in persons), name


def test_in_one_story_it_stands_in_the_story_and_goes_back_when_it_is_taken_apart(
    shop: Shop, talk: Conversation
) -> None:
    other = shop.adaeze_writes("Something else", subject="Else")
    row, asked = give(other, shop.maartje), yes(other)
    offer = Offer(conversation=other, person_id=other.person_id, until=now() + timedelta(days=1))
    offer.save(force_insert=True)
    merged = merge(other, into=talk, by=shop.maartje)
    where = [model.objects.values_list("conversation_id", flat=True).get() for model in (Remedy, Approval, Offer)]
    assert where == [talk.pk] * 3
    assert finish_remedy(row, by=shop.maartje).state == "done"
    assert give(talk, shop.maartje, minor=300_00, approval=asked).conversation_id == talk.pk
    Remedy.objects.exclude(pk=row.pk).delete()
    take_apart(merged, by=shop.maartje)
    where = [model.objects.values_list("conversation_id", flat=True).get() for model in (Remedy, Approval, Offer)]
    assert where == [other.pk] * 3


def test_of_the_same_person_it_is_theirs(shop: Shop, talk: Conversation) -> None:
    other = shop.adaeze_writes("It is me too", sender="Ada <ada@post.example>")
    give(other, shop.maartje)
    join_persons(talk.person, other.person, by=shop.priya)
    assert {row.person_id for row in Remedy.objects.all()} == {Conversation.objects.get(pk=other.pk).person_id}


def test_an_erased_conversation_leaves_what_it_cost_in_the_ledger_and_no_word_of_it(
    shop: Shop, talk: Conversation
) -> None:
    finish_remedy(give(talk, shop.maartje, words="A secret kindness", why="Her wedding"), by=shop.maartje)
    trash(talk, by=shop.priya)
    erase_conversation(talk, by=shop.priya)
    assert not Remedy.objects.exists()
    facts = Event.objects.get(verb="remedy.decided").facts
    assert (facts["kind"], facts["worth"], facts["currency"]) == ("refund", 20_00, "EUR")
    assert "wedding" not in str(list(Event.objects.values_list("facts", flat=True)))
