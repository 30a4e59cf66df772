"""Idempotency keys: one key, one request, one answer."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection

from cha.api import limiting
from cha.api.models import Answered
from cha.api.tidying import KEY, see_to_it, tidy_up
from cha.conversations.models import Conversation, Message
from cha.core.clock import now
from cha.core.ids import encode
from cha.core.timers import Timer
from tests.api.asking import Program, wrong
from tests.shop import Shop

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def program(shop: Shop) -> Program:
    limiting.forget()
    return Program(shop.priya)


@pytest.fixture
def notes(shop: Shop) -> str:
    return f"/conversations/{encode(shop.adaeze_writes().pk)}/notes"


def count() -> int:
    return Message.objects.filter(kind="note").count()


def test_the_same_key_and_request_get_the_same_answer(program: Program, notes: str) -> None:
    first = program.post(notes, {"text": "Once"}, Idempotency_Key="k-1")
    again = program.post(notes, {"text": "Once"}, Idempotency_Key="k-1")
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert again["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first
    assert count() == 1


def test_a_key_that_stood_for_another_request_is_refused(program: Program, notes: str) -> None:
    program.post(notes, {"text": "Once"}, Idempotency_Key="k-1")
    wrong(program.post(notes, {"text": "Twice"}, Idempotency_Key="k-1"), 409, "key_used")
    assert count() == 1


def test_two_at_once_are_done_once(program: Program, notes: str) -> None:
    seen: list[tuple[int, bytes]] = []
    ready = threading.Barrier(2)

    def ask() -> None:
        ready.wait()
        answer = program.post(notes, {"text": "Once"}, Idempotency_Key="k-1")
        seen.append((answer.status_code, answer.content))
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert count() == 1
    # Who could not wait for the other is told to try again, which is then answered.
    assert {status for status, _ in seen} <= {201, 503}
    assert program.post(notes, {"text": "Once"}, Idempotency_Key="k-1").status_code == 201
    assert count() == 1


def test_what_was_refused_may_be_tried_again(program: Program, notes: str) -> None:
    wrong(program.post(notes, {"text": " "}, Idempotency_Key="k-1"), 422, "invalid")
    assert not Answered.objects.exists()
    assert program.post(notes, {"text": "Now"}, Idempotency_Key="k-1").status_code == 201


def test_what_is_refused_inside_leaves_nothing(program: Program, shop: Shop) -> None:
    body = {
        "name": "Ada",
        "points": [{"kind": "email", "value": "ada@post.example"}, {"kind": "email", "value": "hello@x.example"}],
    }
    program.post("/people", {"points": [{"kind": "email", "value": "hello@x.example"}]})
    wrong(program.post("/people", body, Idempotency_Key="k-1"), 409, "known_address")
    assert program.get("/people", address="ada@post.example").json()["items"] == []


def test_keys_are_each_tokens_own(program: Program, notes: str, shop: Shop) -> None:
    other = Program(shop.maartje)
    program.post(notes, {"text": "Once"}, Idempotency_Key="k-1")
    assert other.post(notes, {"text": "Twice"}, Idempotency_Key="k-1").status_code == 201


def test_a_key_is_forgotten_after_a_day(program: Program, notes: str) -> None:
    program.post(notes, {"text": "Once"}, Idempotency_Key="k-1")
    Answered.objects.update(at=now() - timedelta(hours=25))
    assert program.post(notes, {"text": "Twice"}, Idempotency_Key="k-1").status_code == 201
    assert Answered.objects.count() == 1


def test_answers_of_yesterday_go_by_themselves(program: Program, notes: str) -> None:
    see_to_it()
    see_to_it()
    program.post(notes, {"text": "Once"}, Idempotency_Key="k-1")
    tidy_up()
    assert Answered.objects.exists()
    Answered.objects.update(at=now() - timedelta(hours=25))
    tidy_up()
    assert not Answered.objects.exists()
    assert Timer.objects.filter(key=KEY, fired_at=None).count() == 1


@pytest.mark.parametrize("key", ["", "a b", "x" * 81, "\x7f"])
def test_what_is_no_key_is_refused(program: Program, notes: str, key: str) -> None:
    wrong(program.post(notes, {"text": "Once"}, Idempotency_Key=key), 422, "invalid")
    assert count() == 0


def test_an_opening_with_words_is_opened_once(program: Program, shop: Shop) -> None:
    person = encode(shop.adaeze_writes().person_id)
    body = {"person": person, "subject": "Your bouquet", "text": "Is it well?"}
    first = program.post("/conversations", body, Idempotency_Key="k-1")
    assert first.status_code == 201, first.content
    assert program.post("/conversations", body, Idempotency_Key="k-1").json() == first.json()
    assert Conversation.objects.filter(subject="Your bouquet").count() == 1
