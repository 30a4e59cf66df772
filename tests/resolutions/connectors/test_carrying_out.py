"""A remedy goes over a connector: once, whatever happens on the way, and nothing is forgotten."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from cha.conversations.models import Conversation
from cha.core.actor import CHA
from cha.core.clock import now
from cha.core.errors import Conflict, Invalid
from cha.core.ledger import Event
from cha.core.tasks import Task
from cha.resolutions.carrying.carrying_out import carry_out, note, take_up
from cha.resolutions.carrying.connecting import keep_connector, pause_connector, remove_connector
from cha.resolutions.carrying.settling import read_post, receive_post, settle_doubt, try_again
from cha.resolutions.connectors import wire
from cha.resolutions.connectors.base import HOLD, NotTheirs, done
from cha.resolutions.connectors.webhook import signature
from cha.resolutions.models import Attempt, Connector, Remedy
from cha.resolutions.remedies.doing import fail_remedy, take_back_remedy
from tests.resolutions.connectors.carried import SECRETS, connect, pass_time, run_at, story
from tests.resolutions.connectors.standins.house import StandIn, standing_in
from tests.resolutions.connectors.standins.mollie import StandInMollie
from tests.resolutions.connectors.standins.receiver import Receiver
from tests.resolutions.connectors.standins.shops import StandInShopify, StandInWoo
from tests.resolutions.connectors.standins.stripe import StandInStripe
from tests.resolutions.remedies.giving import give, order, policy
from tests.shop import Shop, verbs

pytestmark = pytest.mark.django_db(transaction=True)

HOUSES: dict[str, type[StandIn]] = {
    "stripe": StandInStripe,
    "mollie": StandInMollie,
    "shopify": StandInShopify,
    "woocommerce": StandInWoo,
    "webhook": Receiver,
}
SOURCES = {"shopify": "shopify", "woocommerce": "woocommerce"}


@pytest.fixture
def talk(shop: Shop, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Conversation:
    settings.CHA_CONNECTORS_PRIVATE = True
    monkeypatch.setattr(wire, "STEP", 0.6)
    policy()
    return shop.adaeze_writes()


@pytest.fixture(params=list(HOUSES))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def there(name: str) -> Iterator[Any]:
    with standing_in(HOUSES[name]()) as stand_in:
        yield stand_in


def decide(talk: Conversation, shop: Shop, name: str, there: Any, minor: int = 14800) -> Remedy:
    """A remedy on an order that the house knows, and a connector to it."""
    connect(name, there.url)
    bought = order(talk, 14800)
    bought.source.kind = SOURCES.get(name, "rest")
    bought.source.save()
    bought.external_id = "22910"
    bought.save()
    return give(talk, shop.priya, minor=minor, order=bought)


def test_it_is_carried_out_and_proved(shop: Shop, talk: Conversation, name: str, there: Any) -> None:
    remedy = decide(talk, shop, name, there)
    run_at()
    assert (story(remedy), there.paid) == (("done", [(1, "done")]), 14800)
    assert remedy.proof["reference"]
    assert remedy.connector is not None
    assert remedy.connector.kind == name
    wanted = ["remedy.decided", "remedy.started", "remedy.done"]
    assert [verb for verb in verbs(talk) if verb.startswith("remedy")] == wanted


@pytest.mark.parametrize("fault", ["dies", "breaks", "slow", "lies"])
def test_paid_and_in_doubt_is_settled_by_asking(
    shop: Shop, talk: Conversation, name: str, there: Any, fault: str
) -> None:
    there.faults = [fault]
    remedy = decide(talk, shop, name, there)
    run_at()
    assert (story(remedy)[0], there.paid) == ("done", 14800)
    assert "remedy.doubted" not in verbs(talk)  # it was asked at once: nobody needs to hear of it


def test_what_cannot_be_asked_at_once_is_in_doubt_until_it_can(shop: Shop, talk: Conversation) -> None:
    with standing_in(StandInStripe(faults=["breaks"])) as there:
        remedy = decide(talk, shop, "stripe", there)
        there.meets = lambda when: setattr(there, "gone", when == "after")
        run_at()
        assert story(remedy) == ("doubt", [(1, "doubt")])
        assert "trouble" in remedy.problem
        there.gone = False
        pass_time(2)
        assert (story(remedy), there.paid) == (("done", [(1, "done")]), 14800)
    assert Event.objects.get(verb="remedy.settled").facts == {"attempt": 1, "paid": True}


def test_broken_and_not_paid_is_paid_in_the_end_once(shop: Shop, talk: Conversation, name: str, there: Any) -> None:
    there.faults = ["broken"]
    remedy = decide(talk, shop, name, there)
    run_at()
    pass_time()
    state, attempts = story(remedy)
    if name == "woocommerce":  # it proves nothing there: a member has to say
        assert (state, there.paid) == ("doubt", 0)
        return
    assert (state, there.paid, attempts[-1][1]) == ("done", 14800, "done")


def test_a_house_that_never_does_it_is_given_up_and_said(shop: Shop, talk: Conversation) -> None:
    with standing_in(StandInShopify(faults=["broken"] * 20)) as there:
        remedy = decide(talk, shop, "shopify", there)
        run_at()
        pass_time()
        assert story(remedy) == ("failed", [(1, "refused"), (2, "refused"), (3, "refused")])
        assert there.paid == 0
    assert "knows nothing of it after 3 tries" in remedy.problem


def test_refused_is_failed_in_words_and_tried_again_by_a_member(shop: Shop, talk: Conversation) -> None:
    with standing_in(StandInStripe(amount=5000)) as there:
        remedy = decide(talk, shop, "stripe", there)
        run_at()
        assert story(remedy) == ("failed", [(1, "refused")])
        assert "says no" in remedy.problem
        with pytest.raises(Conflict):
            settle_doubt(remedy, paid=True, by=shop.maartje)
        there.amount = 14800
        try_again(remedy, by=shop.maartje, payment=" pi_1 ")
        run_at()
        assert story(remedy) == ("done", [(1, "refused"), (2, "done")])
        assert (there.paid, remedy.payment) == (14800, "pi_1")


def test_a_house_that_is_away_is_waited_for(shop: Shop, talk: Conversation, name: str, there: Any) -> None:
    there.gone = True
    remedy = decide(talk, shop, name, there)
    run_at()
    assert story(remedy)[0] in ("way", "doubt")
    there.gone = False
    pass_time()
    assert (story(remedy)[0], there.paid) == ("done", 14800)


def test_taken_back_in_time_is_not_carried_out(shop: Shop, talk: Conversation) -> None:
    with standing_in(StandInStripe()) as there:
        remedy = decide(talk, shop, "stripe", there)
        take_back_remedy(remedy, by=shop.priya)
        run_at()
        assert (story(remedy), there.asked) == (("back", []), [])


def test_what_no_connector_does_stays_by_hand(shop: Shop, talk: Conversation) -> None:
    with standing_in(StandInStripe()) as there:
        connect("stripe", there.url)
        remedy = give(talk, shop.priya, "card", 0)
        pause_connector(Connector.objects.get(), by=shop.priya, paused=True)
        other = give(talk, shop.priya, minor=100)
        run_at()
        assert (story(remedy), story(other), there.asked) == (("decided", []), ("decided", []), [])


def test_given_up_by_hand_while_it_goes_is_done_when_it_was_paid(shop: Shop, talk: Conversation) -> None:
    with standing_in(StandInStripe()) as there:
        remedy = decide(talk, shop, "stripe", there)
        turn = take_up(remedy.pk, by=CHA)
        fail_remedy(remedy, by=shop.priya, problem="It takes too long.")
        take_back_remedy(remedy, by=shop.priya)
        note(turn, done("re_9"), by=CHA)  # type: ignore[arg-type]
        assert story(remedy) == ("done", [(1, "done")])
        assert "before it was taken back" in remedy.problem


def test_doubt_is_shown_and_a_member_says_which(shop: Shop, talk: Conversation) -> None:
    with standing_in(StandInWoo(faults=["breaks"], deletes=True)) as there:
        remedy = decide(talk, shop, "woocommerce", there)
        run_at()
        assert story(remedy) == ("doubt", [(1, "doubt")])
        with pytest.raises(Invalid):
            settle_doubt(remedy, paid=True, because="a feeling", by=shop.maartje)
        settle_doubt(remedy, paid=True, because="seen", words="It is in the bank's list.", by=shop.maartje)
        pass_time()
        assert (story(remedy), there.paid) == (("done", [(1, "done")]), 14800)
    event = Event.objects.get(verb="remedy.settled")
    assert (event.actor_id, event.facts) == (shop.maartje.pk, {"attempt": 1, "paid": True, "because": "seen"})
    with pytest.raises(Conflict):
        settle_doubt(remedy, paid=False, by=shop.priya)


def test_not_paid_goes_again_under_a_new_key(shop: Shop, talk: Conversation) -> None:
    with standing_in(StandInWoo(faults=["broken"])) as there:
        remedy = decide(talk, shop, "woocommerce", there)
        run_at()
        assert story(remedy)[0] == "doubt"
        settle_doubt(remedy, paid=False, because="told", by=shop.maartje)
        run_at()
        assert (story(remedy), there.paid) == (("done", [(1, "refused"), (2, "done")]), 14800)
    assert len(set(Attempt.objects.values_list("key", flat=True))) == 2


def test_said_to_be_unpaid_and_paid_all_the_same_is_found_before_it_is_paid_again(
    shop: Shop, talk: Conversation
) -> None:
    with standing_in(StandInStripe(faults=["breaks"])) as there:
        remedy = decide(talk, shop, "stripe", there)
        there.meets = lambda when: setattr(there, "gone", when == "after")
        run_at()
        there.gone, there.meets = False, None
        settle_doubt(remedy, paid=False, because="asked", by=shop.maartje)
        run_at()
        assert (story(remedy), there.paid) == (("done", [(1, "refused"), (2, "done")]), 14800)


def test_while_the_house_is_asked_nobody_settles(shop: Shop, talk: Conversation) -> None:
    with standing_in(StandInWoo(faults=["broken"])) as there:
        remedy = decide(talk, shop, "woocommerce", there)
        run_at()
        Attempt.objects.update(holder=f"{take_up.__module__}:1", held_until=now() + HOLD)
        with pytest.raises(Conflict, match="being asked right now"):
            settle_doubt(remedy, paid=False, by=shop.maartje)


def test_two_workers_at_once_pay_once(shop: Shop, talk: Conversation, name: str, there: Any) -> None:
    remedy = decide(talk, shop, name, there)
    start = threading.Barrier(3)

    def work() -> None:
        start.wait()
        from cha.core.tasks import Later

        try:
            carry_out(remedy.pk)
        except Later:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    pass_time()
    run_at()
    assert (story(remedy), there.paid) == (("done", [(1, "done")]), 14800)


def test_a_worker_that_hangs_for_longer_than_its_hold_pays_nothing_twice(
    shop: Shop, talk: Conversation, name: str, there: Any
) -> None:
    remedy = decide(talk, shop, name, there)
    turn = take_up(remedy.pk, by=CHA)
    assert turn is not None
    from cha.resolutions.carrying.carrying_out import Turn, ask

    assert isinstance(turn, Turn)
    said = ask(turn)
    run_at(now() + HOLD + timedelta(seconds=1))
    note(turn, said, by=CHA, at=now() + HOLD + timedelta(seconds=2))
    assert (story(remedy), there.paid) == (("done", [(1, "done")]), 14800)


def test_under_way_is_asked_after_until_it_is_done(shop: Shop, talk: Conversation) -> None:
    with standing_in(StandInMollie(status="pending")) as there:
        remedy = decide(talk, shop, "mollie", there)
        run_at()
        assert story(remedy) == ("way", [(1, "going")])
        pass_time(3)
        there.gone = True
        pass_time(1)
        assert story(remedy)[0] == "way"
        there.gone, there.refunds[0]["status"] = False, "refunded"
        pass_time(2)
        assert (story(remedy), there.paid) == (("done", [(1, "done")]), 14800)


def stripe_event(
    refund: dict[str, Any], kind: str = "refund.updated", at: int | None = None
) -> tuple[bytes, dict[str, str]]:
    """A signed event of Stripe's."""
    import stripe

    raw = json.dumps({"id": "evt_1", "object": "event", "type": kind, "data": {"object": refund}})
    header = stripe.WebhookSignature.generate_signature_header(raw, SECRETS["stripe"]["hook"], at)
    return raw.encode(), {"stripe-signature": header}


