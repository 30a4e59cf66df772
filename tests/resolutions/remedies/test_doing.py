"""Doing what was decided: under way, ticked off, done or failed, taken back in time; its promise with it."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from cha.conversations.models import Conversation
from cha.core.clock import now
from cha.core.errors import ChaError, Conflict, Invalid, NotFound, Refused
from cha.people.models import Person
from cha.promises.models import Promise, make_promise, renegotiate
from cha.resolutions.models import Remedy
from cha.resolutions.remedies.doing import fail_remedy, finish_remedy, start_remedy, take_back_remedy, tick_line
from tests.resolutions.remedies.giving import give, policy
from tests.shop import Shop, verbs

pytestmark = pytest.mark.django_db(transaction=True)

HOUR = timedelta(hours=1)


@pytest.fixture
def talk(shop: Shop) -> Conversation:
    policy()
    return shop.adaeze_writes()


def promise(shop: Shop, talk: Conversation) -> Promise:
    words = {"kind": "other", "words": "Twenty euros back", "kept_by": "remedy"}
    return make_promise(talk, now() + 5 * HOUR, by=shop.maartje, keeper=shop.maartje, **words)  # type: ignore[arg-type]


def test_it_begins_and_is_done_with_proof_and_its_promise_is_kept(shop: Shop, talk: Conversation) -> None:
    row = give(talk, shop.maartje, promise=promise(shop, talk))
    assert start_remedy(row, by=shop.maartje).state == "way"
    done = finish_remedy(row, by=shop.maartje, proof={"reference": "re_1"})
    assert (done.state, done.proof) == ("done", {"reference": "re_1"})
    assert done.promise
    done.promise.refresh_from_db()
    assert done.promise.state == "kept"
    assert [verb for verb in verbs(talk) if verb.startswith("remedy.")] == [
        "remedy.decided",
        "remedy.started",
        "remedy.done",
    ]


def test_twice_is_once(shop: Shop, talk: Conversation) -> None:
    row = give(talk, shop.maartje)
    for _ in range(2):
        start_remedy(row, by=shop.maartje)
    for number in range(2):
        assert finish_remedy(row, by=shop.maartje, proof={"reference": number}).proof == {"reference": 0}
    assert [verbs(talk).count(verb) for verb in ("remedy.started", "remedy.done")] == [1, 1]


def test_a_promise_that_got_another_time_is_kept(shop: Shop, talk: Conversation) -> None:
    first = promise(shop, talk)
    row = give(talk, shop.maartje, promise=first)
    second = renegotiate(first, now() + 8 * HOUR, by=shop.maartje, told_at=now())
    finish_remedy(row, by=shop.maartje)
    second.refresh_from_db()
    assert second.state == "kept"


def test_after_its_time_it_is_done_and_the_promise_is_broken(shop: Shop, talk: Conversation) -> None:
    row = give(talk, shop.maartje, promise=promise(shop, talk))
    with time_machine.travel(now() + 6 * HOUR, tick=False):
        assert finish_remedy(row, by=shop.maartje).state == "done"
    assert Promise.objects.get(words="Twenty euros back").state == "broken"


def test_a_failure_says_why_and_can_be_tried_again(shop: Shop, talk: Conversation) -> None:
    row = give(talk, shop.maartje)
    start_remedy(row, by=shop.maartje)
    with pytest.raises(Invalid):
        fail_remedy(row, by=shop.maartje, problem=" ")
    failed = fail_remedy(row, by=shop.maartje, problem="The card is closed")
    assert (failed.state, failed.problem) == ("failed", "The card is closed")
    again = start_remedy(row, by=shop.maartje)
    assert (again.state, again.problem) == ("way", "")


def test_it_is_taken_back_only_before_anything_is_done(shop: Shop, talk: Conversation) -> None:
    row = give(talk, shop.maartje, promise=promise(shop, talk))
    assert take_back_remedy(row, by=shop.maartje).state == "back"
    assert take_back_remedy(row, by=shop.maartje).state == "back"
    assert Promise.objects.get(words="Twenty euros back").state == "released"
    for verb in (start_remedy, finish_remedy):
        with pytest.raises(Conflict, match="taken back"):
            verb(row, by=shop.maartje)
    begun = start_remedy(give(talk, shop.maartje), by=shop.maartje)
    with pytest.raises(Conflict, match="under way"):
        take_back_remedy(begun, by=shop.maartje)
    finish_remedy(begun, by=shop.maartje)
    with pytest.raises(Conflict, match="done already"):
        take_back_remedy(begun, by=shop.maartje)
    with pytest.raises(Conflict, match="done already"):
        fail_remedy(begun, by=shop.maartje, problem="No")


def test_what_is_in_doubt_is_neither_tried_again_nor_taken_back(shop: Shop, talk: Conversation) -> None:
    row = give(talk, shop.maartje)
    Remedy.objects.filter(pk=row.pk).update(state="doubt")
    for verb in (start_remedy, take_back_remedy):
        with pytest.raises(Conflict, match="Settle that first"):
            verb(row, by=shop.maartje)


def test_the_person_takes_back_theirs_and_does_nothing_else(shop: Shop, talk: Conversation) -> None:
    row = give(talk, shop.maartje)
    adaeze = Person.objects.get(pk=talk.person_id)
    with pytest.raises(Refused):
        start_remedy(row, by=adaeze)
    bram = Person.objects.get(pk=shop.adaeze_writes("Hello", sender="Bram <bram@example.com>").person_id)
    with pytest.raises(NotFound):
        take_back_remedy(row, by=bram)
    assert take_back_remedy(row, by=adaeze).state == "back"


def test_its_list_is_ticked_off_and_the_last_line_finishes_it(shop: Shop, talk: Conversation) -> None:
    row = give(talk, shop.maartje, "card", 3_00, checklist=["Choose a card", "", "Write it", "Post it"])
    assert [line["words"] for line in row.checklist] == ["Choose a card", "Write it", "Post it"]
    assert tick_line(row, 0, by=shop.maartje).state == "way"
    assert tick_line(row, 0, by=shop.maartje, done=False).state == "decided"
    for number in (2, 0):
        assert tick_line(row, number, by=shop.maartje).state == "way"
    done = tick_line(row, 1, by=shop.priya)
    assert done.state == "done"
    assert [line["by"] for line in done.checklist] == [shop.maartje.pk, shop.priya.pk, shop.maartje.pk]
    with pytest.raises(Conflict):
        tick_line(row, 1, by=shop.maartje, done=False)
    with pytest.raises(NotFound):
        tick_line(row, 3, by=shop.maartje)


def test_a_light_member_does_none_of_it(shop: Shop, talk: Conversation) -> None:
    row = give(talk, shop.maartje, checklist=["Pay"])
    for work in (start_remedy, finish_remedy, take_back_remedy):
        with pytest.raises(ChaError):
            work(row, by=shop.jef)
    with pytest.raises(ChaError):
        tick_line(row, 0, by=shop.jef)
