"""The wall and the page for everybody: what is seen without signing in says nothing of anybody, and can be shut."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cha.conversations.models import Conversation, assign
from cha.core.clock import now
from cha.core.ids import new_id
from cha.live.hub import hub
from cha.live.tokens import read
from cha.promises.models import Promise, StandingLink, close_link, make_promise, open_link
from cha.workspace import live
from tests.news import news_since
from tests.shop import Shop
from tests.workspace.desk import browser, crowd

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _fresh() -> None:
    cache.clear()


@pytest.fixture
def concern(shop: Shop) -> Conversation:
    conversation = shop.adaeze_writes("The zweigelt came in peach.", subject="Zweigelt")
    assign(conversation, by=shop.maartje, member=shop.maartje)
    make_promise(
        conversation, now() + timedelta(minutes=40), by=shop.maartje, kind="other", words="Zweigelt, anew",
        keeper=shop.maartje, kept_by="call",
    )  # fmt: skip
    return conversation


def settle(shop: Shop, concern: Conversation, state: str, count: int) -> None:
    at = now()
    Promise.objects.bulk_create(
        Promise(
            id=new_id(), conversation=concern, person=concern.person, kind="other", by=at, made_by_kind="member",
            made_by_id=shop.maartje.pk, state=state, settled_at=at, kept_by="hand",
        )
        for _ in range(count)
    )  # fmt: skip


def test_a_screen_shows_first_names_and_never_what_it_is_about(shop: Shop, concern: Conversation) -> None:
    link = open_link("wall", by=shop.priya, name="By the workbench")
    answer = Client().get(f"/wall/{link.token}")
    page = answer.content.decode()
    assert answer.status_code == 200
    for words in ("1 person waits for us", "Adaeze", "with Maartje", "Maartje calls Adaeze"):
        assert words in page
    for secret in ("Nwosu", "weigelt", "peach", "<form", "/now/"):
        assert secret not in page


def test_members_see_the_wall_of_what_they_may_see(shop: Shop, concern: Conversation) -> None:
    assert "Maartje calls Adaeze" in browser(shop.maartje).get("/wall").content.decode()
    assert Client().get("/wall").status_code == 302


def test_nobody_waits_is_said_kindly(shop: Shop) -> None:
    page = browser(shop.maartje).get("/wall").content.decode()
    assert "Nobody waits for us" in page
    assert "Nothing came due in seven days." in page


def test_a_screen_hears_that_something_is_new_and_not_what(shop: Shop, concern: Conversation) -> None:
    link = open_link("wall", by=shop.priya)
    page = Client().get(f"/wall/{link.token}").content.decode()
    token = unquote(page.split("/live?topics=")[1].split('"')[0])
    assert read(token).topics == ("wall",)
    listening = hub.subscribe(["wall"])
    try:
        position, _ = live.render_since(-1)
        shop.adaeze_writes("More zweigelt.", subject="Again")
        pieces = [piece for topics, piece in news_since(position) if "wall" in topics]
    finally:
        hub.leave(listening)
    assert pieces == [b'<turbo-stream action="fresh" target="wall"></turbo-stream>']


def test_a_closed_or_wrong_address_shows_nothing(shop: Shop, concern: Conversation) -> None:
    link = open_link("wall", by=shop.priya)
    calendar = open_link("calendar", by=shop.priya)
    position, _ = live.render_since(-1)
    close_link(link, by=shop.priya)
    assert Client().get(f"/wall/{link.token}").status_code == 404
    assert Client().get(f"/wall/{calendar.token}").status_code == 404
    revoked = [topics for topics, _ in news_since(position) if topics[0] == "!revoke"]
    assert len(revoked) == 1, "Its stream closes."
    assert revoked[0][1].startswith("link:")


def test_managers_make_and_close_screens(shop: Shop) -> None:
    assert browser(shop.maartje).get("/settings/promises").status_code == 403
    desk = browser(shop.priya)
    assert desk.post("/settings/promises", {"wall": "1", "name": "By the workbench"}).status_code == 303
    page = desk.get("/settings/promises").content.decode()
    link = StandingLink.objects.get(kind="wall")
    assert "By the workbench" in page
    assert link.token in page
    closing = page.split('action="/settings/promises/screens/')[1].split('"')[0]
    desk.post(f"/settings/promises/screens/{closing}")
    assert not StandingLink.objects.exists()


def test_the_page_for_everybody_is_not_there_until_it_is_switched_on(shop: Shop, concern: Conversation) -> None:
    desk = browser(shop.priya)
    assert Client().get("/promises-kept").status_code == 404
    desk.post("/settings/promises", {"public": "1"})
    assert Client().get("/promises-kept").status_code == 200
    desk.post("/settings/promises", {})
    assert Client().get("/promises-kept").status_code == 404


def test_it_says_how_the_month_went_in_numbers_only(shop: Shop, concern: Conversation) -> None:
    settle(shop, concern, "kept", 18)
    settle(shop, concern, "moved", 2)
    settle(shop, concern, "broken", 1)
    settle(shop, concern, "released", 3)
    open_link("public", by=shop.priya)
    page = Client().get("/promises-kept", HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert "We made 21 promises in" in page
    assert "18 are kept." in page
    assert "2 got a new time. 1 we broke." in page
    for secret in ("Adaeze", "Maartje", "weigelt"):
        assert secret not in page


def test_few_promises_are_said_to_be_few(shop: Shop, concern: Conversation) -> None:
    settle(shop, concern, "kept", 3)
    open_link("public", by=shop.priya)
    page = Client().get("/promises-kept", HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert "too few to say much" in page


def test_as_many_queries_for_fifty_as_for_two(shop: Shop, concern: Conversation) -> None:
    desk = browser(shop.maartje)

    def queries() -> int:
        desk.get("/wall")
        with CaptureQueriesContext(connection) as seen:
            desk.get("/wall")
        return len(seen)

    few = queries()
    crowd(shop, 50)
    settle(shop, concern, "kept", 50)
    assert queries() == few <= 15
