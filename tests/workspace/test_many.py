"""Acts on many from the long list: who is chosen, what is done, what could not be, and taking all of it back."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from cha.conversations.acts import carry_out
from cha.conversations.models import Bulk, Conversation, assign, begin_bulk, put_aside, snooze, tag, trash
from cha.core import worker
from cha.core.clock import now
from cha.core.ids import encode
from cha.core.ledger import Event
from cha.promises.models import Promise
from cha.team.models import Member, Role
from cha.team.models.member import add_member
from cha.team.models.sight import set_sight
from cha.team.models.team import form_team
from tests.shop import Shop, verbs
from tests.workspace.desk import browser, crowd


@pytest.fixture
def desk(shop: Shop) -> Client:
    """Maartje's browser."""
    return browser(shop.maartje)


def picks(rows: list[Conversation]) -> list[str]:
    """What their ticks send."""
    return [encode(row.pk) for row in rows]


def hand(member: Member) -> str:
    """What choosing a member sends."""
    return f"member:{encode(member.pk)}"


def told(client: Client, address: str) -> str:
    """What the page says was done."""
    page = client.get(address).content.decode()
    toast = page.split('id="did"')[1].split("</span>")[0].split("<span>")[1]
    return re.sub("<[^>]*>", " ", toast).strip()


def test_all_who_are_ticked_are_given_and_keep_their_promise(shop: Shop, desk: Client) -> None:
    conversation = shop.adaeze_writes()
    rows = [conversation, *crowd(shop, 2)]
    promised = Promise.objects.get().by
    answer = desk.post("/conversations/chosen/give", {"pick": picks(rows), "hand": hand(shop.priya)})
    assert answer.status_code == 303
    assert told(desk, answer["Location"]) == "3 assigned to Priya, each keeps its promise"
    assert set(Conversation.objects.values_list("assignee", flat=True)) == {shop.priya.pk}
    assert Event.objects.filter(verb="conversation.assigned", actor_id=shop.maartje.pk).count() == 3
    assert Promise.objects.get().by == promised


def test_what_needs_more_than_a_press_asks_first(shop: Shop, desk: Client) -> None:
    rows = crowd(shop, 2)
    team = form_team("Weddings", by=shop.priya)
    page = desk.post("/conversations/chosen/give", {"pick": picks(rows)})
    assert page.status_code == 200
    shown = page.content.decode()
    assert "Who looks after 2 people?" in shown
    assert shown.count('name="pick"') == 2
    answer = desk.post("/conversations/chosen/give", {"pick": picks(rows), "hand": f"team:{encode(team.pk)}"})
    assert told(desk, answer["Location"]) == "2 assigned to Weddings, each keeps its promise"
    framed = desk.post("/conversations/chosen/later", {"pick": picks(rows)}, headers={"Turbo-Frame": "dialog"})
    assert '<turbo-frame id="dialog">' in framed.content.decode()


@pytest.mark.parametrize("act", ["give", "later", "promise", "tag"])
def test_a_form_that_is_not_taken_keeps_who_was_chosen(shop: Shop, desk: Client, act: str) -> None:
    rows = crowd(shop, 2)
    wrong = {"hand": "member:x", "until": "never", "what": "", "more": " "}
    page = desk.post(f"/conversations/chosen/{act}", {"pick": picks(rows), **wrong})
    assert page.status_code == 422
    assert page.content.decode().count('name="pick"') == 2
    assert not Bulk.objects.exists()


