"""What programs offer, and note: as their member, seen by nobody who may not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from cha.conversations.models import Conversation
from cha.core.actor import CHA
from cha.core.clock import now
from cha.core.ids import encode
from cha.resolutions.models import Approval, PolicySet, Remedy
from cha.team.models import Brand, Role, Scope
from cha.team.models.member import add_member
from cha.team.models.sight import set_sight
from tests.api.asking import Program, wrong
from tests.resolutions.remedies.giving import policy, rule
from tests.shop import Shop

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def talk(shop: Shop) -> Conversation:
    policy(rule())
    return shop.adaeze_writes()


def body(talk: Conversation, **more: Any) -> dict[str, Any]:
    by = (now() + timedelta(days=3)).isoformat()
    ways = [
        {"kind": "replacement", "words": "All twelve again", "by": by, "worth": "148.00"},
        {"kind": "refund", "words": "All of it back", "by": by, "worth": "372.00"},
    ]
    return {"conversation": encode(talk.pk), "ways": ways, "until": (now() + timedelta(hours=4)).isoformat(), **more}


def test_it_is_offered_noted_and_taken_back_as_the_member(shop: Shop, talk: Conversation) -> None:
    program = Program(shop.maartje)
    made = program.post("/offers", body(talk))
    assert made.status_code == 201, made.content
    one = made.json()
    states = [(way["state"], way["amount"], way["cost"]) for way in one["ways"]]
    assert states == [("ready", "0.00", "148.00"), ("asking", "372.00", "372.00")]
    wrong(program.post("/offers", body(talk)), 409, "open_offer")
    path = f"/offers/{one['id']}"
    wrong(program.post(f"{path}/choice", {"number": 2}), 409, "asking")
    noted = program.post(f"{path}/choice", {"number": 1, "via": "phone"}).json()
    assert (noted["state"], noted["choice"]["number"], noted["choice"]["via"]) == ("chosen", 1, "phone")
    assert Remedy.objects.get().kind == "replacement"
    wrong(program.post(f"{path}/taking-back"), 409, "chosen")
    assert [row["id"] for row in program.get("/offers", state="chosen").json()["items"]] == [one["id"]]


def test_something_else_is_noted_with_its_words(shop: Shop, talk: Conversation) -> None:
    program = Program(shop.maartje)
    path = f"/offers/{program.post('/offers', body(talk)).json()['id']}"
    noted = program.post(f"{path}/choice", {"wants": "else", "words": "My sister takes them."}).json()
    assert (noted["state"], noted["choice"]["wants"]) == ("else", "else")
    wrong(program.post(f"{path}/choice", {}), 409, "cannot_be")
    assert program.post(f"{path}/taking-back").json()["state"] == "back"


def test_what_does_not_fit_says_where(shop: Shop, talk: Conversation) -> None:
    program, past = Program(shop.maartje), (now() - timedelta(hours=1)).isoformat()
    answer = program.post("/offers", body(talk, until=past))
    wrong(answer, 409, "cannot_be")
    assert answer.json()["error"]["field"] == "until"
    few = body(talk)
    few["ways"] = few["ways"][:1]
    wrong(program.post("/offers", few), 409, "cannot_be")
    dollars = body(talk)
    dollars["ways"][0]["worth"] = "1.005"
    wrong(program.post("/offers", dollars), 409, "cannot_be")


def test_a_currency_is_the_houses_own_or_one_that_it_uses(shop: Shop, talk: Conversation) -> None:
    program = Program(shop.maartje)
    answer = program.post("/offers", body(talk, currency="USD"))
    assert wrong(answer, 409, "cannot_be") == "USD is no currency of ours: EUR."
    assert answer.json()["error"]["field"] == "currency"
    Brand.objects.update(currency="GBP")
    PolicySet.objects.update(rules=[rule(currency="GBP")])
    assert {way["currency"] for way in program.post("/offers", body(talk)).json()["ways"]} == {"GBP"}


def test_what_must_be_shown_was_seen_elsewhere(shop: Shop, talk: Conversation) -> None:
    PolicySet.objects.all().delete()
    policy(rule(shown=["receipt"]))
    program = Program(shop.maartje)
    wrong(program.post("/offers", body(talk)), 409, "cannot_be")
    made = program.post("/offers", body(talk, shown=["receipt"])).json()
    assert [way["state"] for way in made["ways"]] == ["ready", "asking"]
    assert Approval.objects.get().shown == ["receipt"]
    program.post(f"/offers/{made['id']}/choice", {"number": 1})
    assert Remedy.objects.get().kind == "replacement"


def test_what_may_not_be_seen_is_not_there(shop: Shop, talk: Conversation) -> None:
    one = Program(shop.maartje).post("/offers", body(talk)).json()
    set_sight(Role.AGENT, Scope.OWN, by=CHA)
    outsider = Program(add_member("ifeoma@juniperlane.example", "Ifeoma", Role.AGENT, by=CHA))
    assert outsider.get("/offers").json()["items"] == []
    for path in ("", "/choice", "/taking-back"):
        ask = outsider.post if path else outsider.get
        assert ask(f"/offers/{one['id']}{path}", *([{"number": 1}] if path == "/choice" else [])).status_code == 404
    assert outsider.post("/offers", body(talk)).status_code == 404
