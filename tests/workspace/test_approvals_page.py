"""The page To decide, the line where something is given, and the page behind a mail."""

from __future__ import annotations

import pytest
from django.test import Client

from cha.conversations.models import Conversation
from cha.core.actor import CHA
from cha.core.ids import encode
from cha.resolutions.approvals.approving import answer_approval, ask_approval, take_back_approval
from cha.resolutions.approvals.link import approval_path
from cha.resolutions.models import Approval, Remedy, Signal
from cha.team.models import Member, Role
from cha.team.models.member import add_member, change_member
from cha.workspace.approvals.forms import answer_from
from tests.resolutions.approvals.policies import euros, live
from tests.shop import Shop

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def tomasz(shop: Shop) -> Member:
    return add_member("tomasz@juniperlane.example", "Tomasz Bakker", Role.LEAD, by=CHA)


@pytest.fixture
def approval(shop: Shop, tomasz: Member) -> Approval:
    live()
    why = "She told three of us “white”."
    concern = shop.adaeze_writes()
    return ask_approval(concern, "refund", "All twelve tables.", by=shop.maartje, amount=euros(372), why=why)


def browser_of(member: Member) -> Client:
    browser = Client()
    browser.force_login(member, backend=BACKEND)
    return browser


def test_it_shows_all_that_is_needed_to_decide(shop: Shop, approval: Approval, tomasz: Member) -> None:
    said = browser_of(tomasz).get("/approvals").content.decode()
    for words in ("May Maartje give €372 back?", "All twelve tables.", "told three of us", "limit €200", "Yes to €372"):
        assert words in said
    assert "Nothing yet" in said


@pytest.mark.parametrize(("count", "words"), [(1, "came before, 1 time."), (2, "came before, 2 times.")])
def test_what_was_noticed_is_counted_in_good_english(
    shop: Shop, approval: Approval, tomasz: Member, count: int, words: str
) -> None:
    where = {"person": approval.person, "conversation": approval.conversation}
    Signal.objects.create(**where, kind="same_photo", facts={"count": count})
    assert words in browser_of(tomasz).get("/approvals").content.decode()


def test_the_conversation_says_who_has_it_and_what_they_said_until_it_is_told(
    shop: Shop, approval: Approval, tomasz: Member
) -> None:
    browser, path = browser_of(shop.maartje), f"/now/{encode(approval.conversation_id)}"
    said = browser.get(path).content.decode()
    assert "Tomasz has it, since" in said
    assert "They were not told of it yet." in said
    assert "Take it back" in said
    answer_approval(approval, "no", by=tomasz, words="Make it again first.")
    said = browser.get(path).content.decode()
    assert "Tomasz said no." in said
    assert "Make it again first." in said
    shop.answers(approval.conversation, "We make it again for you.")
    assert "Tomasz said no." not in browser.get(path).content.decode()


def test_an_asker_does_not_find_their_own_ask_there(shop: Shop, approval: Approval) -> None:
    assert "All twelve tables." not in browser_of(shop.maartje).get("/approvals").content.decode()


def test_yes_is_one_click(shop: Shop, approval: Approval, tomasz: Member) -> None:
    response = browser_of(tomasz).post(f"/approvals/{encode(approval.pk)}/answer", {"answer": "yes"})
    assert response.status_code == 303
    approval.refresh_from_db()
    assert (approval.state, approval.answered_by, approval.via) == ("yes", tomasz, "page")
    assert Remedy.objects.get().approval == approval


def test_what_was_typed_stays_where_it_is_wrong(shop: Shop, approval: Approval, tomasz: Member) -> None:
    browser, path = browser_of(tomasz), f"/approvals/{encode(approval.pk)}/answer"
    response = browser.post(path, {"answer": "other", "instead": "Make it again", "amount": "many"})
    said = response.content.decode()
    assert response.status_code == 422
    assert "Make it again" in said
    assert "Write an amount such as €148.50." in said
    assert browser.post(path, {"answer": "no", "words": ""}).status_code == 422


def test_another_way_and_a_no_are_kept(shop: Shop, approval: Approval, tomasz: Member) -> None:
    browser = browser_of(tomasz)
    form = {"answer": "other", "instead": "Half of it", "kind": "part", "amount": "186.50", "words": "Half is fair."}
    assert browser.post(f"/approvals/{encode(approval.pk)}/answer", form).status_code == 303
    approval.refresh_from_db()
    assert approval.instead == {"kind": "part", "amount": 18650, "currency": "EUR", "words": "Half of it"}
    assert "Half of it, €186.50" in browser.get("/approvals?show=decided").content.decode()


@pytest.mark.parametrize("amount", ["1,186.50", "1.186,50", "€1186.50"])
def test_a_mark_of_thousands_in_an_answer_divides_nothing(shop: Shop, approval: Approval, amount: str) -> None:
    post = {"answer": "other", "instead": "More of it", "amount": amount}
    assert answer_from(approval, post, by=shop.priya, via="page").instead["amount"] == 1186_50


