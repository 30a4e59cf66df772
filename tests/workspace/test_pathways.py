"""The house's ways there on the screen: written in Settings, ticked beside a conversation, seen by the person."""

from __future__ import annotations

import pytest
from django.test import Client

from cha.conversations.models import Conversation, Message, set_topic
from cha.core import worker
from cha.core.actor import CHA
from cha.core.ids import encode
from cha.promises.models import PathwayTemplate, StepDone
from cha.promises.models.pathway_template import template_for
from tests.shop import Shop

pytestmark = pytest.mark.django_db(transaction=True)

PARCEL = {
    "language": "en",
    "rows": "3",
    "words-0": "We find your parcel",
    "when-0": "hand",
    "tells-0": "1",
    "words-1": "You choose",
    "when-1": "them",
    "words-2": "It is in your hands",
    "when-2": "put_right",
}


@pytest.fixture
def priya(shop: Shop, client: Client) -> Client:
    client.force_login(shop.priya)
    return client


@pytest.fixture
def late(shop: Shop, priya: Client) -> Conversation:
    assert priya.post("/settings/pathways/late_delivery", PARCEL).status_code == 303
    conversation = shop.adaeze_writes()
    set_topic(conversation, "late_delivery", by=CHA)
    return conversation


def test_a_way_is_written_as_sentences_and_again_in_another_language(late: Conversation, priya: Client) -> None:
    page = priya.get("/settings/pathways").content.decode()
    assert "We find your parcel → You choose → It is in your hands" in page
    dutch = {"language": "nl", "rows": "3", "key-0": "s1", "words-0": "We zoeken je pakje", "when-0": "hand"}
    dutch |= {
        "key-1": "s2",
        "words-1": "U kiest",
        "when-1": "them",
        "key-2": "s3",
        "words-2": "Bij u",
        "when-2": "put_right",
    }
    assert priya.post("/settings/pathways/late_delivery", dutch).status_code == 303
    row = template_for("late_delivery")
    assert row
    assert row.templates[0].words == {"en": "We find your parcel", "nl": "We zoeken je pakje"}
    assert [step.side for step in row.templates] == ["us", "them", "us"]


def test_what_leads_nowhere_is_kept_as_typed_with_a_sentence(priya: Client) -> None:
    wrong = {"language": "en", "rows": "1", "words-0": "We find your parcel", "when-0": "hand"}
    answer = priya.post("/settings/pathways/refund", wrong)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "otherwise nobody would ever arrive" in page
    assert 'value="We find your parcel"' in page
    assert not PathwayTemplate.objects.exists()
    look = priya.post("/settings/pathways/refund", {**PARCEL, "then": "look"})
    assert "As they see it" in look.content.decode()
    assert not PathwayTemplate.objects.exists()


def test_a_topic_that_nobody_knows_has_no_page(priya: Client, shop: Shop) -> None:
    assert priya.get("/settings/pathways/no-such").status_code == 404
    priya.force_login(shop.maartje)
    assert priya.post("/settings/pathways/late_delivery", PARCEL).status_code in (403, 404)


def test_a_step_is_ticked_beside_the_conversation_and_shown_to_the_person(late: Conversation, priya: Client) -> None:
    at = f"/now/{encode(late.pk)}"
    asks = priya.get(f"{at}/steps/s1/done").content.decode()
    assert "Tell Adaeze now" in asks
    assert "We find your parcel" in asks
    assert priya.post(f"{at}/steps/s1/done", {"note": "In Lochristi", "tells": "1"}).status_code == 303
    worker.run_all()
    beside = priya.get(at).content.decode()
    assert "In Lochristi. Priya" in beside
    assert Message.objects.filter(conversation=late, extra__news=True).count() == 1
    assert priya.post(f"{at}/steps/s1/taking-back").status_code == 303
    assert not StepDone.objects.exists()
    assert priya.get(f"{at}/steps/s9/done").status_code == 404
    assert priya.get(f"{at}/steps/s3/done").status_code == 404


def test_the_usual_way_is_gone_again(late: Conversation, priya: Client) -> None:
    assert priya.post("/settings/pathways/late_delivery/deletion").status_code == 303
    assert "The way there</h3>" not in priya.get(f"/now/{encode(late.pk)}").content.decode()