def test_stripe_tells_how_it_went_twice_and_out_of_order(shop: Shop, talk: Conversation) -> None:
    with standing_in(StandInStripe(status="pending")) as there:
        remedy = decide(talk, shop, "stripe", there)
        run_at()
        assert story(remedy) == ("way", [(1, "going")])
        connector = Connector.objects.get()
        late = stripe_event(dict(there.refunds[0]))
        there.refunds[0]["status"] = "succeeded"
        raw, headers = stripe_event(there.refunds[0])
        for _ in range(2):
            receive_post(connector, raw, headers)
            run_at()
        receive_post(connector, *late)
        run_at()
        assert story(remedy) == ("done", [(1, "done")])
        assert verbs(talk).count("remedy.done") == 1
        assert connector.posts.count() == 2
        failed = {**there.refunds[0], "status": "failed", "failure_reason": "lost_or_stolen_card"}
        receive_post(connector, *stripe_event(failed, "refund.failed"))
        run_at()
        assert story(remedy) == ("failed", [(1, "refused")])
        assert "came back" in remedy.problem


@pytest.mark.parametrize("wrong", ["secret", "old", "none"])
def test_a_post_that_is_not_signed_is_not_kept(shop: Shop, talk: Conversation, wrong: str) -> None:
    connector = connect("stripe", "http://127.0.0.1:9")
    raw, headers = stripe_event({"object": "refund"}, at=1 if wrong == "old" else None)
    if wrong == "secret":
        headers = {"stripe-signature": headers["stripe-signature"][:-1] + "0"}
    with pytest.raises(NotTheirs):
        receive_post(connector, raw, {} if wrong == "none" else headers)
    assert not connector.posts.exists()


