"""Complaints and noes by programs: as their member, in writing, seen by nobody who may not."""

from __future__ import annotations

from typing import Any

import pytest

from cha.conversations.models import Conversation, Message
from cha.core.actor import CHA
from cha.core.ids import encode
from cha.promises.models import Promise
from cha.team.models import Role, Scope
from cha.team.models.member import add_member
from cha.team.models.sight import set_sight
from tests.api.asking import Program, wrong
from tests.shop import Shop

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def talk(shop: Shop) -> Conversation:
    return shop.adaeze_writes()


def no(talk: Conversation, **more: Any) -> dict[str, Any]:
    said = {"wanted": "A free bouquet every week.", "because": "faith", "reason": "Others pay for theirs."}
    return {"conversation": encode(talk.pk), **said, "instead": "A tenth off the next one.", **more}


def newest(talk: Conversation) -> str:
    return Message.objects.filter(conversation=talk, kind="said").latest("pk").text


def test_a_complaint_is_owned_decided_and_looked_at_a_second_time(shop: Shop, talk: Conversation) -> None:
    priya, maartje = Program(shop.priya), Program(shop.maartje)
    made = maartje.post("/complaints", {"conversation": encode(talk.pk), "about": "Late twice."})
    assert made.status_code == 201, made.content
    one = made.json()
    assert (one["state"], one["law"], one["owner"]) == ("open", None, encode(shop.priya.pk))
    assert Promise.objects.get(kind="complaint").state == "open"
    assert maartje.post("/complaints", {"conversation": encode(talk.pk)}).json()["id"] == one["id"]
    path = f"/complaints/{one['id']}"
    wrong(maartje.post(f"{path}/outcome", {"outcome": "upheld", "reason": "It was late."}), 403, "refused")
    owned = priya.post(f"{path}/owner", {"owner": encode(shop.maartje.pk)}).json()
    assert owned["owner"] == encode(shop.maartje.pk)
    out = maartje.post(f"{path}/outcome", {"outcome": "partly", "reason": "The first one was late."}).json()
    assert (out["state"], out["outcome"], out["decided_by"]) == ("decided", "partly", encode(shop.maartje.pk))
    assert "You are right in part." in newest(talk)
    assert "The first one was late." in newest(talk)
    wrong(maartje.post(f"{path}/outcome", {"outcome": "not", "reason": "No."}), 409, "decided")
    asked = maartje.post(f"{path}/appeal", {"words": "Both were late, she says."}).json()
    assert (asked["state"], asked["appeal"]["words"]) == ("appealed", "Both were late, she says.")
    wrong(maartje.post(f"{path}/outcome", {"outcome": "not", "reason": "No."}), 403, "refused")
    closed = priya.post(f"{path}/outcome", {"outcome": "upheld", "reason": "Both.", "words": "Both were late."}).json()
    assert (closed["state"], closed["appeal"]["outcome"]) == ("closed", "upheld")
    assert newest(talk) == "Both were late."
    for state, count in (("closed", 1), ("open", 0), ("appealed", 0), ("decided", 0), ("", 1)):
        assert len(priya.get("/complaints", state=state).json()["items"]) == count, state


def test_what_does_not_fit_says_where(shop: Shop, talk: Conversation) -> None:
    program, here = Program(shop.priya), {"conversation": encode(talk.pk)}
    for more, field in (({"law": "moon"}, "law"), ({"owner": encode(shop.jef.pk)}, "owner")):
        answer = program.post("/complaints", {**here, **more})
        wrong(answer, 409, "cannot_be")
        assert answer.json()["error"]["field"] == field
    answer = program.post("/refusals", no(talk, instead=""))
    wrong(answer, 409, "cannot_be")
    assert answer.json()["error"]["field"] == "instead"


def test_a_no_is_said_and_looked_at_again_by_somebody_else(shop: Shop, talk: Conversation) -> None:
    maartje, priya = Program(shop.maartje), Program(shop.priya)
    said = maartje.post("/refusals", no(talk))
    assert said.status_code == 201, said.content
    one = said.json()
    assert (one["state"], one["because"], one["said_by"]) == ("said", "faith", encode(shop.maartje.pk))
    assert "What we can do: A tenth off the next one." in newest(talk)
    path = f"/refusals/{one['id']}"
    assert maartje.post(f"{path}/review-asked", {"words": "She buys a lot."}).json()["state"] == "asked"
    wrong(maartje.post(f"{path}/review", {"stands": False, "answer": "Fine."}), 403, "refused")
    again = priya.post(f"{path}/review", {"stands": False, "answer": "Once a month it is."}).json()
    assert (again["state"], again["reviewed_by"]) == ("changed", encode(shop.priya.pk))
    assert "we change our mind" in newest(talk)
    wrong(priya.post(f"{path}/review", {"stands": True, "answer": "No."}), 409, "reviewed")
    assert [row["id"] for row in priya.get("/refusals", state="changed").json()["items"]] == [one["id"]]


def test_what_a_member_does_not_see_is_not_there(shop: Shop, talk: Conversation) -> None:
    priya = Program(shop.priya)
    complaint = priya.post("/complaints", {"conversation": encode(talk.pk)}).json()["id"]
    refusal = priya.post("/refusals", no(talk)).json()["id"]
    set_sight(Role.AGENT, Scope.OWN, by=CHA)
    wout = Program(add_member("wout@juniperlane.example", "Wout Peeters", by=CHA, role=Role.AGENT))
    for name, pk in (("complaints", complaint), ("refusals", refusal)):
        assert wout.get(f"/{name}").json()["items"] == []
        wrong(wout.get(f"/{name}/{pk}"), 404, "not_found")
    wrong(wout.post("/complaints", {"conversation": encode(talk.pk)}), 404, "not_found")
    wrong(wout.post(f"/refusals/{refusal}/review", {"stands": True, "answer": "No."}), 404, "not_found")
