"""Choosing from an offer: by the person, noted by a member, twice, again, too late, and not at all."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cha.conversations.models import Conversation, Message
from cha.core import worker
from cha.core.actor import CHA
from cha.core.clock import now, standing_at
from cha.core.errors import Conflict, NotFound, Refused
from cha.people.models import Person
from cha.promises.models import Promise
from cha.promises.wording import pathway_of
from cha.resolutions.approvals.approving import answer_approval
from cha.resolutions.models import Approval, Choice, Offer, Option, PolicySet, Remedy
from cha.resolutions.offers.choosing import choose, expire_offer, may_change, mind_until, want_else
from cha.resolutions.remedies.doing import finish_remedy, start_remedy
from tests.resolutions.offers.offered import back, offer, offered, way
from tests.resolutions.remedies.giving import give, policy, rule
from tests.shop import Shop, verbs


@pytest.fixture
def talk(shop: Shop) -> Conversation:
    return shop.adaeze_writes()


def stands(made: Offer) -> Choice:
    return Choice.objects.get(offer=made, undone_at=None)


def test_a_choice_makes_the_remedy_and_its_promise(shop: Shop, talk: Conversation) -> None:
    made = offer(shop, talk)
    choice = choose(made, 1, by=talk.person, via="page")
    remedy = Remedy.objects.get()
    option = made.options.get(number=1)
    assert (remedy.kind, remedy.cost, remedy.option, remedy.decided_by_id) == (
        "replacement", 148_00, option, shop.maartje.pk,
    )  # fmt: skip
    promise = Promise.objects.get(source="option")
    assert (promise.kept_by, promise.by, promise.keeper, promise.words) == (
        "remedy", option.by, shop.maartje, option.words,
    )  # fmt: skip
    assert (remedy.promise, remedy.by) == (promise, option.by)
    assert (choice.via, choice.noted_by) == ("page", None)
    made.refresh_from_db()
    assert made.state == "chosen"
    assert verbs(talk)[-3:] == ["promise.made", "remedy.decided", "offer.chosen"]


def test_it_is_our_turn_then(shop: Shop, talk: Conversation) -> None:
    made = offer(shop, talk)
    choose(made, 1, by=talk.person, via="page")
    talk.refresh_from_db()
    assert talk.state == "ours"
    assert talk.next_promise_at == made.options.get(number=1).by


def test_the_way_there_says_what_was_chosen(shop: Shop, talk: Conversation) -> None:
    made = offer(shop, talk)
    choose(made, 1, by=talk.person, via="page")
    talk.refresh_from_db()
    steps = [(step.words, step.state) for step in pathway_of(talk, now=now()) if step.code == "own"]
    assert steps == [("You chose", "done"), ("All twelve again, in white", "now")]
    finish_remedy(Remedy.objects.get(), by=shop.maartje)
    talk.refresh_from_db()
    steps = [(step.words, step.state) for step in pathway_of(talk, now=now()) if step.code == "own"]
    assert steps[1] == ("All twelve again, in white", "done")


def test_the_promise_is_kept_when_it_is_given(shop: Shop, talk: Conversation) -> None:
    made = offer(shop, talk)
    choose(made, 2, by=talk.person, via="mail")
    finish_remedy(Remedy.objects.get(), by=shop.maartje)
    assert Promise.objects.get(source="option").state == "kept"
    made.refresh_from_db()
    assert made.state == "done"


def test_the_same_twice_is_one_choice(shop: Shop, talk: Conversation) -> None:
    made = offer(shop, talk)
    first = choose(made, 1, by=talk.person, via="page")
    assert choose(made, 1, by=talk.person, via="chat") == first
    assert Remedy.objects.count() == Promise.objects.filter(source="option").count() == 1


def test_the_same_is_the_same_even_when_it_is_done(shop: Shop, talk: Conversation) -> None:
    made = offer(shop, talk)
    first = choose(made, 1, by=talk.person, via="page")
    finish_remedy(Remedy.objects.get(), by=shop.maartje)
    assert choose(made, 1, by=talk.person, via="page") == first


def test_another_one_by_accident_changes_nothing(shop: Shop, talk: Conversation) -> None:
    made = offer(shop, talk)
    first = choose(made, 1, by=talk.person, via="page")
    with pytest.raises(Conflict, match="All twelve again") as found:
        choose(made, 2, by=talk.person, via="page")
    assert (found.value.code, found.value.details["choice"]) == ("chosen", first.pk)
    assert stands(made) == first


def test_a_mind_can_be_changed(shop: Shop, talk: Conversation) -> None:
    made = offer(shop, talk)
    first = choose(made, 1, by=talk.person, via="page")
    second = choose(made, 2, by=talk.person, via="page", instead_of=first.pk)
    assert stands(made) == second
    assert list(Remedy.objects.order_by("id").values_list("kind", "state")) == [
        ("replacement", "back"),
        ("refund", "decided"),
    ]
    states = list(Promise.objects.filter(source="option").order_by("id").values_list("state", flat=True))
    assert states == ["released", "open"]
    assert "offer.unchosen" in verbs(talk)


def test_a_mind_can_be_changed_back(shop: Shop, talk: Conversation) -> None:
    made = offer(shop, talk)
    first = choose(made, 1, by=talk.person, via="page")
    second = choose(made, 2, by=talk.person, via="page", instead_of=first.pk)
    choose(made, 1, by=talk.person, via="page", instead_of=second.pk)
    assert Remedy.objects.get(state="decided").kind == "replacement"


def test_an_old_page_changes_nothing(shop: Shop, talk: Conversation) -> None:
    """Who saw the first choice and changes it does not undo what was changed meanwhile."""
    made = offer(shop, talk, way(), back(), back(50, "Part of it back"))
    first = choose(made, 1, by=talk.person, via="page")
    choose(made, 2, by=talk.person, via="page", instead_of=first.pk)
    with pytest.raises(Conflict):
        choose(made, 3, by=talk.person, via="page", instead_of=first.pk)


def test_what_is_under_way_is_not_changed(shop: Shop, talk: Conversation) -> None:
    made = offer(shop, talk)
    first = choose(made, 1, by=talk.person, via="page")
    start_remedy(Remedy.objects.get(), by=shop.maartje)
    made.refresh_from_db()
    assert (made.state, may_change(made)) == ("done", False)
    with pytest.raises(Conflict) as found:
        choose(made, 2, by=talk.person, via="page", instead_of=first.pk)
    assert found.value.code == "under_way"


def test_after_its_time_a_choice_stands(shop: Shop, talk: Conversation) -> None:
    made = offer(shop, talk, change_until=now() + timedelta(hours=6))
    first = choose(made, 1, by=talk.person, via="page")
    with standing_at(now() + timedelta(hours=5)):
        second = choose(made, 2, by=talk.person, via="page", instead_of=first.pk)
    with standing_at(now() + timedelta(hours=7)), pytest.raises(Conflict) as found:
        choose(made, 1, by=talk.person, via="page", instead_of=second.pk)
    assert found.value.code == "changed"


def test_a_mind_can_be_changed_for_an_hour_and_never_so_long_that_the_way_is_late() -> None:
    at = now()
    soon, later = Option(by=at + timedelta(hours=1)), Option(by=at + timedelta(days=2))
    assert mind_until(Offer(), later, at) == mind_until(Offer(), Option(), at) == at + timedelta(hours=1)
    assert mind_until(Offer(), soon, at) == at + timedelta(minutes=30)
    said = Offer(change_until=at + timedelta(hours=6))
    assert mind_until(said, later, at) == said.change_until
    assert mind_until(said, soon, at) == at + timedelta(minutes=30)


@pytest.mark.parametrize("fired", [True, False])
def test_after_the_last_moment_nothing_is_chosen(shop: Shop, talk: Conversation, fired: bool) -> None:
    made = offer(shop, talk)
    with standing_at(made.until + timedelta(seconds=1)):
        if fired:
            expire_offer(made)
        with pytest.raises(Conflict) as found:
            choose(made, 1, by=talk.person, via="page")
    assert found.value.code == "expired"
    assert not Remedy.objects.exists()


def test_somebody_else_finds_no_offer(shop: Shop, talk: Conversation) -> None:
    made = offer(shop, talk)
    other = Person.objects.create(name="Ben")
    with pytest.raises(NotFound):
        choose(made, 1, by=other, via="page")
    with pytest.raises(NotFound):
        want_else(made, "else", "Flowers", by=other, via="page")


def test_a_way_that_it_has_not_is_not_found(shop: Shop, talk: Conversation) -> None:
    made = offer(shop, talk)
    with pytest.raises(NotFound):
        choose(made, 3, by=talk.person, via="mail")


def test_a_member_notes_what_they_were_told(shop: Shop, talk: Conversation) -> None:
    made = offer(shop, talk)
    choice = choose(made, 2, by=shop.maartje, via="phone")
    assert (choice.noted_by, choice.via) == (shop.maartje, "phone")
    with pytest.raises((NotFound, Refused)):
        choose(made, 2, by=shop.jef, via="phone")


def test_who_may_do_less_by_now_still_stands_by_what_was_offered(shop: Shop, talk: Conversation) -> None:
    """The limit went down after it was offered: that is the house's."""
    made = offer(shop, talk)
    PolicySet(number=2, state="live", rules=[rule(agent=10_00)], starts_at=now()).save(force_insert=True)
    choose(made, 1, by=talk.person, via="page")
    assert Remedy.objects.get().kind == "replacement"


