"""All of a person's conversations, by a link that opens once."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from cha.channels.models import Delivery
from cha.conversations.models import Conversation, Message, say
from cha.core import worker
from cha.core.clock import now
from cha.people.models import Person
from cha.people.models.fact import learn
from cha.portal.models import WayIn
from cha.promises.models import make_promise
from tests.portal.conftest import Shop

pytestmark = pytest.mark.django_db(transaction=True)


def ask(client: Client, address: str) -> str:
    """Ask for a link and read the page that follows."""
    response = client.post("/mine", {"to": address})
    assert response.status_code == 303
    page = client.get(response["Location"]).content.decode()
    worker.run_all()
    return page


def come_in(client: Client, address: str = "adaeze@nwosu.example") -> WayIn:
    ask(client, address)
    way = WayIn.objects.latest("id")
    assert client.post(f"/mine/in/{way.token}")["Location"] == "/mine"
    return way


def read(client: Client, path: str = "/mine", status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status
    return response.content.decode()


def test_the_same_words_whether_an_address_is_known(phone: Client, adaeze: Person) -> None:
    known = ask(phone, "adaeze@nwosu.example")
    unknown = ask(Client(), "amalie@nowhere.example")
    here, there = (_without_tokens(known, "a…e@nwosu.example"), _without_tokens(unknown, "a…e@nowhere.example"))
    assert here == there
    assert [row.address for row in Delivery.objects.filter(kind="link")] == ["adaeze@nwosu.example"]


def _without_tokens(page: str, masked: str) -> str:
    before, _, after = page.partition('name="csrfmiddlewaretoken" value="')
    return (before + after.partition('"')[2]).replace(masked, "")


def test_the_mail_holds_the_link_and_looking_at_it_does_not_use_it_up(phone: Client, adaeze: Person) -> None:
    ask(phone, "Adaeze@Nwosu.example ")
    way = WayIn.objects.get()
    assert f"/mine/in/{way.token}" in Delivery.objects.get(kind="link").text
    assert "Open my conversations" in read(Client(), f"/mine/in/{way.token}")
    way.refresh_from_db()
    assert way.used_at is None


def test_one_device_comes_in_once_and_that_proves_the_address(phone: Client, adaeze: Person) -> None:
    way = come_in(phone)
    page = read(phone)
    assert "Hello Adaeze." in page
    assert "The flowers are peach" in page
    assert adaeze.points.get().verified_how == "link"
    second = Client().post(f"/mine/in/{way.token}")
    assert second.status_code == 410
    assert "This link was opened already." in second.content.decode()


def test_a_link_opens_for_half_an_hour_and_a_device_stays_in_for_thirty_days(phone: Client, adaeze: Person) -> None:
    ask(phone, "adaeze@nwosu.example")
    way = WayIn.objects.get()
    with time_machine.travel(now() + timedelta(minutes=31)):
        assert phone.post(f"/mine/in/{way.token}").status_code == 410
    come_in(phone)
    with time_machine.travel(now() + timedelta(days=29)):
        assert "Hello Adaeze." in read(phone)
    with time_machine.travel(now() + timedelta(days=31)):
        assert "Find your conversations" in read(phone)


def test_only_their_own_conversations_and_nothing_that_may_be_undone(
    phone: Client, shop: Shop, peach: Conversation
) -> None:
    shop.writes("Piet Claes", "piet@claes.example", "Roses for Piet", "Do you have roses?")
    say(peach, "A word that is held.", by=shop.maartje, hold=timedelta(minutes=5))
    come_in(phone)
    page = read(phone)
    assert "Roses for Piet" not in page
    assert "A word that is held" not in page


def test_leaving_forgets_the_device_and_its_cookie_no_longer_lets_in(phone: Client, adaeze: Person) -> None:
    come_in(phone)
    kept = phone.cookies["cha_person"].value
    assert "This device has forgotten you." in phone.post("/mine/leave", follow=True).content.decode()
    again = Client()
    again.cookies["cha_person"] = kept
    assert "Find your conversations" in read(again)


def test_that_was_not_me_closes_it_everywhere(phone: Client, adaeze: Person) -> None:
    way = come_in(phone)
    Client().post(f"/mine/in/{way.token}/fresh", {"not": "me"})
    assert "Find your conversations" in read(phone)


def test_a_forged_cookie_or_link_lets_nobody_in(adaeze: Person) -> None:
    client = Client()
    client.cookies["cha_person"] = "1:abc:def"
    assert "Find your conversations" in read(client)
    assert "This page has rested." in read(client, "/mine/in/0000000000000-abc", 404)
    assert client.get("/mine/kept").status_code == 303


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("adaeze", "This does not look like an e-mail address."),
        ("adaeze@exampel", "Perhaps <b>example.org</b>?"),
        ("adaeze@gmailcom", "Perhaps <b>gmail.com</b>?"),
        ("", "This does not look like an e-mail address."),
    ],
)
def test_a_wrong_address_is_kept_and_what_is_near_is_said(shop: Shop, phone: Client, typed: str, words: str) -> None:
    response = phone.post("/mine", {"to": typed})
    page = response.content.decode()
    assert response.status_code == 422
    assert words in page
    assert f'value="{typed}"' in page


def test_three_links_in_an_hour_and_then_words(phone: Client, adaeze: Person) -> None:
    for _ in range(3):
        ask(phone, "adaeze@nwosu.example")
    response = phone.post("/mine", {"to": "adaeze@nwosu.example"})
    assert response.status_code == 429
    assert b"That was three times in an hour." in response.content


def test_asking_again_needs_no_second_typing(phone: Client, adaeze: Person) -> None:
    ask(phone, "adaeze@nwosu.example")
    assert phone.post("/mine").status_code == 303
    worker.run_all()
    assert WayIn.objects.count() == 2


def test_something_new_is_opened_once_and_acknowledged(phone: Client, adaeze: Person) -> None:
    come_in(phone)
    for _ in range(2):
        phone.post("/mine/new", {"body": "May I have a bouquet for my aunt?", "once": "n"})
    worker.run_all()
    new = Message.objects.get(external_id="portal:n").conversation
    assert new.person == adaeze
    assert new.acknowledged_at
    assert "bouquet for my aunt" in read(phone)
    assert phone.post("/mine/new", {"body": ""}).status_code == 422


def test_what_is_kept_is_shown_whole(phone: Client, adaeze: Person) -> None:
    learn(adaeze, "wish", "No strong scent", by=adaeze)
    come_in(phone)
    page = read(phone, "/mine/kept")
    assert "adaeze@nwosu.example" in page
    assert "No strong scent" in page


def test_as_many_queries_for_many_conversations_as_for_one(
    phone: Client, shop: Shop, adaeze: Person, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(5):
        shop.writes("Adaeze Nwosu", "adaeze@nwosu.example", f"Thing {n}", f"And number {n}?")
    come_in(phone)
    with django_assert_max_num_queries(9):
        read(phone)


def test_the_list_says_what_is_promised_next(phone: Client, shop: Shop, peach: Conversation) -> None:
    shop.answers(peach, "You hear from me.")
    make_promise(peach, now() + timedelta(hours=30), by=shop.maartje, kind="other", words="A photo before it leaves")
    come_in(phone)
    assert "<b><bdi>A photo before it leaves</bdi></b>" in read(phone)


def test_whether_we_are_told_of_reading_is_theirs_to_say(phone: Client, adaeze: Person) -> None:
    come_in(phone)
    assert "We are not told when you read our answers." in read(phone, "/mine/kept")
    assert phone.post("/mine/kept/reading", {"yes": "1"}).status_code == 303
    assert "You agreed that we are told" in read(phone, "/mine/kept")
    phone.post("/mine/kept/reading", {"yes": "0"})
    assert "We are not told" in read(phone, "/mine/kept")