def test_a_receiver_answers_later_and_twice(shop: Shop, talk: Conversation) -> None:
    with standing_in(Receiver(state="way")) as there:
        remedy = decide(talk, shop, "webhook", there)
        run_at()
        assert story(remedy)[0] == "way"
        raw = json.dumps({"id": Attempt.objects.get().key, "state": "done", "reference": "w-1"}).encode()
        signed = {"cha-signature": signature(SECRETS["webhook"]["secret"], raw, int(now().timestamp()))}
        for _ in range(2):
            receive_post(Connector.objects.get(), raw, signed)
            run_at()
        assert (story(remedy), remedy.proof["reference"]) == (("done", [(1, "done")]), "w-1")


def test_mollies_hint_is_only_a_reason_to_ask(shop: Shop, talk: Conversation) -> None:
    with standing_in(StandInMollie(status="pending")) as there:
        remedy = decide(talk, shop, "mollie", there)
        run_at()
        connector = Connector.objects.get()
        receive_post(connector, b"id=tr_1", {})
        run_at()
        assert story(remedy)[0] == "way"
        there.refunds[0]["status"] = "refunded"
        read_post(connector.posts.get().pk)
        carry_out(remedy.pk)
        assert story(remedy) == ("done", [(1, "done")])
        with pytest.raises(Invalid):
            receive_post(connector, b"id=<script>", {})


