"""What programs give: within what their member may decide, seen by nobody who may not, done and gone wrong."""

from __future__ import annotations

from typing import Any

import pytest

from cha.conversations.models import Conversation
from cha.core.actor import CHA
from cha.core.ids import encode
from cha.resolutions.models import PolicySet, Remedy
from cha.team.models import Brand, Role, Scope
from cha.team.models.member import add_member
from cha.team.models.sight import set_sight
from tests.api.asking import Program, wrong
from tests.resolutions.remedies.giving import give, order, policy, rule
from tests.shop import Shop

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def talk(shop: Shop) -> Conversation:
    policy()
    return shop.adaeze_writes()


def body(talk: Conversation, **more: Any) -> dict[str, Any]:
    return {"conversation": encode(talk.pk), "kind": "refund", "words": "Money back", "amount": "20.00", **more}


def test_it_is_decided_as_the_member_and_carried_through(shop: Shop, talk: Conversation) -> None:
    program, bought = Program(shop.maartje), order(talk)
    made = program.post("/remedies", body(talk, order=encode(bought.pk), why="Peach", ours=True))
    assert made.status_code == 201
    one = made.json()
    assert (one["state"], one["amount"], one["currency"], one["keeper"]) == (
        "decided",
        "20.00",
        "EUR",
        encode(shop.maartje.pk),
    )
    path = f"/remedies/{one['id']}"
    assert program.post(f"{path}/start").json()["state"] == "way"
    assert program.post(f"{path}/taking-back").status_code == 409
    assert program.post(f"{path}/failed", {"problem": "Card closed"}).json()["problem"] == "Card closed"
    done = program.post(f"{path}/done", {"reference": "re_1"}).json()
    assert (done["state"], done["reference"]) == ("done", "re_1")
    assert program.get(path).json() == done
    assert program.get("/remedies", conversation=encode(talk.pk), state="done").json()["items"] == [done]


def test_above_the_limit_it_says_what_the_limit_is(shop: Shop, talk: Conversation) -> None:
    answer = Program(shop.maartje).post("/remedies", body(talk, amount="372.00"))
    assert answer.status_code == 403
    assert answer.json()["error"]["code"] == "needs_yes"
    assert "€200" in answer.json()["error"]["words"]
    assert not Remedy.objects.exists()


@pytest.mark.parametrize(
    ("more", "status", "field"),
    [
        ({"amount": "-1"}, 422, "amount"),
        ({"amount": "12.345"}, 409, "amount"),
        ({"currency": "XXX"}, 409, "currency"),
        ({"currency": "USD"}, 409, "currency"),
        ({"shown": ["a letter"]}, 422, "shown.0"),
        ({"tax": "20.01"}, 409, "tax"),
        ({"tax": 3.47}, 422, "tax"),
        ({"kind": "voucher", "until": "2020-01-01"}, 409, "until"),
        ({"kind": "voucher", "until": "tomorrow"}, 422, "until"),
        ({"kind": "cake"}, 422, "kind"),
        ({"order": "0" * 13}, 409, "order"),
        ({"surprise": 1}, 422, "surprise"),
    ],
)
def test_what_cannot_be_is_said(shop: Shop, talk: Conversation, more: dict[str, Any], status: int, field: str) -> None:
    answer = Program(shop.priya).post("/remedies", body(talk, **more))
    assert (answer.status_code, answer.json()["error"].get("field")) == (status, field)


def test_without_a_currency_it_is_in_the_houses_own(shop: Shop, talk: Conversation) -> None:
    Brand.objects.update(currency="GBP", more_currencies=["USD"])
    PolicySet.objects.all().delete()
    policy(rule(currency="GBP"), rule("dollars", currency="USD"))
    program = Program(shop.maartje)
    assert program.post("/remedies", body(talk)).json()["currency"] == "GBP"
    assert program.post("/remedies", body(talk, currency="USD")).json()["currency"] == "USD"
    words = wrong(program.post("/remedies", body(talk, currency="EUR")), 409, "cannot_be")
    assert words == "EUR is no currency of ours: GBP, USD."


def test_what_must_be_shown_was_seen_elsewhere(shop: Shop, talk: Conversation) -> None:
    PolicySet.objects.all().delete()
    policy(rule(shown=["photo"]))
    program = Program(shop.maartje)
    wrong(program.post("/remedies", body(talk)), 403, "needs_yes")
    wrong(program.post("/remedies", body(talk, shown=["receipt"])), 403, "needs_yes")
    assert program.post("/remedies", body(talk, shown=["photo"])).status_code == 201


def test_what_may_not_be_seen_is_not_there(shop: Shop, talk: Conversation) -> None:
    row = give(talk, shop.priya)
    set_sight(Role.AGENT, Scope.OWN, by=CHA)
    program = Program(add_member("tomasz@juniperlane.example", "Tomasz", Role.AGENT, by=CHA))
    assert program.get(f"/remedies/{encode(row.pk)}").status_code == 404
    assert program.get("/remedies").json()["items"] == []
    assert program.post("/remedies", body(talk)).status_code == 404


def test_the_list_goes_on_where_it_stopped(shop: Shop, talk: Conversation) -> None:
    rows = [give(talk, shop.priya, minor=number + 1) for number in range(5)]
    program, after, found = Program(shop.maartje), "", []
    for _page in range(3):
        page = program.get("/remedies", limit=2, after=after).json()
        found += [one["id"] for one in page["items"]]
        after = page["next"]
    assert after is None
    assert found == [encode(row.pk) for row in reversed(rows)]


def test_the_tax_is_part_of_what_is_said(shop: Shop, talk: Conversation) -> None:
    made = Program(shop.maartje).post("/remedies", body(talk, tax="3.47")).json()
    assert (made["amount"], made["tax"]) == ("20.00", "3.47")


def test_a_voucher_is_found_by_its_code_used_once_by_a_key_and_ended(shop: Shop, talk: Conversation) -> None:
    program = Program(shop.maartje)
    made = program.post("/remedies", body(talk, kind="voucher", until="2099-12-31")).json()
    voucher, path = made["voucher"], f"/remedies/{made['id']}/voucher"
    assert (voucher["state"], voucher["left"], voucher["until"]) == ("holds", "20.00", "2099-12-31")
    typed = voucher["code"].lower().replace("-", "")
    assert [one["id"] for one in program.get("/remedies", code=typed).json()["items"]] == [made["id"]]
    assert program.get("/remedies", code="nobody").json()["items"] == []
    for _ in range(2):
        used = program.post(f"{path}/use", {"amount": "8.00", "words": "Tulips"}, idempotency_key="till-1").json()
        assert (used["state"], used["voucher"]["left"]) == ("done", "12.00")
    assert [(one["amount"], one["by"], one["words"]) for one in used["voucher"]["uses"]] == [
        ("8.00", encode(shop.maartje.pk), "Tulips")
    ]
    answer = program.post(f"{path}/use", {"amount": "12.01"})
    assert wrong(answer, 409, "cannot_be") == "€12 is left of it."
    assert program.post(f"{path}/end").json()["voucher"]["state"] == "ended"
    wrong(program.post(f"{path}/use", {}), 409, "ended")
    card = program.post("/remedies", body(talk, kind="card", amount="0")).json()
    assert (card["voucher"], program.post(f"/remedies/{card['id']}/voucher/use", {}).status_code) == (None, 404)
