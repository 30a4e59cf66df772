"""A contact form and a counter in Settings: what is asked under which topic, where it may stand."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client

from cha.channels.models import Channel, add_channel
from cha.core.actor import CHA
from cha.core.ids import encode
from cha.people.models.custom_field import keep_field
from tests.shop import Shop

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def form(shop: Shop) -> Channel:
    return add_channel("form", "k7f3ad", by=CHA, name="Write to us")


@pytest.fixture
def owner(shop: Shop) -> Client:
    browser = Client()
    browser.force_login(shop.priya, backend="allauth.account.auth_backends.AuthenticationBackend")
    return browser


def said(response: HttpResponse) -> str:
    return response.content.decode()


def test_the_page_has_the_usual_topics_the_address_and_the_lines(form: Channel, owner: Client) -> None:
    page = said(owner.get(f"/settings/channels/{encode(form.pk)}"))
    assert "What it can be about" in page
    assert "/write/k7f3ad/embed" in page
    assert page.count("<fieldset") >= 6


def test_topics_questions_and_sites_are_kept(form: Channel, owner: Client, shop: Shop) -> None:
    keep_field(None, by=shop.priya, subject="conversation", name="Tables", kind="number")
    typed = {
        "name": "Write to us",
        "topic-1": "wedding",
        "words-1": "A wedding",
        "asks-1": ["tables", "files", "nonsense"],
        "topic-3": "payment",
        "origins": "juniperlane.example\nhttps://shop.example/contact",
    }
    assert owner.post(f"/settings/channels/{encode(form.pk)}", typed).status_code == 303
    form.refresh_from_db()
    assert form.settings["topics"] == [
        {"topic": "wedding", "words": "A wedding", "asks": ["tables", "files"]},
        {"topic": "payment", "words": "", "asks": []},
    ]
    assert form.settings["origins"] == ["https://juniperlane.example", "https://shop.example"]
    page = said(owner.get("/write/k7f3ad"))
    assert "A wedding" in page
    assert 'name="ask-tables"' in page


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"topic-1": "nonsense"}, "Choose one from the list."),
        ({"topic-1": "payment", "topic-2": "payment"}, "Each topic stands there once."),
        ({"origins": "https://*.example"}, "would let others in"),
        ({"answer_minutes": "soon"}, "Write minutes as a number"),
    ],
)
def test_what_does_not_fit_is_said_and_stays_typed(
    form: Channel, owner: Client, wrong: dict[str, str], words: str
) -> None:
    response = owner.post(f"/settings/channels/{encode(form.pk)}", {"words-1": "In our words", **wrong})
    assert response.status_code == 422
    assert words in said(response)
    assert "In our words" in said(response)
    form.refresh_from_db()
    assert "topics" not in form.settings


def test_a_counter_that_is_added_acknowledges_nobody_by_mail(owner: Client, shop: Shop) -> None:
    assert owner.post("/settings/channels/new/counter", {"name": "Korenmarkt counter"}).status_code == 303
    counter = Channel.objects.get(medium="counter")
    assert not counter.acknowledges
    page = said(owner.get(f"/settings/channels/{encode(counter.pk)}"))
    assert f'href="/counter/{encode(counter.pk)}"' in page
    owner.post(f"/settings/channels/{encode(counter.pk)}", {"name": "The market", "acknowledges": "1"})
    counter.refresh_from_db()
    assert (counter.name, counter.acknowledges) == ("The market", True)


def test_a_form_that_is_added_has_an_address_that_nobody_guesses(owner: Client, shop: Shop) -> None:
    owner.post("/settings/channels/new/form", {"name": ""})
    form = Channel.objects.get(medium="form")
    assert len(form.address) >= 10
    assert owner.get(f"/write/{form.address}").status_code == 200