def test_where_something_else_was_given_meanwhile_a_yes_is_asked_for(shop: Shop, talk: Conversation) -> None:
    policy(rule(agent=200_00, cap={"person_days": 365, "person": 200_00}))
    made = offered(shop, talk)
    give(talk, shop.maartje, minor=150_00)
    choice = choose(made, 2, by=talk.person, via="page")
    assert choice.option.number == 2 if choice.option else False
    assert not Remedy.objects.filter(option__isnull=False).exists()
    option = Option.objects.get(offer=made, number=2)
    assert option.state == "asking"
    answer_approval(Approval.objects.get(), "yes", by=shop.priya)
    assert Remedy.objects.get(option=option).amount == 186_00


def test_a_maker_who_is_gone_leaves_it_to_who_looks_after_it(shop: Shop, talk: Conversation) -> None:
    made = offer(shop, talk)
    type(shop.maartje).objects.filter(pk=shop.maartje.pk).update(is_active=False)
    Conversation.objects.filter(pk=talk.pk).update(assignee=shop.priya)
    choose(made, 1, by=talk.person, via="page")
    assert Remedy.objects.get().decided_by_id == shop.priya.pk


def test_something_else_makes_it_our_turn(shop: Shop, talk: Conversation) -> None:
    made = offer(shop, talk)
    want_else(made, "else", "Could my sister have them?", by=talk.person, via="page")
    made.refresh_from_db()
    talk.refresh_from_db()
    assert (made.state, talk.state) == ("else", "ours")
    assert stands(made).words == "Could my sister have them?"
    assert talk.care_at is not None


