"""What programs ask for and answer: within what their member may decide, seen by nobody who may not."""

from __future__ import annotations

from typing import Any

import pytest

from cha.conversations.models import Conversation
from cha.core.actor import CHA
from cha.core.ids import encode
from cha.resolutions.models import PolicySet, Remedy
from cha.team.models import Brand, Member, Role, Scope
from cha.team.models.member import add_member
from cha.team.models.sight import set_sight
from tests.api.asking import Program, wrong
from tests.resolutions.approvals.policies import live
from tests.resolutions.remedies.giving import rule
from tests.shop import Shop

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def tomasz(shop: Shop) -> Member:
    return add_member("tomasz@juniperlane.example", "Tomasz Bakker", Role.LEAD, by=CHA)


@pytest.fixture
def talk(shop: Shop, tomasz: Member) -> Conversation:
    live()
    return shop.adaeze_writes()


def body(talk: Conversation, **more: Any) -> dict[str, Any]:
    return {"conversation": encode(talk.pk), "kind": "refund", "words": "All of it", "amount": "372.00", **more}


def test_it_is_asked_and_answered_as_the_members(shop: Shop, talk: Conversation, tomasz: Member) -> None:
    asked = Program(shop.maartje).post("/approvals", body(talk, why="Our slip."))
    assert asked.status_code == 201
    one = asked.json()
    assert (one["state"], one["amount"], one["to"]) == ("open", "372.00", encode(tomasz.pk))
    path = f"/approvals/{one['id']}"
    assert Program(shop.maartje).post(f"{path}/answer", {"answer": "yes"}).status_code == 403
    answered = Program(tomasz).post(f"{path}/answer", {"answer": "yes"}).json()
    assert (answered["state"], answered["via"]) == ("yes", "api")
    assert Program(tomasz).post(f"{path}/answer", {"answer": "no", "words": "No."}).status_code == 409
    assert Remedy.objects.count() == 1
    listed = Program(tomasz).get("/approvals", state="yes").json()["items"]
    assert [row["id"] for row in listed] == [one["id"]]


def test_another_way_and_what_is_wrong_with_an_answer(shop: Shop, talk: Conversation, tomasz: Member) -> None:
    one = Program(shop.maartje).post("/approvals", body(talk)).json()
    program, path = Program(tomasz), f"/approvals/{one['id']}/answer"
    assert program.post(path, {"answer": "no"}).status_code == 409
    assert program.post(path, {"answer": "other"}).status_code == 409
    half = {"answer": "other", "instead": {"words": "Half of it", "kind": "part", "amount": "186.00"}}
    said = program.post(path, half).json()
    assert said["instead"] == {"kind": "part", "words": "Half of it", "amount": "186.00", "currency": "EUR"}


def test_what_one_may_alone_is_not_asked(shop: Shop, talk: Conversation) -> None:
    assert Program(shop.maartje).post("/approvals", body(talk, amount="20.00")).status_code == 409


def test_a_currency_is_the_houses_own_or_one_that_it_uses(shop: Shop, talk: Conversation) -> None:
    program = Program(shop.maartje)
    answer = program.post("/approvals", body(talk, currency="USD"))
    assert wrong(answer, 409, "cannot_be") == "USD is no currency of ours: EUR."
    Brand.objects.update(currency="GBP")
    PolicySet.objects.all().delete()
    live(rule(currency="GBP"))
    assert program.post("/approvals", body(talk)).json()["currency"] == "GBP"


def test_what_must_be_shown_was_seen_elsewhere(shop: Shop, talk: Conversation) -> None:
    PolicySet.objects.all().delete()
    live(rule(shown=["photo"]))
    program = Program(shop.maartje)
    wrong(program.post("/approvals", body(talk)), 403, "show")
    assert program.post("/approvals", body(talk, shown=["photo"])).json()["shown"] == ["photo"]


def test_what_may_not_be_seen_is_not_there(shop: Shop, talk: Conversation) -> None:
    one = Program(shop.maartje).post("/approvals", body(talk)).json()
    set_sight(Role.AGENT, Scope.OWN, by=CHA)
    outsider = Program(add_member("ifeoma@juniperlane.example", "Ifeoma", Role.AGENT, by=CHA))
    assert outsider.get("/approvals").json()["items"] == []
    assert outsider.get(f"/approvals/{one['id']}").status_code == 404
    assert outsider.post(f"/approvals/{one['id']}/answer", {"answer": "yes"}).status_code == 404