def test_undo_takes_everything_back(shop: Shop, desk: Client) -> None:
    conversation = shop.adaeze_writes()
    assign(conversation, by=shop.priya, member=shop.priya)
    theirs, right, spam = crowd(shop, 3)
    Conversation.objects.filter(pk=theirs.pk).update(state="theirs", waiting_since=None)
    rows = [conversation, theirs, right, spam]
    before = list(Conversation.objects.order_by("pk").values_list("state", "waiting_since", "assignee", "care_at"))
    for act, more in [
        ("right", {}),
        ("spam", {}),
        ("trash", {}),
        ("give", {"hand": ""}),
        ("tag", {"more": "wedding"}),
        ("topic", {"topic": "refund"}),
    ]:
        answer = desk.post(f"/conversations/chosen/{act}", {"pick": picks(rows), **more})
        bulk = Bulk.objects.latest("at")
        assert answer["Location"].endswith(f"did={encode(bulk.pk)}")
        desk.post(f"/conversations/acts/{encode(bulk.pk)}/undoing")
        assert told(desk, answer["Location"]) == "4 taken back", act
        for row in rows:
            row.refresh_from_db()
        after = list(Conversation.objects.order_by("pk").values_list("state", "waiting_since", "assignee", "care_at"))
        assert [row[:3] for row in after] == [row[:3] for row in before], act
        assert not any(row.tags.exists() or row.topic == "refund" for row in rows)
        assert Promise.objects.get().state == Promise.State.OPEN, act
    assert verbs(conversation)[-1] == "conversation.topic_set"


def test_a_promise_that_was_settled_is_due_again_after_undo(shop: Shop, desk: Client) -> None:
    conversation = shop.adaeze_writes()
    desk.post("/conversations/chosen/spam", {"pick": picks([conversation])})
    assert Promise.objects.get().state == Promise.State.RELEASED
    desk.post(f"/conversations/acts/{encode(Bulk.objects.get().pk)}/undoing")
    conversation.refresh_from_db()
    assert conversation.next_promise_at == Promise.objects.get().by
    assert "promise.reopened" in verbs(conversation)


def test_what_changed_since_stays(shop: Shop, desk: Client) -> None:
    rows = crowd(shop, 3)
    answer = desk.post("/conversations/chosen/give", {"pick": picks(rows), "hand": hand(shop.priya)})
    tag(rows[0], ["wedding"], by=shop.priya)
    undone = desk.post(f"/conversations/acts/{encode(Bulk.objects.get().pk)}/undoing")
    assert undone["Location"] == answer["Location"]
    assert told(desk, undone["Location"]) == "2 taken back, 1 changed since, and stay as they are"
    assert Conversation.objects.filter(assignee=shop.priya).count() == 1


def test_those_that_cannot_are_told_apart(shop: Shop, desk: Client) -> None:
    conversation = shop.adaeze_writes()
    rows = [conversation, *crowd(shop, 2)]
    until = (now() + timedelta(days=9)).isoformat()
    answer = desk.post("/conversations/chosen/later", {"pick": picks(rows), "until": until})
    said = told(desk, answer["Location"])
    assert said.startswith("2 snoozed, 1 could not")
    assert "Something is promised before then" in said


def test_all_that_fit_are_chosen_though_not_shown(shop: Shop, desk: Client) -> None:
    rows = crowd(shop, 30)
    for row in rows[:4]:
        tag(row, ["wedding"], by=shop.maartje)
    desk.post("/conversations/chosen/right", {"all": "1", "q": "tag:wedding"})
    assert Conversation.objects.filter(state="put_right").count() == 4


def test_many_are_done_by_the_worker_and_undone_by_it(shop: Shop, desk: Client) -> None:
    crowd(shop, 60)
    answer = desk.post("/conversations/chosen/right", {"all": "1"})
    bulk = Bulk.objects.get()
    address = f"/conversations/acts/{encode(bulk.pk)}"
    assert "0 of 60 done" in told(desk, answer["Location"])
    before = desk.get(f"{address}/state").content
    worker.run_all()
    assert desk.get(f"{address}/state").content != before
    assert told(desk, answer["Location"]) == "60 put right"
    desk.post(f"{address}/undoing")
    worker.run_all()
    assert told(desk, answer["Location"]) == "60 taken back"
    assert Conversation.objects.filter(state="ours").count() == 60


def test_what_may_not_be_seen_is_not_chosen(shop: Shop) -> None:
    set_sight(Role.AGENT, "own", by=shop.priya)
    (hidden, own) = crowd(shop, 2)
    Conversation.objects.filter(pk=own.pk).update(assignee=shop.maartje)
    client = browser(shop.maartje)
    client.post("/conversations/chosen/right", {"pick": picks([hidden, own])})
    client.post("/conversations/chosen/right", {"all": "1"})
    hidden.refresh_from_db()
    assert hidden.state == "ours"
    assert [bulk.total for bulk in Bulk.objects.all()] == [1]


