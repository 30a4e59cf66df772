"""From the composer outwards: to whom, later, once more, and to somebody outside; all of it as plain forms."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from cha.channels.email.medium import outgoing
from cha.channels.models import Delivery
from cha.conversations.models import Attachment, Conversation, Kind, Later, Message, SideConversation
from cha.core import worker
from cha.core.clock import now
from cha.people.models.contact_point import add_point, mark_dead
from tests.shop import Shop, raw_mail
from tests.workspace.desk import browser

IN_COPY = {"cc": "Wout <wout@nwosu.example>, Ada <ada@nwosu.example>"}


@pytest.fixture
def desk(shop: Shop) -> Client:
    """Maartje's browser."""
    return browser(shop.maartje)


@pytest.fixture
def talk(shop: Shop) -> Conversation:
    """Adaeze wrote, with two in copy, and waits."""
    return shop.adaeze_writes("It came in peach, not white.", message_id="<first@nwosu.example>", **IN_COPY)


def at(conversation: Conversation, more: str) -> str:
    return f"/now/{conversation.public_id}" + (f"/{more}" if more else "")


def page(answer: HttpResponse | Any) -> str:
    return str(answer.content.decode())


def gone(seconds: int = 9) -> None:
    """The seconds to undo are over."""
    with time_machine.travel(now() + timedelta(seconds=seconds)):
        worker.run_all()


class TestToWhom:
    def test_everybody_who_had_it_is_offered_and_ticked(self, desk: Client, talk: Conversation) -> None:
        shown = page(desk.get(at(talk, "")))
        assert 'name="copy" value="wout@nwosu.example" checked' in shown
        assert "copy to 2" in shown

    def test_a_reply_to_one_goes_to_one(self, desk: Client, talk: Conversation) -> None:
        desk.post(at(talk, "reply"), {"body": "Only you."})
        gone()
        assert Delivery.objects.get(kind="reply").copies == []

    def test_copies_and_hidden_copies_reach_their_addresses(self, desk: Client, talk: Conversation) -> None:
        form = {"body": "All.", "copy": ["wout@nwosu.example"], "cc": "Z <z@z.example>", "bcc": "boss@shop.example"}
        desk.post(at(talk, "reply"), form)
        gone()
        delivery = Delivery.objects.get(kind="reply")
        assert delivery.copies == ["wout@nwosu.example", "z@z.example"]
        assert delivery.hidden == ["boss@shop.example"]
        written = outgoing(delivery, delivery.channel)
        assert "boss@shop.example" not in repr(written)

    @pytest.mark.parametrize("field", ["cc", "bcc"])
    def test_an_address_that_is_none_is_said_beside_its_field(
        self, desk: Client, talk: Conversation, field: str
    ) -> None:
        answer = desk.post(at(talk, "reply"), {"body": "All my words.", field: "wout at nwosu"})
        assert answer.status_code == 422
        shown = page(answer)
        assert f'id="send-{field}-error"' in shown
        assert "is no e-mail address" in shown
        assert "All my words." in shown

    def test_another_address_of_the_person_can_be_chosen(self, shop: Shop, desk: Client, talk: Conversation) -> None:
        add_point(talk.person, "email", "work@nwosu.example", by=shop.maartje)
        assert "they say it is theirs" in page(desk.get(at(talk, "")))
        desk.post(at(talk, "reply"), {"body": "There.", "to": "work@nwosu.example"})
        gone()
        assert Delivery.objects.get(kind="reply").address == "work@nwosu.example"

    def test_a_dead_address_is_warned_of(self, desk: Client, talk: Conversation) -> None:
        point = talk.person.points.get(value="adaeze@nwosu.example")
        mark_dead(point, "5.1.1 no such user")
        shown = page(desk.get(at(talk, "")))
        assert "Nothing arrives at this address any more." in shown
        assert "5.1.1 no such user" in shown


