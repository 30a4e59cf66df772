"""The demo's mailbox: shows what customers received, and lets one answer as them, over real SMTP."""

from collections.abc import Iterator

import pytest
from django.test import Client
from pytest_django import Settings

from cha.conversations.models import Kind, Message
from cha.core import worker
from cha.demo import mailbox
from tests.demo.servers import running
from tests.shop import Shop

ADAEZE = "adaeze@nwosu.example"
FAR_AWAY = "203.0.113.7"


@pytest.fixture(autouse=True)
def demo(settings: Settings) -> Iterator[None]:
    """This is the demo, and its mail goes in and out over real servers."""
    mailbox.clear()
    with running() as (listener, sink):
        settings.CHA_DEMO = True
        settings.CHA_MAIL_SERVER = f"smtp://127.0.0.1:{listener}"
        settings.CHA_RELAY = f"smtp://127.0.0.1:{sink}"
        yield
    mailbox.clear()


def test_a_first_answer_arrives_in_the_mailbox_of_whoever_wrote(shop: Shop, client: Client) -> None:
    shop.adaeze_writes()
    page = client.get("/mailbox").content.decode()
    assert "Adaeze received" in page
    assert "Answer as Adaeze" in page
    assert "<iframe" not in page, "an address that nobody has proven gets text"


def test_an_answer_from_the_mailbox_joins_the_same_conversation(shop: Shop, client: Client) -> None:
    conversation = shop.adaeze_writes()
    shop.answers(conversation)
    newest = mailbox.letters(ADAEZE)[0]
    answer = client.post(f"/mailbox/{ADAEZE}/write", {"letter": newest.name, "body": "Thank you, Maartje."})
    assert answer.status_code == 302
    worker.run_all()
    last = Message.objects.filter(kind=Kind.HEARD).order_by("-id")[0]
    assert (last.conversation_id, last.text) == (conversation.pk, "Thank you, Maartje.")


def test_somebody_new_writes_and_is_answered_at_once(shop: Shop, client: Client) -> None:
    client.post(
        "/mailbox/new",
        {"name": "Robin", "address": "robin@new.example", "subject": "Tulips?", "body": "Do you have tulips?"},
    )
    worker.run_all()
    page = client.get("/mailbox/robin@new.example").content.decode()
    assert "Did you write to us?" in page
    assert Message.objects.get(kind=Kind.HEARD).conversation.subject == "Tulips?"


def test_an_empty_answer_is_told_beside_the_field_and_nothing_is_sent(shop: Shop, client: Client) -> None:
    shop.adaeze_writes()
    name = mailbox.letters(ADAEZE)[0].name
    answer = client.post(f"/mailbox/{ADAEZE}/write", {"letter": name, "body": "  "})
    assert answer.status_code == 422
    assert "Write a word first" in answer.content.decode()


def test_what_was_typed_is_kept_when_the_mail_does_not_get_in(shop: Shop, client: Client, settings: Settings) -> None:
    shop.adaeze_writes()
    settings.CHA_MAIL_SERVER = "smtp://127.0.0.1:1"
    name = mailbox.letters(ADAEZE)[0].name
    answer = client.post(f"/mailbox/{ADAEZE}/write", {"letter": name, "body": "White, please."})
    assert answer.status_code == 503
    assert "White, please." in answer.content.decode()


def test_the_html_of_a_mail_may_run_and_load_nothing(shop: Shop, client: Client) -> None:
    conversation = shop.adaeze_writes()
    shop.answers(conversation)
    newest = mailbox.letters(ADAEZE)[0]
    page = client.get(f"/mailbox/{ADAEZE}/{newest.name}/html")
    policy = page["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "sandbox" in policy
    assert "allow-scripts" not in policy
    assert '<base target="_blank">' in page.content.decode()


def test_a_name_that_leaves_the_box_is_not_there(shop: Shop, client: Client) -> None:
    assert client.get(f"/mailbox/{ADAEZE}/..%2f..%2fkeys").status_code == 404
    assert client.get(f"/mailbox/{ADAEZE}/20260101000000-000000000000/html").status_code == 404


def test_only_this_machine_and_members_look_in(shop: Shop, client: Client) -> None:
    assert client.get("/mailbox", REMOTE_ADDR=FAR_AWAY).status_code == 302
    assert client.get("/mailbox", HTTP_X_FORWARDED_FOR=FAR_AWAY).status_code == 302
    client.force_login(shop.maartje)
    assert client.get("/mailbox", REMOTE_ADDR=FAR_AWAY).status_code == 200


def test_without_the_demo_there_is_no_mailbox(shop: Shop, client: Client, settings: Settings) -> None:
    settings.CHA_DEMO = False
    assert client.get("/mailbox").status_code == 404
