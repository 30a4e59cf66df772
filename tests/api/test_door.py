"""Whatever is sent, the answer has one shape; and nothing is done that does not fit."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from cha.api import limiting
from cha.conversations.models import Conversation, assign
from cha.core.actor import CHA
from cha.core.clock import now
from cha.core.ids import encode
from cha.people.models import Person
from cha.team.models import Role, Scope
from cha.team.models.sight import set_sight
from tests.api.asking import V1, Program, wrong
from tests.shop import Shop

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def program(shop: Shop) -> Program:
    limiting.forget()
    return Program(shop.priya)


@pytest.fixture
def one(shop: Shop) -> Conversation:
    return shop.adaeze_writes()


def at(conversation: Conversation, rest: str = "") -> str:
    return f"/conversations/{encode(conversation.pk)}{rest}"


def test_what_is_not_there_is_not_found_in_json(program: Program) -> None:
    for path in ("/nothing", "/conversations/zz", "/conversations/0000000000000", "/people/%00", "/people/a%0Ab", "/"):
        if path != "/":
            wrong(program.get(path), 404, "not_found")
    wrong(Client().get("/api"), 404, "not_found")
    wrong(Client().get("/api/v2/people"), 404, "not_found")


def test_another_method_is_told_which_are_there(program: Program, one: Conversation) -> None:
    answer = program.delete(at(one))
    wrong(answer, 405, "method_not_allowed")
    assert answer["Allow"] == "GET"


def test_five_megabytes_of_json_are_refused_unread(program: Program, one: Conversation) -> None:
    wrong(program.post(at(one, "/notes"), {"text": "x" * 5_000_000}), 413, "too_large")


@pytest.mark.parametrize("body", [b"{", b"\xff\xfe", b"[" * 5000, b'{"text": NaN}', b'{"text": "\\ud800"}'])
def test_what_is_no_json_is_unreadable(program: Program, one: Conversation, body: bytes) -> None:
    wrong(program.post(at(one, "/notes"), body), 400, "unreadable")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"", "body"),
        ([], "body"),
        ("text", "body"),
        ({}, "text"),
        ({"text": 1}, "text"),
        ({"text": None}, "text"),
        ({"text": "   "}, "text"),
        ({"text": "a\0b"}, "text"),
        ({"text": "Hi", "by": "me"}, "by"),
        ({"text": "Hi", "mentions": ["x"]}, "mentions.0"),
        ({"text": {"a": 1}}, "text"),
    ],
)
def test_what_does_not_fit_is_named(program: Program, one: Conversation, body: object, field: str) -> None:
    answer = program.post(at(one, "/notes"), body)
    wrong(answer, 422, "invalid")
    assert answer.json()["error"]["field"] == field
    assert not one.messages.filter(kind="note").exists()


def test_a_form_is_no_json(program: Program, one: Conversation) -> None:
    for kind in ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain"):
        answer = program.client.post(
            f"{V1}{at(one, '/notes')}", b"text=Hi", content_type=kind, headers=program.headers()
        )
        wrong(answer, 415, "not_json")


def test_names_in_the_query_that_are_unknown_are_refused(program: Program) -> None:
    wrong(program.get("/conversations", state="ours"), 422, "unknown_name")
    wrong(program.get("/conversations", limit=101), 422, "invalid")
    wrong(program.get("/conversations", limit="many"), 422, "invalid")
    wrong(program.get("/conversations", q="a\0b"), 422, "invalid")


def test_a_conflict_and_a_refusal_keep_their_words(program: Program, one: Conversation, shop: Shop) -> None:
    program.post(at(one, "/putting-right"))
    wrong(program.post(at(one, "/putting-right")), 409, "put_right_already")
    past = (now() - timedelta(hours=1)).isoformat()
    wrong(program.put(at(one, "/snooze"), {"until": past}), 409, "not_then")
    set_sight(Role.LIGHT, Scope.ALL, by=CHA)
    light = Program(shop.jef)
    wrong(light.put(at(one, "/tags"), {"tags": ["late"]}), 403, "no_seat")


def test_what_goes_wrong_here_is_said_in_the_same_shape(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*args: Any) -> None:
        raise RuntimeError("what nobody foresaw")

    monkeypatch.setattr("cha.api.team.member_out", breaks)
    assert "foresaw" not in wrong(program.get("/me"), 500, "error")

    def busy(*args: Any) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr("cha.api.team.member_out", busy)
    answer = program.get("/me")
    wrong(answer, 503, "unavailable")
    assert answer["Retry-After"] == "2"


def test_what_a_member_may_not_see_is_not_found(shop: Shop, one: Conversation) -> None:
    assign(one, by=shop.priya, member=shop.priya)
    set_sight(Role.AGENT, Scope.OWN, by=CHA)
    limited = Program(shop.maartje)
    person = f"/people/{encode(one.person_id)}"
    assert limited.get("/conversations").json()["items"] == []
    assert limited.get("/people").json()["items"] == []
    assert limited.get("/people", address="adaeze@nwosu.example").json()["items"] == []
    assert limited.get("/search/messages", q="peach").json()["items"] == []
    assert limited.get("/search/people", q="Adaeze").json()["items"] == []
    for path in (at(one), at(one, "/messages"), person, f"{person}/facts"):
        wrong(limited.get(path), 404, "not_found")
    wrong(limited.post(at(one, "/messages"), {"text": "Hi"}), 404, "not_found")
    wrong(limited.post(at(one, "/notes"), {"text": "Hi"}), 404, "not_found")
    wrong(limited.patch(person, {"name": "Mallory"}), 404, "not_found")
    wrong(limited.post("/conversations", {"person": encode(one.person_id)}), 404, "not_found")
    assert Person.objects.get(pk=one.person_id).name == "Adaeze Nwosu"


def test_the_page_shows_every_operation_without_a_script(shop: Shop) -> None:
    page = Client().get(f"{V1}/").content.decode()
    document = json.loads(Client().get(f"{V1}/openapi.json").content)
    assert "<script" not in page
    for operations in document["paths"].values():
        for operation in operations.values():
            assert f'id="{operation["operationId"]}"' in page