class TestLater:
    def test_a_time_is_chosen_and_it_stands_in_the_thread(self, desk: Client, talk: Conversation) -> None:
        soon = (now() + timedelta(minutes=20)).isoformat()
        answer = desk.post(at(talk, "later"), {"body": "Later words.", "until": soon, "holds": "1"}, follow=True)
        shown = page(answer)
        assert "Later words." in shown
        assert "Send now" in shown
        assert Later.objects.get().holds

    def test_without_script_it_is_a_page_that_carries_everything_along(self, desk: Client, talk: Conversation) -> None:
        file = SimpleUploadedFile("a.txt", b"abc", "text/plain")
        form = {"body": "Later words.", "cc": "z@z.example", "choose": "1", "files": file}
        shown = page(desk.post(at(talk, "later"), form))
        assert "Later words.</textarea>" in shown
        assert 'name="cc" value="z@z.example"' in shown
        assert 'name="kept"' in shown
        assert "after the promise" in shown

    def test_a_time_over_a_promise_is_refused_and_nothing_is_lost(self, desk: Client, talk: Conversation) -> None:
        late = (now() + timedelta(days=20)).isoformat()
        answer = desk.post(at(talk, "later"), {"body": "Later words.", "until": late})
        assert answer.status_code == 422
        assert "Something is promised before then" in page(answer)
        assert "Later words." in page(answer)

    def test_it_is_moved_sent_and_taken_back_by_buttons(self, shop: Shop, desk: Client, talk: Conversation) -> None:
        shop.answers(talk)
        soon = (now() + timedelta(minutes=20)).isoformat()
        for words in ("One.", "Two."):
            desk.post(at(talk, "later"), {"body": words, "until": soon})
        one, two = Later.objects.order_by("id")
        assert desk.get(at(talk, f"later/{one_name(one)}/time")).status_code == 200
        late = (now() + timedelta(hours=2)).isoformat()
        assert desk.post(at(talk, f"later/{one_name(one)}/time"), {"until": late}).status_code == 303
        desk.post(at(talk, f"later/{one_name(one)}/now"))
        desk.post(at(talk, f"later/{one_name(two)}/taking-back"))
        assert [row.state for row in Later.objects.order_by("id")] == ["done", "ended"]
        assert "Two.</textarea>" in page(desk.get(at(talk, "")))

    def test_the_choice_says_what_it_would_break(self, desk: Client, talk: Conversation) -> None:
        shown = page(desk.get(at(talk, "later"), headers={"Turbo-Frame": "dialog"}))
        assert "data-clash" in shown
        assert "You promised something" in shown
        assert 'form="composer"' in shown


def one_name(later: Later) -> str:
    from cha.core.ids import encode

    return encode(later.pk)


class TestOutside:
    def test_a_message_and_its_file_are_passed_on_without_the_persons_address(
        self, shop: Shop, desk: Client, talk: Conversation
    ) -> None:
        heard = talk.messages.get(kind=Kind.HEARD)
        Message.objects.filter(pk=heard.pk).update(text="Call me at adaeze@nwosu.example, it came in peach.")
        row = Attachment.objects.create(message=heard, name="p.txt", content_type="text/plain", size=3, digest="a" * 64)
        form = {"to": "Sien@Kwekerij.example", "body": "Can you?", "pass": heard.public_id, "file": row.public_id}
        assert heard.public_id in page(desk.get(at(talk, "passing-on")))
        desk.post(at(talk, "passing-on"), {**form, "bare": "1"})
        gone()
        delivery = Delivery.objects.get(kind="side")
        assert delivery.address == "sien@kwekerij.example"
        assert "it came in peach" in delivery.text
        assert "adaeze@nwosu.example" not in delivery.text
        assert delivery.message
        assert [file.name for file in delivery.message.attachments.all()] == ["p.txt"]
        assert heard.attachments.count() == 1

    def test_a_note_is_never_offered_nor_passed_on(self, shop: Shop, desk: Client, talk: Conversation) -> None:
        from cha.conversations.models import note

        secret = note(talk, "SECRET", by=shop.maartje)
        assert "SECRET" not in page(desk.get(at(talk, "passing-on")))
        desk.post(at(talk, "passing-on"), {"to": "a@b.example", "body": "x", "pass": secret.public_id})
        gone()
        assert "SECRET" not in Delivery.objects.get(kind="side").text

    def test_asking_answering_and_reading(self, shop: Shop, desk: Client, talk: Conversation) -> None:
        desk.post(at(talk, "asking-outside"), {"to": "sien@kwekerij.example", "subject": "Peonies", "body": "Forty?"})
        gone()
        delivery = Delivery.objects.get(kind="side")
        to = outgoing(delivery, delivery.channel).reply_to or ""
        shop.gets(raw_mail("Forty, yes.", sender="Sien <sien@kwekerij.example>", to=to))
        shown = page(desk.get(at(talk, "")))
        assert "Forty, yes." in shown
        assert "from outside, not seen by" in shown
        assert ">new<" in shown
        side = SideConversation.objects.get()
        from cha.core.ids import encode

        place = f"sides/{encode(side.pk)}"
        assert "Forty, yes." in page(desk.get(at(talk, f"{place}/words")))
        desk.post(at(talk, f"{place}/read"))
        assert ">new<" not in page(desk.get(at(talk, "")))
        desk.post(at(talk, f"{place}/words"), {"body": "Please send them."})
        gone()
        assert Delivery.objects.filter(kind="side").count() == 2
        assert desk.post(at(talk, f"{place}/words"), {"body": " "}).status_code == 422

    def test_no_address_is_said_beside_the_field(self, desk: Client, talk: Conversation) -> None:
        answer = desk.post(at(talk, "asking-outside"), {"to": "nobody", "body": "My words"})
        assert answer.status_code == 422
        assert 'id="f-to-error"' in page(answer)
        assert "My words" in page(answer)


def test_what_was_said_is_sent_again_to_another_address(shop: Shop, desk: Client, talk: Conversation) -> None:
    first = shop.answers(talk)
    assert first.public_id in page(desk.get(at(talk, "resending")))
    desk.post(at(talk, "resending"), {"message": first.public_id, "other": "wout@nwosu.example"})
    gone()
    assert Delivery.objects.filter(kind="reply").order_by("-pk")[0].address == "wout@nwosu.example"
    assert desk.post(at(talk, "resending"), {"message": first.public_id, "other": "no"}).status_code == 422
