"""A guide beside a conversation, as plain links and forms: chosen by what it is about, answered, said, ended."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cha.conversations.models import Draft, Message
from cha.conversations.models.tagging import set_topic
from cha.core.ids import encode
from cha.resolutions.models import GuideWalk
from cha.resolutions.walks import answer_step, begin_walk
from tests.resolutions.guides.test_guiding import published
from tests.resolutions.guides.test_walks import on_its_way
from tests.resolutions.guides.written import LATE
from tests.shop import Shop
from tests.workspace.desk import browser

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_guide_for_what_it_is_about_comes_first_and_is_begun(shop: Shop) -> None:
    guide, conversation, client = published(shop), shop.adaeze_writes(), browser(shop.maartje)
    published(shop, LATE.replace("Guide: Late delivery", "Guide: Another").replace("late_delivery", "damaged"))
    set_topic(conversation, "late_delivery", by=shop.maartje)
    address = f"/now/{conversation.public_id}/guide"
    assert f'href="{address}"' in client.get(f"/now/{conversation.public_id}").content.decode()
    page = client.get(address).content.decode()
    assert 'data-screen="person"' in page
    assert page.index("<b>Late delivery</b>") < page.index("<b>Another</b>")
    assert client.post(address, {"guide": encode(guide.pk)})["Location"] == address
    page = client.get(address).content.decode()
    assert "Has it left the workshop?" in page
    assert "Step 1 of about 3" in page
    assert re.search(r'name="answer" value="Yes" aria-keyshortcuts="1"', page)


def test_it_is_walked_to_its_end_and_noted(shop: Shop) -> None:
    conversation, client = on_its_way(shop), browser(shop.maartje)
    walk = begin_walk(conversation, published(shop), by=shop.maartje)
    address = f"/now/{conversation.public_id}/guide/{encode(walk.pk)}"
    page = client.get(f"/now/{conversation.public_id}").content.decode()
    assert "On its way; known, from Web shop, order JL-2291" in page
    assert "Do not ask for: order number" in page
    assert client.post(f"{address}/answer", {"step": "moment", "answer": "Yes"}).status_code == 303
    page = client.get(f"/now/{conversation.public_id}/guide").content.decode()
    assert '<span class="hole">Adaeze</span>' in page
    assert '<span class="hole" data-open>{time?}</span>' in page
    assert client.post(f"{address}/words").status_code == 303
    assert client.post(f"{address}/words").status_code == 303
    assert Draft.objects.get().text == "It is on its way, Adaeze, and there at {time?}."
    assert client.post(f"{address}/finishing").status_code == 409
    assert client.post(f"{address}/answer", {"step": "time", "answer": ""}).status_code == 303
    assert "end, with a promise" in client.get(f"/now/{conversation.public_id}/guide").content.decode()
    for _press in range(2):
        assert client.post(f"{address}/finishing")["Location"] == f"/now/{conversation.public_id}"
    (note,) = Message.objects.filter(kind="note")
    assert "– Has it left the workshop? Yes (On its way, Web shop, order JL-2291)" in note.text
    assert "→ end, with a promise" in note.text


def test_the_words_are_in_the_persons_language_where_the_guide_has_them(shop: Shop) -> None:
    conversation = shop.adaeze_writes("Waar zijn mijn bloemen? Ik heb ze vorige week besteld en wacht nog altijd.")
    assert conversation.language == "nl"
    walk = begin_walk(conversation, published(shop), by=shop.maartje)
    for step, answer in (("left", "Yes"), ("moment", "Yes")):
        walk = answer_step(walk, step, answer, by=shop.maartje)
    page = browser(shop.maartje).get(f"/now/{conversation.public_id}/guide").content.decode()
    assert "In your draft, in Dutch" in page
    assert '<p lang="nl" dir="auto">Het is onderweg, ' in page


def test_it_can_be_gone_back_in_left_and_remarked_on(shop: Shop) -> None:
    conversation, client = shop.adaeze_writes(), browser(shop.maartje)
    walk = begin_walk(conversation, published(shop), by=shop.maartje)
    address = f"/now/{conversation.public_id}/guide/{encode(walk.pk)}"
    client.post(f"{address}/answer", {"step": "left", "answer": "No"})
    client.post(f"{address}/back", {"step": "left"})
    assert "Step 1 of about 3" in client.get(f"/now/{conversation.public_id}/guide").content.decode()
    answer = client.post(f"{address}/answer", {"step": "time", "answer": ""})
    assert answer.status_code == 409
    assert "The guide has gone on meanwhile" in answer.content.decode()
    client.post(f"{address}/remarks", {"words": "What of Sundays?"})
    client.post(f"{address}/leaving", {"better": "1", "words": "I rang."})
    walk.refresh_from_db()
    assert (walk.ended, walk.remark) == ("other", "What of Sundays?\nI rang.")
    assert "walk__now" not in client.get(f"/now/{conversation.public_id}").content.decode()


def test_a_frame_asks_for_the_column_alone(shop: Shop) -> None:
    conversation, client = shop.adaeze_writes(), browser(shop.maartje)
    walk = begin_walk(conversation, published(shop), by=shop.maartje)
    address = f"/now/{conversation.public_id}/guide"
    page = client.get(address, headers={"Turbo-Frame": "walk"}).content.decode()
    assert '<turbo-frame id="walk">' in page
    assert 'class="composer"' not in page
    gone = client.post(f"{address}/{encode(walk.pk)}/leaving", headers={"Turbo-Frame": "walk"}).content.decode()
    assert "The guide is put away." in gone
    assert 'class="walk"' not in gone


def test_what_is_another_members_or_gone_is_not_there(shop: Shop) -> None:
    guide, conversation = published(shop), shop.adaeze_writes()
    walk = begin_walk(conversation, guide, by=shop.maartje)
    address = f"/now/{conversation.public_id}/guide"
    other = browser(shop.priya)
    assert other.post(f"{address}/{encode(walk.pk)}/answer", {"step": "left", "answer": "Yes"}).status_code == 404
    assert "walk__now" not in other.get(f"/now/{conversation.public_id}").content.decode()
    assert other.post(address, {"guide": "nothing"}).status_code == 404
    assert GuideWalk.objects.count() == 1


def asked(client: Client, address: str) -> list[str]:
    """What a page asks the database."""
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
        return [query["sql"] for query in queries]


def test_a_walk_costs_a_conversation_one_query_and_a_few_while_it_is_walked(shop: Shop) -> None:
    guide, conversation, client = published(shop), on_its_way(shop), browser(shop.maartje)
    address = f"/now/{conversation.public_id}"
    client.get(address)
    before = asked(client, address)
    walk = begin_walk(conversation, guide, by=shop.maartje)
    answer_step(walk, "moment", "Yes", by=shop.maartje)
    client.get(address)
    during = asked(client, address)
    assert sum("guidewalk" in query for query in before) == 1
    assert len(during) - len(before) <= 5