def test_something_else_leaves_the_ways_open(shop: Shop, talk: Conversation) -> None:
    made = offer(shop, talk)
    want_else(made, "person", "", by=talk.person, via="page")
    choose(made, 1, by=talk.person, via="page")
    assert stands(made).option == made.options.get(number=1)


def test_a_person_who_asks_for_a_person_keeps_what_is_under_way(shop: Shop, talk: Conversation) -> None:
    made = offer(shop, talk)
    first = choose(made, 1, by=talk.person, via="page")
    start_remedy(Remedy.objects.get(), by=shop.maartje)
    assert want_else(made, "person", "", by=talk.person, via="page") == first
    assert verbs(talk)[-1] == "offer.else"


def test_silence_promises_the_call_that_was_announced(shop: Shop, talk: Conversation) -> None:
    made = offer(shop, talk, silent="Maartje calls you", silent_kind="call")
    with standing_at(made.until + timedelta(seconds=1)):
        worker.run_all()
        made.refresh_from_db()
        assert made.state == "expired"
        promise = Promise.objects.get(source="option")
    assert (promise.kept_by, promise.words, promise.keeper) == ("call", "Maartje calls you", shop.maartje)
    assert promise.by > made.until
    talk.refresh_from_db()
    assert talk.state == "ours"


