"""What a browser kept for its writer is taken from nobody else, and twice is once."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from cha.conversations.models import Kind, Message
from cha.core.ids import encode
from tests.shop import Shop
from tests.workspace.desk import browser

JSON = {"HTTP_ACCEPT": "application/json"}


def written_by(pk: int) -> dict[str, str]:
    return {"HTTP_CHA_MEMBER": encode(pk), **JSON}


def test_its_writer_is_taken_once_however_often_it_is_sent(shop: Shop) -> None:
    talk = shop.adaeze_writes("It came in peach.")
    desk = browser(shop.maartje)
    for _ in range(3):
        form = {"body": "White, by Friday.", "once": "a1"}
        answer = desk.post(f"/now/{talk.public_id}/reply", form, **written_by(shop.maartje.pk))
        assert answer.status_code == 303
    assert Message.objects.filter(conversation=talk, kind=Kind.SAID).count() == 1


@pytest.mark.parametrize("path", ["reply", "note", "draft", "promises"])
def test_nobody_else_s_words_are_taken(shop: Shop, path: str) -> None:
    talk = shop.adaeze_writes("It came in peach.")
    before = Message.objects.count()
    somebody = browser(shop.maartje).post
    for post in (somebody, Client().post):
        answer = post(f"/now/{talk.public_id}/{path}", {"body": "Mine."}, **written_by(shop.maartje.pk + 1))
        assert answer.status_code == 401
        assert json.loads(answer.content)["error"]["code"] == "signed_out"
    assert Message.objects.count() == before
    assert not talk.drafts.exists()


def test_a_refusal_is_told_to_a_program_in_its_own_words(shop: Shop) -> None:
    talk = shop.adaeze_writes("It came in peach.")
    answer = browser(shop.maartje).post(f"/now/{encode(1)}/reply", {"body": "x"}, **written_by(shop.maartje.pk))
    assert answer.status_code == 404
    assert json.loads(answer.content)["error"]["sentence"]
    strict = Client(enforce_csrf_checks=True)
    assert json.loads(strict.post(f"/now/{talk.public_id}/note", {}, **JSON).content)["error"]["code"] == "csrf"


def test_the_same_promise_sent_twice_is_one(shop: Shop) -> None:
    talk = shop.adaeze_writes("It came in peach.")
    desk = browser(shop.maartje)
    form = {"what": "White ones", "until": "own", "own": "2100-01-01T10:00"}
    for _ in range(2):
        assert desk.post(f"/now/{talk.public_id}/promises", form).status_code == 303
    assert talk.promises.filter(kind="other").count() == 1
