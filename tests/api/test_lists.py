"""Lists: pages that nothing is lost between, filters as on the screens, and a cost that does not grow with the rows."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cha.api import limiting
from cha.conversations.models import tag
from cha.core.ids import encode
from tests.api.asking import Program, wrong
from tests.shop import Shop

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def program(shop: Shop) -> Program:
    limiting.forget()
    return Program(shop.priya)


def write(shop: Shop, number: int) -> str:
    found = shop.adaeze_writes(
        f"Words {number}", subject=f"Concern {number}", sender=f"P{number} <p{number}@x.example>"
    )
    return encode(found.pk)


def walk(program: Program, path: str, between: Any = None, **query: Any) -> list[str]:
    """The ids of all pages; `between` is done after the first."""
    found: list[str] = []
    after = ""
    while True:
        page = program.get(path, **query, **({"after": after} if after else {})).json()
        found += [one["id"] for one in page["items"]]
        if page["next"] is None:
            return found
        after = page["next"]
        if between:
            between()
            between = None


@pytest.mark.parametrize("order", ["newest", "changed", "opened", "care"])
def test_pages_hold_each_conversation_once(program: Program, shop: Shop, order: str) -> None:
    made = [write(shop, number) for number in range(5)]
    found = walk(program, "/conversations", order=order, limit=2)
    assert sorted(found) == sorted(made)
    if order in ("newest", "opened"):
        assert found == made[::-1]
    if order == "changed":
        assert found == made


def test_what_comes_in_between_shifts_no_page(program: Program, shop: Shop) -> None:
    made = [write(shop, number) for number in range(4)]
    found = walk(program, "/conversations", lambda: write(shop, 9), order="opened", limit=2)
    assert found == made[::-1]
    people = walk(program, "/people", lambda: write(shop, 10), limit=2)
    assert len(people) == len(set(people)) == 5


def test_a_cursor_is_good_for_its_own_list_alone(program: Program, shop: Shop) -> None:
    for number in range(3):
        write(shop, number)
    given = program.get("/conversations", limit=1).json()["next"]
    wrong(program.get("/people", after=given), 404, "not_found")
    wrong(program.get("/conversations", order="opened", after=given), 404, "not_found")
    wrong(program.get("/conversations", q="is:waiting", after=given), 404, "not_found")
    wrong(program.get("/conversations", after=given[:-2] + "AA"), 404, "not_found")
    wrong(program.get("/conversations", after="\u00e9"), 404, "not_found")


def test_a_filter_means_what_it_means_on_the_screens(program: Program, shop: Shop) -> None:
    late = shop.adaeze_writes("Too late", sender="Bo <bo@x.example>")
    shop.adaeze_writes("In time", sender="Cy <cy@x.example>")
    tag(late, ["late"], by=shop.maartje)
    assert walk(program, "/conversations", q="tag:late") == [encode(late.pk)]
    assert walk(program, "/conversations", q='"too late"') == [encode(late.pk)]
    assert len(walk(program, "/conversations", q=f"channel:{shop.channel.address}")) == 2
    found = program.get("/search/messages", q="late").json()["items"]
    assert encode(late.pk) in {one["conversation"] for one in found}


@pytest.mark.parametrize("path", ["/conversations", "/people"])
def test_more_rows_cost_no_more_queries(program: Program, shop: Shop, path: str) -> None:
    write(shop, 0)
    program.get(path)
    with CaptureQueriesContext(connection) as few:
        program.get(path)
    for number in range(1, 8):
        write(shop, number)
    with CaptureQueriesContext(connection) as many:
        assert len(program.get(path).json()["items"]) == 8
    assert len(many) == len(few) <= 7, [query["sql"] for query in many]


def test_more_messages_cost_no_more_queries(program: Program, shop: Shop) -> None:
    conversation = shop.adaeze_writes()
    path = f"/conversations/{encode(conversation.pk)}/messages"
    program.get(path)
    with CaptureQueriesContext(connection) as few:
        program.get(path)
    for number in range(6):
        shop.answers(conversation, f"Answer {number}")
    with CaptureQueriesContext(connection) as many:
        program.get(path)
    assert len(many) == len(few)