def test_silence_may_mean_nothing(shop: Shop, talk: Conversation) -> None:
    made = offer(shop, talk, silent_kind="nothing")
    with standing_at(made.until + timedelta(seconds=1)):
        expire_offer(made)
    assert not Promise.objects.filter(source="option").exists()


def test_an_early_timer_waits_for_its_time(shop: Shop, talk: Conversation) -> None:
    made = offer(shop, talk)
    assert expire_offer(made).state == "open"
    choose(made, 1, by=talk.person, via="page")
    with standing_at(made.until + timedelta(seconds=1)):
        assert expire_offer(made, by=CHA).state == "chosen"


def above(shop: Shop, talk: Conversation) -> Offer:
    return offer(shop, talk, way(), back(372, "Money back, keep the peach"))


def test_a_yes_makes_a_way_that_can_be_chosen(shop: Shop, talk: Conversation) -> None:
    made = above(shop, talk)
    with pytest.raises(Conflict) as found:
        choose(made, 2, by=talk.person, via="page")
    assert found.value.code == "asking"
    answer_approval(Approval.objects.get(), "yes", by=shop.priya)
    worker.run_all()
    said = Message.objects.filter(conversation=talk, kind="said").latest("pk")
    assert said.text.startswith("You can choose this way, too:\n\n2. Money back, keep the peach. €372, ")
    choose(made, 2, by=talk.person, via="page")
    remedy = Remedy.objects.get()
    assert (remedy.amount, remedy.approval, remedy.decided_by_id) == (372_00, Approval.objects.get(), shop.maartje.pk)
    assert Approval.objects.get().used_at is not None


def test_the_promise_to_tell_is_kept_by_telling(shop: Shop, talk: Conversation) -> None:
    above(shop, talk)
    answer_approval(Approval.objects.get(), "yes", by=shop.priya)
    worker.run_all()
    assert Promise.objects.get(words__contains="Money back, keep the peach").state == "kept"


def test_another_way_takes_its_place(shop: Shop, talk: Conversation) -> None:
    made = above(shop, talk)
    instead = {"kind": "part", "amount": 300_00, "currency": "EUR", "words": "€300 back"}
    answer_approval(Approval.objects.get(), "other", by=shop.priya, instead=instead)
    second = made.options.get(number=2)
    assert (second.state, second.kind, second.words, second.amount) == ("ready", "part", "€300 back", 300_00)
    choose(made, 2, by=talk.person, via="page")
    assert Remedy.objects.get().amount == 300_00


def test_a_no_is_told_once_and_the_others_stand(shop: Shop, talk: Conversation) -> None:
    made = above(shop, talk)
    answer_approval(Approval.objects.get(), "no", by=shop.priya, words="Too much for one order.")
    worker.run_all()
    worker.run_all()
    said = Message.objects.filter(conversation=talk, kind="said", extra__offer_more=True)
    assert [one.text for one in said] == ["We asked, and cannot offer another way. The ways you have stand."]
    with pytest.raises(Conflict) as found:
        choose(made, 2, by=talk.person, via="page")
    assert found.value.code == "declined"


def test_a_choice_settles_what_was_still_asked(shop: Shop, talk: Conversation) -> None:
    made = above(shop, talk)
    choose(made, 1, by=talk.person, via="page")
    assert Approval.objects.get().state == "over"
    assert Promise.objects.get(words__contains="Money back, keep the peach").state == "released"


def test_a_yes_can_be_used_again_after_a_change_of_mind(shop: Shop, talk: Conversation) -> None:
    made = above(shop, talk)
    answer_approval(Approval.objects.get(), "yes", by=shop.priya)
    first = choose(made, 2, by=talk.person, via="page")
    second = choose(made, 1, by=talk.person, via="page", instead_of=first.pk)
    choose(made, 2, by=talk.person, via="page", instead_of=second.pk)
    assert Remedy.objects.get(state="decided").amount == 372_00