def test_who_does_not_answer_does_nothing_to_many(shop: Shop) -> None:
    (own,) = crowd(shop, 1)
    Conversation.objects.filter(pk=own.pk).update(assignee=shop.jef)
    answer = browser(shop.jef).post("/conversations/chosen/right", {"pick": picks([own])})
    own.refresh_from_db()
    assert own.state == "ours"
    assert told(browser(shop.jef), answer["Location"]).startswith("0 put right, 1 could not")


def test_anothers_act_is_not_found(shop: Shop, desk: Client) -> None:
    other = add_member("tomasz@juniperlane.example", "Tomasz", Role.AGENT, by=shop.priya)
    desk.post("/conversations/chosen/right", {"pick": picks(crowd(shop, 1))})
    address = f"/conversations/acts/{encode(Bulk.objects.get().pk)}"
    assert browser(other).post(f"{address}/undoing").status_code == 404
    assert browser(other).get(f"{address}/state").status_code == 404
    assert Conversation.objects.get().state == "put_right"


def test_taking_back_twice_says_so(shop: Shop, desk: Client) -> None:
    desk.post("/conversations/chosen/right", {"pick": picks(crowd(shop, 1))})
    address = f"/conversations/acts/{encode(Bulk.objects.get().pk)}/undoing"
    assert desk.post(address).status_code == 303
    assert desk.post(address).status_code == 409


def test_nobody_chosen_is_the_list_again(shop: Shop, desk: Client) -> None:
    answer = desk.post("/conversations/chosen/right", {"view": "mine", "pick": ["x"]})
    assert (answer.status_code, answer["Location"]) == (303, "/conversations?view=mine")
    assert desk.post("/conversations/chosen/nonsense", {"pick": ["x"]}).status_code == 404


def test_out_of_the_trash_and_the_unwanted_with_one_act(shop: Shop, desk: Client) -> None:
    trashed, spam = crowd(shop, 2)
    trash(trashed, by=shop.maartje)
    put_aside(spam, "spam", by=shop.maartje)
    answer = desk.post("/conversations/chosen/back", {"pick": picks([trashed, spam]), "view": "trash"})
    assert set(Conversation.objects.values_list("state", flat=True)) == {"ours"}
    desk.post(f"/conversations/acts/{encode(Bulk.objects.get().pk)}/undoing")
    assert told(desk, answer["Location"]) == "2 taken back"
    assert set(Conversation.objects.values_list("state", flat=True)) == {"trash", "aside"}


def test_putting_off_is_undone(shop: Shop, desk: Client) -> None:
    awake, asleep = crowd(shop, 2)
    snooze(asleep, now() + timedelta(hours=2), by=shop.priya)
    asleep.refresh_from_db()
    first = asleep.snoozed_until
    until = (now() + timedelta(days=1)).isoformat()
    desk.post("/conversations/chosen/later", {"pick": picks([awake, asleep]), "until": until})
    desk.post(f"/conversations/acts/{encode(Bulk.objects.get().pk)}/undoing")
    awake.refresh_from_db()
    asleep.refresh_from_db()
    assert (awake.snoozed_until, asleep.snoozed_until) == (None, first)


def test_each_gets_a_promise_of_its_own(shop: Shop, desk: Client) -> None:
    rows = crowd(shop, 2)
    until = (now() + timedelta(hours=3)).isoformat()
    desk.post("/conversations/chosen/promise", {"pick": picks(rows), "what": "news", "until": until})
    assert {promise.conversation_id for promise in Promise.objects.filter(words="news")} == {row.pk for row in rows}
    desk.post(f"/conversations/acts/{encode(Bulk.objects.get().pk)}/undoing")
    assert not Promise.objects.filter(state=Promise.State.OPEN).exists()


def test_what_one_worker_has_done_another_does_not_do_again(shop: Shop) -> None:
    bulk = begin_bulk("right", [row.pk for row in crowd(shop, 3)], {}, by=shop.maartje)
    again = Bulk.objects.select_related("member").get(pk=bulk.pk)
    carry_out(bulk)
    carry_out(again)
    assert Event.objects.filter(verb="conversation.put_right").count() == 3
