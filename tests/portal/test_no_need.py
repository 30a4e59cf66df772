"""What was promised, from their side: needed no more, by a form, once; and needed after all."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from cha.conversations.models import Conversation
from cha.core import worker
from cha.core.clock import now
from cha.core.ids import encode
from cha.promises.heads_up import heads_up
from cha.promises.models import Promise, keep, make_promise
from cha.promises.warning import warn
from tests.portal.conftest import Shop
from tests.shop import verbs

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def call(shop: Shop, peach: Conversation) -> Promise:
    """Maartje promised to ring."""
    by = now() + timedelta(hours=9)
    return make_promise(peach, by, by=shop.maartje, keeper=shop.maartje, kind="other", words="A call")


def place(link: str, call: Promise) -> str:
    return f"{link}/promises/{encode(call.pk)}/no-need"


def test_it_is_released_by_a_form_and_its_keeper_hears_so(
    phone: Client, shop: Shop, link: str, call: Promise, peach: Conversation
) -> None:
    assert "No need any more" in phone.get(link).content.decode()
    assert phone.get(place(link, call)).status_code == 405
    for _ in range(2):
        answer = phone.post(place(link, call))
        assert answer.status_code == 303
    call.refresh_from_db()
    assert call.state == "released"
    assert verbs(peach).count("promise.released") == 1
    page = phone.get(answer["Location"]).content.decode()
    assert "We take it off our list." in page
    assert "A call" not in page
    worker.run_all()
    assert shop.maartje.notifications.filter(subject=f"released:{call.pk}").count() == 1


def test_it_may_be_needed_after_all(phone: Client, link: str, call: Promise) -> None:
    phone.post(place(link, call))
    phone.post(place(link, call), {"again": "1"})
    call.refresh_from_db()
    assert call.state == "open"


def test_what_is_kept_stays_kept(phone: Client, shop: Shop, link: str, call: Promise) -> None:
    keep(call, by=shop.maartje)
    phone.post(place(link, call))
    call.refresh_from_db()
    assert call.state == "kept"


def test_another_persons_promise_is_not_there(phone: Client, shop: Shop, link: str) -> None:
    other = shop.writes("Huda", "huda@post.example", "The vase", "Where is it?")
    promise = Promise.objects.get(conversation=other)
    assert phone.post(place(link, promise)).status_code == 404
    promise.refresh_from_db()
    assert promise.state == "open"


def test_a_rested_or_false_link_decides_nothing(phone: Client, link: str, call: Promise) -> None:
    answer = phone.post(place(link + "x", call))
    assert answer.status_code in (200, 404, 410)
    call.refresh_from_db()
    assert call.state == "open"


def test_the_page_says_the_new_time_and_that_we_told_them(phone: Client, shop: Shop, link: str, call: Promise) -> None:
    Promise.objects.exclude(pk=call.pk).delete()
    words = heads_up(call, now())
    warn(call, words.text, words.new_by, by=shop.maartje, hold=timedelta(0))
    page = phone.get(link).content.decode()
    assert "It takes longer, and we told you so." in page
