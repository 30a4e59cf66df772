"""What is for a member reaches their browsers and their mailbox: real HTTP to a push service, real deliveries."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connections

from cha.channels.models import Delivery
from cha.conversations.models import Conversation, note, read_mood
from cha.core import worker
from cha.core.clock import now
from cha.core.errors import Invalid
from cha.core.tasks import Task
from cha.notifications.models import Notification, PushBrowser, PushKeys, Reach, choose, hold, let_go, saw, take_push
from cha.notifications.pushing import judged, push
from tests.notifications.conftest import always_there, has_browser
from tests.notifications.push_service import PushService, StandInBrowser
from tests.shop import Shop

pytestmark = pytest.mark.django_db(transaction=True)


def names_priya(shop: Shop, words: str = "@Priya can you look?", talk: Conversation | None = None) -> Conversation:
    """Maartje names Priya in a note, and what follows from it is done."""
    talk = talk or shop.adaeze_writes()
    note(talk, words, by=shop.maartje, mentions=[shop.priya.pk])
    worker.run_all()
    return talk


def test_a_push_arrives_signed_sealed_and_without_anybodys_words(shop: Shop, service: PushService) -> None:
    always_there(shop.priya)
    has_browser(shop.priya, service)
    talk = names_priya(shop, "@Priya she is the peach one, zweigelt")
    (told,) = service.told
    assert service.refused == []
    assert told["title"] == "Maartje named you"
    assert told["body"] == "in a note on Adaeze Nwosu."
    assert told["path"] == f"/now/{talk.public_id}"
    assert "zweigelt" not in json.dumps(told)
    row = Notification.objects.get(member=shop.priya)
    assert row.due_at is None
    assert list(row.outcomes.values()) == ["sent"]


def test_it_arrives_once_however_often_it_is_carried(shop: Shop, service: PushService) -> None:
    from cha.notifications.carrying import carry

    always_there(shop.priya)
    has_browser(shop.priya, service)
    names_priya(shop)
    carry(shop.priya.pk)
    carry(shop.priya.pk)
    assert len(service.told) == 1


def test_two_workers_at_once_bring_it_once(shop: Shop, service: PushService) -> None:
    from cha.notifications.carrying import carry

    def work() -> None:
        try:
            carry(shop.priya.pk)
        finally:
            connections.close_all()

    always_there(shop.priya)
    has_browser(shop.priya, service)
    hold(shop.priya, by=shop.priya)
    names_priya(shop)
    Reach.objects.update(held_until=None)
    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(service.told) == 1


def test_a_worker_that_died_with_it_in_its_hands_gives_it_back(shop: Shop, service: PushService) -> None:
    from cha.notifications.carrying import take_due

    always_there(shop.priya)
    has_browser(shop.priya, service)
    hold(shop.priya, by=shop.priya)
    names_priya(shop)
    Reach.objects.update(held_until=None)
    assert len(take_due(shop.priya)) == 1
    worker.run_all()
    assert service.told == []
    with time_machine.travel(now() + timedelta(minutes=4), tick=False):
        worker.run_all()
    assert len(service.told) == 1


def test_every_browser_has_it(shop: Shop, service: PushService) -> None:
    always_there(shop.priya, named={"screen": True, "phone": True})
    has_browser(shop.priya, service, "desk")
    has_browser(shop.priya, service, "pocket", device="phone")
    names_priya(shop)
    assert sorted(service.asked) == ["/push/desk", "/push/pocket"]


def test_a_phone_that_was_not_chosen_has_nothing(shop: Shop, service: PushService) -> None:
    always_there(shop.priya, named={"screen": True, "phone": False})
    has_browser(shop.priya, service, "pocket", device="phone")
    names_priya(shop)
    assert service.asked == []


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_goes_quietly(shop: Shop, service: PushService, status: int) -> None:
    always_there(shop.priya)
    has_browser(shop.priya, service)
    service.answers = [(status, "")]
    names_priya(shop)
    assert not PushBrowser.objects.exists()
    assert not Task.objects.filter(state=Task.State.FAILED).exists()
    assert Notification.objects.get(member=shop.priya).due_at is None


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_service_is_asked_again_when_it_says(shop: Shop, service: PushService, status: int) -> None:
    always_there(shop.priya)
    has_browser(shop.priya, service)
    service.answers = [(status, "120")]
    names_priya(shop)
    assert service.told == []
    with time_machine.travel(now() + timedelta(seconds=110), tick=False):
        worker.run_all()
        assert service.told == []
    with time_machine.travel(now() + timedelta(seconds=130), tick=False):
        worker.run_all()
    assert len(service.told) == 1


def test_one_busy_service_does_not_push_twice_to_another(shop: Shop, service: PushService) -> None:
    always_there(shop.priya)
    has_browser(shop.priya, service, "busy")
    has_browser(shop.priya, service, "well")
    service.answers = [(503, "120")]
    names_priya(shop)
    with time_machine.travel(now() + timedelta(seconds=130), tick=False):
        worker.run_all()
    assert sorted(service.asked) == ["/push/busy", "/push/busy", "/push/well"]


def test_a_service_that_is_never_well_is_given_up(shop: Shop, service: PushService) -> None:
    always_there(shop.priya)
    has_browser(shop.priya, service)
    service.answers = [(503, "")] * 20
    names_priya(shop)
    for hour in range(1, 12):
        with time_machine.travel(now() + timedelta(hours=hour), tick=False):
            worker.run_all()
    assert len(service.asked) == 7
    assert Notification.objects.get(member=shop.priya).due_at is None


def test_a_private_address_is_not_pushed_to(shop: Shop, service: PushService, settings: object) -> None:
    browser = has_browser(shop.priya, service)
    settings.CHA_PUSH_PRIVATE = False  # type: ignore[attr-defined]
    assert push(browser, b"{}", now()).gone
    assert service.asked == []


def test_an_address_that_cannot_be_signed_for_ends_that_browser(shop: Shop) -> None:
    form = {**StandInBrowser("https://[2001:db8::1]/push").form()}
    browser = take_push(shop.priya, **form, by=shop.priya)
    assert push(browser, b"{}", now()).gone


def test_what_was_seen_before_it_went_does_not_go(shop: Shop, service: PushService) -> None:
    has_browser(shop.priya, service)
    always_there(shop.priya)
    hold(shop.priya, by=shop.priya)
    talk = names_priya(shop)
    saw(talk, by=shop.priya)
    let_go(shop.priya, by=shop.priya)
    worker.run_all()
    assert service.asked == []


def test_what_waited_comes_together(shop: Shop, service: PushService) -> None:
    has_browser(shop.priya, service)
    always_there(shop.priya)
    hold(shop.priya, by=shop.priya)
    talk = names_priya(shop, "@Priya one")
    names_priya(shop, "@Priya two", talk)
    assert service.asked == []
    let_go(shop.priya, by=shop.priya)
    worker.run_all()
    (told,) = service.told
    assert told["title"] == "2 things for you"
    assert told["path"] == "/for-you"


def test_nothing_comes_outside_ones_hours(shop: Shop, service: PushService) -> None:
    has_browser(shop.priya, service)
    night = datetime(2026, 11, 24, 22, 0, tzinfo=UTC)
    choose(shop.priya, {}, by=shop.priya, quiet=True, starts="08:30", ends="17:30", sound=False, mails="once",
           mails_at="16:00")  # fmt: skip
    with time_machine.travel(night, tick=False):
        names_priya(shop)
        assert service.asked == []
    with time_machine.travel(datetime(2026, 11, 25, 7, 29, tzinfo=UTC), tick=False):
        worker.run_all()
        assert service.asked == []
    with time_machine.travel(datetime(2026, 11, 25, 7, 31, tzinfo=UTC), tick=False):
        worker.run_all()
    assert len(service.told) == 1


def test_hard_words_never_reach_a_phone_or_a_mailbox(shop: Shop, service: PushService) -> None:
    from cha.conversations.models import assign

    always_there(shop.maartje, hard={"phone": True, "mail": True, "screen": False}, writes={"screen": False})
    has_browser(shop.maartje, service, "pocket", device="phone")
    talk = shop.adaeze_writes()
    assign(talk, by=shop.maartje, member=shop.maartje)
    message = talk.messages.filter(kind="heard")[0]
    message.mood.delete() if hasattr(message, "mood") else None
    read_mood(message, "hostile", ["useless"])
    worker.run_all()
    assert Notification.objects.get(member=shop.maartje).kind == "hard"
    assert service.asked == []
    assert not Delivery.objects.filter(kind="notice").exists()


def test_a_chosen_mail_is_written_once(shop: Shop) -> None:
    always_there(shop.priya, named={"mail": True})
    names_priya(shop, "@Priya what shall we say?")
    mail = Delivery.objects.get(kind="notice")
    assert mail.address == shop.priya.email
    assert "@Priya what shall we say?" in mail.text
    assert "came in peach" in mail.text
    assert mail.from_name == "Maartje at Juniper Lane via Cha"


def test_mail_that_gathers_waits_for_its_hour(shop: Shop) -> None:
    choose(shop.priya, {"named": {"mail": True}}, by=shop.priya, quiet=False, starts="", ends="", sound=False,
           mails="daily", mails_at="16:00")  # fmt: skip
    with time_machine.travel(datetime(2026, 11, 24, 9, 0, tzinfo=UTC), tick=False):
        talk = names_priya(shop, "@Priya one")
        names_priya(shop, "@Priya two", talk)
        assert not Delivery.objects.filter(kind="notice").exists()
    with time_machine.travel(datetime(2026, 11, 24, 15, 1, tzinfo=UTC), tick=False):
        worker.run_all()
    mail = Delivery.objects.get(kind="notice")
    assert mail.subject == "2 things for you"
    assert mail.text.count("Maartje named you") == 2


def test_keys_are_made_once_and_kept_sealed(shop: Shop, service: PushService) -> None:
    browser = has_browser(shop.priya, service)
    push(browser, b"{}", now())
    push(browser, b"{}", now())
    keys = PushKeys.objects.get()
    stand_in = service.browsers["/push/one"]
    assert "MIG" not in keys.sealed
    assert stand_in.p256dh not in PushBrowser.objects.get().sealed


def test_a_browser_that_changes_hands_tells_who_has_it_now(shop: Shop, service: PushService) -> None:
    has_browser(shop.priya, service)
    take_push(shop.maartje, **service.browsers["/push/one"].form(), by=shop.maartje)
    assert PushBrowser.objects.get().member == shop.maartje


@pytest.mark.parametrize(
    "wrong",
    [
        {"endpoint": "ftp://push.example/1"},
        {"endpoint": "https://"},
        {"endpoint": "http://push.example/1"},
        {"p256dh": "AAAA"},
        {"p256dh": "not base64 at all!"},
        {"auth": "short"},
        {"auth": ""},
    ],
)
def test_what_no_browser_says_is_not_taken(shop: Shop, wrong: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        take_push(shop.priya, **{**StandInBrowser("https://push.example/1").form(), **wrong}, by=shop.priya)


def test_answers_of_a_service_mean() -> None:
    at = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
    assert judged(201, "", at).sent
    assert judged(410, "", at).gone
    assert judged(429, "30", at).again == timedelta(seconds=30)
    assert judged(503, "Tue, 24 Nov 2026 12:05:00 GMT", at).again == timedelta(minutes=5)
    assert judged(503, "nonsense", at).again == timedelta(minutes=1)
    assert judged(429, "999999999", at).again == timedelta(hours=1)
    assert not judged(400, "", at).again
    assert not judged(413, "", at).sent