def test_a_post_of_another_amount_settles_nothing(shop: Shop, talk: Conversation) -> None:
    with standing_in(StandInStripe(status="pending")) as there:
        remedy = decide(talk, shop, "stripe", there)
        run_at()
        lies = {**there.refunds[0], "status": "succeeded", "amount": 1}
        receive_post(Connector.objects.get(), *stripe_event(lies))
        run_at()
        assert story(remedy) == ("way", [(1, "going")])


def test_what_is_open_keeps_its_connector(shop: Shop, talk: Conversation) -> None:
    with standing_in(StandInMollie(status="pending")) as there:
        remedy = decide(talk, shop, "mollie", there)
        run_at()
        connector = Connector.objects.get()
        with pytest.raises(Conflict, match="still open over it"):
            remove_connector(connector, by=shop.priya)
        said: dict[str, Any] = {"name": "Elsewhere", "does": ["refund"], "secrets": SECRETS["mollie"]}
        with pytest.raises(Conflict, match="could not be asked after"):
            keep_connector(connector, by=shop.priya, private=True, address="https://else.example", **said)
        pause_connector(connector, by=shop.priya, paused=True)
        there.refunds[0]["status"] = "refunded"
        pass_time(2)
        assert story(remedy)[0] == "done"
        remove_connector(connector, by=shop.priya)
        assert not Task.objects.filter(name="resolutions.carry_out").exclude(state="done").exists()


def test_what_was_given_up_while_it_was_out_is_still_asked_after(shop: Shop, talk: Conversation) -> None:
    with standing_in(StandInStripe(faults=["dies"])) as there:
        remedy = decide(talk, shop, "stripe", there)
        there.meets = lambda when: setattr(there, "gone", when == "after")
        run_at()
        fail_remedy(remedy, by=shop.priya, problem="It takes too long.")
        with pytest.raises(Conflict, match="Nobody knows"):
            try_again(remedy, by=shop.priya)
        there.gone = False
        pass_time(2)
        assert (story(remedy), there.paid) == (("done", [(1, "done")]), 14800)


def test_what_was_given_up_and_never_arrived_goes_no_more(shop: Shop, talk: Conversation) -> None:
    with standing_in(StandInStripe(faults=["broken"])) as there:
        remedy = decide(talk, shop, "stripe", there)
        there.meets = lambda when: setattr(there, "gone", when == "after")
        run_at()
        take_back_remedy(fail_remedy(remedy, by=shop.priya, problem="It takes too long."), by=shop.priya)
        there.gone, there.meets = False, None
        pass_time(4)
        assert (story(remedy), there.paid) == (("back", [(1, "refused")]), 0)