def test_the_line_says_how_far_one_may_go(shop: Shop, approval: Approval, tomasz: Member) -> None:
    browser, path = browser_of(shop.maartje), f"/authority/{encode(approval.conversation_id)}"
    small = browser.get(path, {"kind": "refund", "amount": "148"}).content.decode()
    assert "You can decide this." in small
    assert "It costs €148. Your limit is €200." in small
    large = browser.get(path, {"kind": "refund", "amount": "372"}).content.decode()
    assert "Ask Tomasz, usually 10 minutes." in large
    assert "€1,148" in browser.get(path, {"kind": "refund", "amount": "1,148"}).content.decode()
    assert browser.get(path, {"kind": "refund", "amount": "-1"}).status_code == 422


def test_the_link_opens_without_signing_in_and_a_get_decides_nothing(
    shop: Shop, approval: Approval, tomasz: Member
) -> None:
    response = Client().get(approval_path(approval, tomasz), {"a": "yes", "answer": "yes"})
    said = response.content.decode()
    assert response.status_code == 200
    assert "Yes to €372?" in said
    assert "<script" not in said
    assert response["Referrer-Policy"] == "same-origin"
    approval.refresh_from_db()
    assert approval.state == "open"


def test_the_link_answers_once(shop: Shop, approval: Approval, tomasz: Member) -> None:
    browser, path = Client(enforce_csrf_checks=False), approval_path(approval, tomasz)
    assert browser.post(path, {"answer": "yes"}).status_code == 303
    approval.refresh_from_db()
    assert (approval.state, approval.via) == ("yes", "mail")
    said = browser.get(path).content.decode()
    assert "You said yes" in said
    assert "Take it back" in said
    assert browser.post(path, {"answer": "no", "words": "Rather not."}).status_code == 409
    assert Remedy.objects.count() == 1


def test_a_yes_is_taken_back_where_it_was_said_and_then_the_link_rests(
    shop: Shop, approval: Approval, tomasz: Member
) -> None:
    browser, path = Client(), approval_path(approval, tomasz)
    browser.post(path, {"answer": "yes"})
    assert browser.post(path, {"back": "1"}).status_code == 303
    approval.refresh_from_db()
    assert approval.state == "open"
    assert "This link has rested" in browser.get(path).content.decode()
    assert Remedy.objects.get().state == "back"


def test_a_link_of_another_member_is_none(shop: Shop, approval: Approval, tomasz: Member) -> None:
    path = approval_path(approval, tomasz)
    other = path.replace(encode(tomasz.pk), encode(shop.priya.pk))
    assert Client().get(other).status_code == 404
    assert Client().post(other, {"answer": "yes"}).status_code == 404


def test_a_link_ends_with_the_role(shop: Shop, approval: Approval, tomasz: Member) -> None:
    path = approval_path(approval, tomasz)
    change_member(tomasz, by=CHA, role=Role.AGENT)
    assert Client().post(path, {"answer": "yes"}).status_code == 403
    change_member(tomasz, by=CHA, is_active=False)
    assert Client().get(path).status_code == 404


def test_a_link_rests_after_its_time(shop: Shop, approval: Approval, tomasz: Member) -> None:
    from datetime import timedelta

    from cha.core.clock import standing_at

    path = approval_path(approval, tomasz)
    with standing_at(approval.asked_at + timedelta(days=9)):
        assert "This link has rested" in Client().get(path).content.decode()
        Client().post(path, {"answer": "yes"})
    approval.refresh_from_db()
    assert approval.state == "open"


def test_what_was_taken_back_meanwhile_says_so(shop: Shop, approval: Approval, tomasz: Member) -> None:
    path = approval_path(approval, tomasz)
    take_back_approval(approval, by=shop.maartje)
    assert "taken back" in Client().get(path).content.decode()
    Client().post(path, {"answer": "yes"})
    approval.refresh_from_db()
    assert approval.state == "back"


def test_guessing_links_is_limited(shop: Shop, approval: Approval) -> None:
    browser = Client()
    answers = {browser.get(f"/yes/aaaaaaaaaaaaa-aaaaaaaaaaaaa-{number:030x}").status_code for number in range(25)}
    assert answers == {404, 429}


def test_the_page_asks_as_much_for_many_as_for_one(shop: Shop, approval: Approval, tomasz: Member) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    browser = browser_of(tomasz)
    browser.get("/approvals")
    with CaptureQueriesContext(connection) as one:
        browser.get("/approvals")
    concern = Conversation.objects.get()
    for amount in (400, 410, 420):
        ask_approval(concern, "refund", "More.", by=shop.maartje, amount=euros(amount), why="")
    with CaptureQueriesContext(connection) as many:
        browser.get("/approvals")
    assert len(many) <= len(one)
