"""What will happen stands in one list, each with who set it, another time, a way to call it off; rules as words."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cha.conversations.models import Conversation, FollowUp, Later, follow_up, say_later, snooze
from cha.core.clock import now
from cha.core.ids import encode
from cha.promises.models import Promise, RuleRun, TimeRule, keep_rule, make_promise, release_promise, switch_rule
from tests.shop import Shop
from tests.workspace.desk import browser

pytestmark = pytest.mark.django_db(transaction=True)
DAY = timedelta(days=1)
RULE = {"after": "3", "unit": "days", "channel": "", "topic": "", "does": "nudge", "then_after": "4"}
RULE |= {"then_unit": "days", "then_does": "aside", "per_hour": "30"}


def waiting_on_them(shop: Shop) -> Conversation:
    rule = keep_rule(None, by=shop.priya, after=3, does="nudge")
    switch_rule(rule, True, by=shop.priya)
    conversation = shop.adaeze_writes()
    for promise in Promise.objects.all():
        release_promise(promise, by=shop.maartje)
    shop.answers(conversation)
    return conversation


def full(shop: Shop) -> Conversation:
    conversation = waiting_on_them(shop)
    snooze(conversation, now() + DAY, by=shop.maartje)
    follow_up(conversation, "Did the bouquet last?", now() + 7 * DAY, by=shop.maartje)
    say_later(conversation, "How are they?", now() + 2 * DAY, by=shop.maartje, beside=True)
    make_promise(conversation, now() + 4 * DAY, by=shop.maartje, words="the invoice", keeper=shop.maartje)
    return conversation


def test_everything_that_waits_stands_in_one_list_soonest_first(shop: Shop) -> None:
    conversation, client = full(shop), browser(shop.maartje)
    address = f"/now/{conversation.public_id}/coming"
    page = client.get(address, headers={"Turbo-Frame": "coming"}).content.decode()
    words = [
        "It comes back",
        "An answer goes: How are they?",
        "One kind word goes",
        "the invoice",
        "Did the bouquet last?",
    ]
    places = [page.index(one) for one in words]
    assert places == sorted(places)
    assert page.count("Another time</a>") == 5
    assert page.count("Call it off</button>") == 4
    assert "A rule of the house" in page
    with CaptureQueriesContext(connection) as queries:
        client.get(address, headers={"Turbo-Frame": "coming"})
    assert len(queries) <= 20
    assert client.get(address).status_code == 200


def test_a_step_of_a_rule_is_moved_and_called_off_and_back(shop: Shop) -> None:
    conversation, client = waiting_on_them(shop), browser(shop.maartje)
    run = RuleRun.objects.get()
    one = f"/now/{conversation.public_id}/rule-steps/{encode(run.pk)}"
    assert "Move it" in client.get(f"{one}/time").content.decode()
    wrong = client.post(f"{one}/time", {"until": "own", "own": "2001-01-01T09:00"})
    assert wrong.status_code == 422
    until = (now() + 9 * DAY).isoformat(timespec="seconds")
    assert client.post(f"{one}/time", {"until": until}).status_code == 303
    run.refresh_from_db()
    assert run.at.isoformat(timespec="seconds") == until
    assert client.post(f"{one}/stopping").status_code == 303
    run.refresh_from_db()
    assert (run.state, run.why) == ("stopped", "member")
    assert client.post(f"{one}/resuming").status_code == 303
    run.refresh_from_db()
    assert run.state == "waiting"


def test_a_follow_up_is_made_in_the_dialog_and_settled_from_the_list(shop: Shop) -> None:
    conversation, client = shop.adaeze_writes(), browser(shop.maartje)
    address = f"/now/{conversation.public_id}/follow-ups"
    assert "Remind me" in client.get(address).content.decode()
    until = (now() + 7 * DAY).isoformat(timespec="seconds")
    amiss = client.post(address, {"until": until, "who": "me", "words": ""})
    assert amiss.status_code == 422
    assert "Say what you want to look after." in amiss.content.decode()
    assert client.post(address, {"until": until, "who": "me", "words": "Did it last?"}).status_code == 303
    row = FollowUp.objects.get()
    one = f"{address}/{encode(row.pk)}"
    assert client.post(f"{one}/time", {"until": (now() + 8 * DAY).isoformat()}).status_code == 303
    assert client.post(f"{one}/settling", {"done": "1"}).status_code == 303
    assert client.post(f"{one}/resuming").status_code == 303
    row.refresh_from_db()
    assert row.state == "waiting"
    assert client.post(address, {"until": until, "who": "them", "question": "Is all well?"}).status_code == 303
    assert Later.objects.get().text == "Is all well?"


def test_the_house_sees_what_is_coming_a_page_at_a_time(shop: Shop) -> None:
    conversation = full(shop)
    page = browser(shop.priya).get("/coming").content.decode()
    for words in ("It comes back", "An answer goes", "One kind word goes", "the invoice", "Did the bouquet last?"):
        assert words in page
    for number in range(60):
        follow_up(conversation, f"Look {number}", now() + timedelta(days=10, minutes=number), by=shop.maartje)
    client = browser(shop.priya)
    first = client.get("/coming").content.decode()
    link = first.split("/coming?after=")[1].split('"')[0].replace("&amp;", "&")
    second = client.get(f"/coming?after={link}").content.decode()
    assert "Look 59" in second
    assert "Look 0<" not in second
    assert client.get("/coming?after=nonsense").status_code == 200
    assert browser(shop.maartje).get("/coming").status_code == 403


def test_a_rule_is_written_as_a_sentence_tried_and_switched_on(shop: Shop) -> None:
    client = browser(shop.priya)
    assert "None yet" in client.get("/settings/rules").content.decode()
    assert client.get("/settings/rules/new").status_code == 200
    own = {**RULE, "nudge-en": "Dear {name}, still there?"}
    assert client.post("/settings/rules/new", own).status_code == 303
    rule = TimeRule.objects.get()
    shop.answers(shop.adaeze_writes())
    Promise.objects.update(state="kept")
    Conversation.objects.update(next_promise_at=None, last_at=now() - 5 * DAY)
    address = f"/settings/rules/{encode(rule.pk)}"
    page = client.get(address).content.decode()
    assert "It would touch 1 conversation now." in page
    assert "Dear Adaeze, still there?" in page
    assert client.post(f"{address}/switch", {"on": "1"}).status_code == 303
    assert not RuleRun.objects.exists(), "what waits already is not touched"
    assert "When we wait on them for 3 days, write one kind word." in client.get("/settings/rules").content.decode()
    assert client.post(f"{address}/switch", {"on": "0"}).status_code == 303
    rule.refresh_from_db()
    assert rule.on_at is None
    assert client.post(f"{address}/deletion").status_code == 303
    assert not TimeRule.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"after": "three"}, "Give a whole number."),
        ({"then_does": "nudge"}, "One kind word is enough"),
        ({"channel": "12"}, "Choose one of the channels."),
    ],
)
def test_what_is_wrong_in_a_rule_is_said_and_what_was_typed_is_kept(
    shop: Shop, wrong: dict[str, str], words: str
) -> None:
    answer = browser(shop.priya).post("/settings/rules/new", {**RULE, **wrong, "nudge-en": "Still there?"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert "Still there?" in page


def test_only_managers_see_rules(shop: Shop) -> None:
    assert browser(shop.maartje).get("/settings/rules").status_code == 403
