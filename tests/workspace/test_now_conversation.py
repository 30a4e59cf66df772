"""A conversation on the working screen: seen, answered, noted; and every act, without script."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cha.channels.models import Delivery
from cha.conversations.models import (
    Attachment,
    Conversation,
    Draft,
    Kind,
    Message,
    SavedReply,
    State,
    here,
    keep_draft,
    note,
    say,
)
from cha.core import files, worker
from cha.core.clock import now
from cha.core.ids import encode, new_id
from cha.promises.models import Promise
from cha.team.models.sight import set_sight
from cha.workspace.now.thread import forget_threads
from tests.shop import Shop
from tests.workspace.desk import browser, crowd

PNG = bytes.fromhex("89504e470d0a1a0a")


@pytest.fixture
def desk(shop: Shop) -> Client:
    """Maartje's browser."""
    return browser(shop.maartje)


@pytest.fixture
def talk(shop: Shop) -> Conversation:
    """Adaeze wrote and waits."""
    return shop.adaeze_writes("It came in peach, not white.")


def at(conversation: Conversation, more: str = "") -> str:
    """The address of a conversation, or of something in it."""
    return f"/now/{conversation.public_id}" + (f"/{more}" if more else "")


def said(answer: HttpResponse | Any) -> str:
    """The words of a page."""
    return str(answer.content.decode())


class TestSeeing:
    def test_shows_what_was_heard_and_the_first_answer(self, desk: Client, talk: Conversation) -> None:
        page = said(desk.get(at(talk)))
        assert "It came in peach, not white." in page
        assert "Answered at once" in page
        assert "an answer" in page
        assert 'class="pathway pathway--flat"' in page

    def test_a_frame_gets_the_middle_and_the_person_only(self, desk: Client, talk: Conversation) -> None:
        page = said(desk.get(at(talk), headers={"Turbo-Frame": "conversation"}))
        assert '<turbo-frame id="conversation">' in page
        assert '<turbo-stream action="update" target="side">' in page
        assert "Who needs us now" not in page

    @pytest.mark.parametrize(
        "more", ["", "person", "trail", "assignment", "snoozing", "tags", "topic", "promises", "saved-replies"]
    )
    def test_each_page_stands_without_script_and_not_for_others(
        self, shop: Shop, desk: Client, talk: Conversation, more: str
    ) -> None:
        assert desk.get(at(talk, more)).status_code == 200
        assert browser(shop.jef).get(at(talk, more)).status_code == 404

    def test_an_unknown_one_is_not_there(self, desk: Client) -> None:
        assert desk.get(f"/now/{encode(new_id())}").status_code == 404

    def test_words_cannot_be_markup(self, shop: Shop, desk: Client) -> None:
        talk = shop.adaeze_writes("<script>alert(1)</script> and https://a.example/?x=<b>")
        page = said(desk.get(at(talk)))
        assert "<script>alert" not in page
        assert 'href="https://a.example/?x="' in page

    def test_queries_do_not_grow_with_the_thread(self, shop: Shop, desk: Client, talk: Conversation) -> None:
        def count() -> int:
            forget_threads()
            desk.get(at(talk))
            forget_threads()
            with CaptureQueriesContext(connection) as seen:
                desk.get(at(talk))
            return len(seen)

        for number in range(3):
            note(talk, f"Note {number}", by=shop.priya)
        few = count()
        for number in range(40):
            note(talk, f"More {number}", by=shop.priya)
        assert count() == few

    def test_a_thread_that_is_kept_is_not_read_again(self, shop: Shop, desk: Client, talk: Conversation) -> None:
        desk.get(at(talk))
        with CaptureQueriesContext(connection) as seen:
            desk.get(at(talk))
        assert not [query for query in seen if '"conversations_message"."text"' in query["sql"]]

    def test_a_long_thread_goes_on_with_earlier(self, shop: Shop, desk: Client, talk: Conversation) -> None:
        for number in range(55):
            note(talk, f"Note number {number}.", by=shop.priya)
        page = said(desk.get(at(talk)))
        assert "Note number 54." in page
        assert "It came in peach" not in page.split('id="thread-')[1].split("</ol>")[0]
        before = page.split("?before=")[1].split('"')[0]
        assert "It came in peach" in said(desk.get(at(talk), {"before": before}))

    def test_the_trail_says_what_was_done_and_holds_no_words(self, desk: Client, talk: Conversation) -> None:
        page = said(desk.get(at(talk, "trail")))
        assert "Adaeze wrote" in page
        assert "peach" not in page


class TestAnswering:
    def test_goes_out_after_its_seconds_and_can_be_undone(self, shop: Shop, desk: Client, talk: Conversation) -> None:
        answer = desk.post(at(talk, "reply"), {"kind": "reply", "body": "It is me."})
        assert answer.status_code == 303
        page = said(desk.get(answer["Location"]))
        assert "Sent to Adaeze" in page
        message = Message.objects.get(kind=Kind.SAID)
        undo = at(talk, f"messages/{message.public_id}/withdrawal")
        assert undo in page
        back = desk.post(undo)
        assert back.status_code == 303
        assert not Message.objects.filter(kind=Kind.SAID).exists()
        assert "It is me.</textarea>" in said(desk.get(back["Location"]))
        talk.refresh_from_db()
        assert talk.state == State.OURS

    def test_undone_too_late_is_said(self, shop: Shop, desk: Client, talk: Conversation) -> None:
        message = shop.answers(talk)
        answer = desk.post(at(talk, f"messages/{message.public_id}/withdrawal"))
        assert answer.status_code == 409
        assert "gone already" in said(answer)

    def test_only_the_writer_undoes(self, shop: Shop, talk: Conversation) -> None:
        message = say(talk, "Mine.", by=shop.maartje)
        answer = browser(shop.priya).post(at(talk, f"messages/{message.public_id}/withdrawal"))
        assert answer.status_code == 409
        assert Message.objects.filter(pk=message.pk).exists()

    def test_nothing_written_is_refused_in_words_and_files_are_kept(
        self, shop: Shop, desk: Client, talk: Conversation
    ) -> None:
        chosen = SimpleUploadedFile("white.png", PNG, "image/png")
        answer = desk.post(at(talk, "reply"), {"body": "  ", "files": chosen})
        page = said(answer)
        assert answer.status_code == 422
        assert "There is nothing to send yet" in page
        assert "white.png" in page
        token = page.split('name="kept" value="')[1].split('"')[0]
        desk.post(at(talk, "reply"), {"body": "Here is the photo.", "kept": token})
        message = Message.objects.get(kind=Kind.SAID)
        assert list(message.attachments.values_list("name", flat=True)) == ["white.png"]
        back = desk.post(at(talk, f"messages/{message.public_id}/withdrawal"))
        assert "white.png" in said(desk.get(back["Location"]))

    def test_files_of_others_cannot_be_named(self, shop: Shop, desk: Client, talk: Conversation) -> None:
        row = Attachment.objects.create(name="secret.pdf", size=1, digest=files.put(b"x"))
        desk.post(at(talk, "reply"), {"body": "Words.", "kept": row.public_id})
        row.refresh_from_db()
        assert row.message is None

    def test_a_light_member_may_note_but_not_answer(self, shop: Shop, talk: Conversation) -> None:
        Conversation.objects.filter(pk=talk.pk).update(assignee=shop.jef)
        light = browser(shop.jef)
        page = said(light.get(at(talk)))
        assert 'value="reply"' not in page
        assert 'data-may="look"' in page
        assert light.post(at(talk, "reply"), {"body": "Hello"}).status_code == 403
        assert light.post(at(talk, "note"), {"body": "I saw it."}).status_code == 303

    def test_an_empty_note_is_refused_in_words(self, desk: Client, talk: Conversation) -> None:
        answer = desk.post(at(talk, "note"), {"body": ""})
        assert answer.status_code == 422
        assert "The note is empty." in said(answer)

    def test_copies_go_along(self, shop: Shop, desk: Client, talk: Conversation) -> None:
        desk.post(at(talk, "reply"), {"body": "Hello both.", "cc": "Wout <wout@nwosu.example>"})
        assert Message.objects.get(kind=Kind.SAID).extra["cc"] == ["wout@nwosu.example"]

    def test_what_was_not_sent_says_why_and_is_sent_again(self, shop: Shop, desk: Client, talk: Conversation) -> None:
        message = shop.answers(talk)
        Delivery.objects.filter(message=message).update(state="failed", said="550 no such mailbox")
        Message.objects.filter(pk=message.pk).update(delivery="failed")
        forget_threads()
        page = said(desk.get(at(talk)))
        assert "550 no such mailbox" in page
        assert desk.post(at(talk, f"messages/{message.public_id}/sending")).status_code == 303
        assert Delivery.objects.get(message=message).state == "waiting"


class TestWriting:
    def test_a_draft_is_kept_and_comes_back(self, desk: Client, talk: Conversation) -> None:
        assert desk.post(at(talk, "draft"), {"kind": "reply", "body": "Dear Ada"}).status_code == 204
        assert "Dear Ada</textarea>" in said(desk.get(at(talk)))

    def test_a_reply_and_a_note_are_two_drafts(self, desk: Client, talk: Conversation) -> None:
        desk.post(at(talk, "draft"), {"kind": "reply", "body": "Dear Ada"})
        desk.post(at(talk, "draft"), {"kind": "note", "body": "She is cross"})
        page = said(desk.get(at(talk)))
        assert "Dear Ada</textarea>" in page
        assert 'data-kinds-other-value="She is cross"' in page
        desk.post(at(talk, "note"), {"kind": "note", "body": "She is cross"})
        assert [draft.text for draft in Draft.objects.all()] == ["Dear Ada"]

    def test_two_writers_keep_both_drafts_and_both_are_told(self, shop: Shop, desk: Client, talk: Conversation) -> None:
        other = browser(shop.priya)
        desk.post(at(talk, "draft"), {"kind": "reply", "body": "From Maartje"})
        other.post(at(talk, "draft"), {"kind": "reply", "body": "From Priya"})
        mine, hers = said(desk.get(at(talk))), said(other.get(at(talk)))
        assert "From Maartje</textarea>" in mine
        assert "Priya is answering too." in mine
        assert "From Priya</textarea>" in hers
        assert "Maartje is answering too." in hers
        assert "Maartje is" not in mine

    def test_somebody_who_looks_is_named_and_leaves(self, shop: Shop, desk: Client, talk: Conversation) -> None:
        here(talk, by=shop.priya)
        assert "Priya is here too." in said(desk.get(at(talk)))
        browser(shop.priya).post(at(talk, "presence"), {"gone": "1"})
        assert "Priya is here too." not in said(desk.get(at(talk)))

    def test_a_saved_reply_is_filled(self, desk: Client, talk: Conversation) -> None:
        row = SavedReply.objects.create(name="Hello", text="Dear {first_name}, {me} here. {other}")
        assert "Dear Adaeze, Maartje here. {other}" in said(desk.get(at(talk, "saved-replies")))
        page = said(desk.get(at(talk), {"saved": encode(row.pk)}))
        assert "Dear Adaeze, Maartje here. {other}</textarea>" in page

    def test_others_drafts_are_not_shown(self, shop: Shop, desk: Client, talk: Conversation) -> None:
        keep_draft(talk, "Only mine", by=shop.priya)
        assert "Only mine" not in said(desk.get(at(talk)))


class TestActs:
    def test_put_right_and_opened_again(self, desk: Client, talk: Conversation) -> None:
        assert desk.post(at(talk, "putting-right")).status_code == 303
        page = said(desk.get(at(talk)))
        assert "Maartje put it right" in page
        desk.post(at(talk, "reopening"))
        talk.refresh_from_db()
        assert talk.state == State.OURS

    def test_put_right_twice_is_said(self, desk: Client, talk: Conversation) -> None:
        desk.post(at(talk, "putting-right"))
        assert desk.post(at(talk, "putting-right")).status_code == 409

    def test_assigned_to_a_member(self, shop: Shop, desk: Client, talk: Conversation) -> None:
        desk.post(at(talk, "assignment"), {"hand": f"member:{encode(shop.priya.pk)}"})
        talk.refresh_from_db()
        assert talk.assignee == shop.priya
        assert "Maartje gave this to Priya" in said(desk.get(at(talk)))

    def test_assigned_to_somebody_who_does_not_answer_is_refused(
        self, shop: Shop, desk: Client, talk: Conversation
    ) -> None:
        answer = desk.post(at(talk, "assignment"), {"hand": f"member:{encode(shop.jef.pk)}"})
        assert answer.status_code == 422
        assert "Jef does not answer people here" in said(answer)

    def test_assigned_out_of_sight_leads_to_the_list(self, shop: Shop, desk: Client, talk: Conversation) -> None:
        Conversation.objects.filter(pk=talk.pk).update(assignee=shop.maartje)
        set_sight("agent", "own", by=shop.priya)
        answer = desk.post(at(talk, "assignment"), {"hand": f"member:{encode(shop.priya.pk)}"})
        assert answer["Location"] == "/now"

    def test_snoozed_past_a_promise_is_refused_with_the_reason(self, desk: Client, talk: Conversation) -> None:
        late = (now() + timedelta(days=20)).isoformat(timespec="seconds")
        answer = desk.post(at(talk, "snoozing"), {"until": late})
        assert answer.status_code == 422
        assert "Something is promised before then" in said(answer)

    def test_snoozed_until_an_own_time_and_woken(self, shop: Shop, desk: Client) -> None:
        (talk,) = crowd(shop, 1)
        assert desk.post(at(talk, "snoozing"), {"until": "own", "own": "2099-01-01T09:00"}).status_code == 303
        talk.refresh_from_db()
        assert talk.snoozed_until is not None
        assert talk.snoozed_until.isoformat() == "2099-01-01T08:00:00+00:00"
        desk.post(at(talk, "waking"))
        talk.refresh_from_db()
        assert talk.snoozed_until is None

    @pytest.mark.parametrize("form", [{}, {"until": "soon"}, {"until": "own", "own": ""}, {"until": "2026-01-01"}])
    def test_a_time_that_is_none_is_refused_in_words(
        self, desk: Client, talk: Conversation, form: dict[str, str]
    ) -> None:
        answer = desk.post(at(talk, "snoozing"), form)
        assert answer.status_code == 422
        assert "Choose one of the times" in said(answer)

    def test_spam_and_back(self, desk: Client, talk: Conversation) -> None:
        desk.post(at(talk, "putting-aside"), {"reason": "spam"})
        talk.refresh_from_db()
        assert talk.state == State.ASIDE
        desk.post(at(talk, "taking-back"))
        talk.refresh_from_db()
        assert talk.state == State.OURS

    def test_tags_topic_and_mood(self, desk: Client, talk: Conversation) -> None:
        desk.post(at(talk, "tags"), {"more": "wedding, white"})
        desk.post(at(talk, "topic"), {"topic": "wedding", "gist": "The flowers came in peach"})
        desk.post(at(talk, "mood"), {"mood": "upset"})
        talk.refresh_from_db()
        assert sorted(talk.tags.values_list("name", flat=True)) == ["wedding", "white"]
        assert (talk.topic, talk.gist) == ("wedding", "The flowers came in peach")
        assert (talk.mood, talk.mood_guess) == ("upset", False)

    def test_a_promise_made_moved_and_kept(self, shop: Shop, desk: Client, talk: Conversation) -> None:
        soon = (now() + timedelta(hours=2)).isoformat(timespec="seconds")
        later = (now() + timedelta(hours=3)).isoformat(timespec="seconds")
        anyway = {"anyway": "1", "reason": "I stay for it"}
        desk.post(at(talk, "promises"), {"what": "a call", "until": soon, **anyway})
        made = Promise.objects.get(words="a call")
        assert "Maartje promised" in said(desk.get(at(talk)))
        desk.post(at(talk, f"promises/{encode(made.pk)}/new-time"), {"until": later, **anyway})
        moved = Promise.objects.get(words="a call", state="open")
        desk.post(at(talk, f"promises/{encode(moved.pk)}/keeping"))
        moved.refresh_from_db()
        assert moved.state == "kept"

    def test_a_promise_without_words_is_refused_and_keeps_the_time(self, desk: Client, talk: Conversation) -> None:
        answer = desk.post(at(talk, "promises"), {"what": " ", "until": "own", "own": "2099-01-01T09:00"})
        assert answer.status_code == 422
        assert "Say what you promise" in said(answer)
        assert "2099-01-01T09:00" in said(answer)

    def test_in_a_dialog_what_is_wrong_comes_back_into_it(self, desk: Client, talk: Conversation) -> None:
        stream = {"Accept": "text/vnd.turbo-stream.html, text/html"}
        answer = desk.post(at(talk, "promises"), {"what": ""}, headers=stream)
        assert answer.status_code == 422
        assert answer["Content-Type"].startswith("text/vnd.turbo-stream.html")
        assert '<turbo-stream action="update" target="dialog">' in said(answer)

    @pytest.mark.parametrize(
        "more",
        ["reply", "note", "draft", "presence", "putting-right", "reopening", "putting-aside", "taking-back", "mood",
         "waking", "assignment", "snoozing", "tags", "topic", "promises"],
    )  # fmt: skip
    def test_nothing_can_be_done_to_what_is_not_seen(self, shop: Shop, talk: Conversation, more: str) -> None:
        assert browser(shop.jef).post(at(talk, more), {"body": "x"}).status_code == 404


class TestFiles:
    @pytest.fixture
    def message(self, talk: Conversation) -> Message:
        return Message.objects.get(conversation=talk, kind=Kind.HEARD)

    def attach(self, message: Message, name: str, kind: str, **more: Any) -> Attachment:
        return Attachment.objects.create(
            message=message, name=name, content_type=kind, size=len(PNG), digest=files.put(PNG), **more
        )

    @pytest.mark.parametrize(
        ("name", "kind", "shown", "served"),
        [
            ("a.png", "image/png", "inline", "image/png"),
            ("a.svg", "image/svg+xml", "attachment", "application/octet-stream"),
            ("a.html", "text/html", "attachment", "application/octet-stream"),
            ("a.pdf", "application/pdf", "attachment", "application/octet-stream"),
        ],
    )
    def test_served_so_that_nothing_runs(
        self, desk: Client, message: Message, name: str, kind: str, shown: str, served: str
    ) -> None:
        answer = desk.get(f"/attachments/{self.attach(message, name, kind).public_id}")
        assert answer["Content-Disposition"].startswith(shown)
        assert answer["Content-Type"] == served
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer["Content-Security-Policy"]
        answer.close()

    def test_not_for_those_who_do_not_see_it(self, shop: Shop, message: Message) -> None:
        path = f"/attachments/{self.attach(message, 'a.png', 'image/png').public_id}"
        assert browser(shop.jef).get(path).status_code == 404
        assert Client().get(path).status_code == 302
        assert Client().get(f"{path}?key=forged").status_code == 302

    def test_a_mail_as_sent_is_alone_in_a_sandbox(self, desk: Client, message: Message) -> None:
        row = self.attach(message, "logo.png", "image/png", content_id="logo@x", inline=True)
        html = '<p>Hello</p><img data-cid="logo@x" alt="logo"><img data-src="https://far.example/x.png" alt="x">'
        Message.objects.filter(pk=message.pk).update(html=html)
        path = at(message.conversation, f"messages/{message.public_id}/as-sent")
        assert path in said(desk.get(at(message.conversation)))
        answer = desk.get(path)
        policy = answer["Content-Security-Policy"]
        assert "sandbox" in policy
        assert "script-src" not in policy
        assert "default-src 'none'" in policy
        assert "https:" not in policy
        assert ' src="https://far.example' not in said(answer)
        picture = said(answer).split(f'src="/attachments/{row.public_id}?key=')[1].split('"')[0]
        # The frame has an origin of its own and sends no cookies.
        shown = Client().get(f"/attachments/{row.public_id}?key={picture}")
        assert shown.status_code == 200
        shown.close()
        assert ' src="https://far.example' in said(desk.get(path, {"pictures": "1"}))


def test_every_form_is_protected(shop: Shop) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(shop.maartje, backend="allauth.account.auth_backends.AuthenticationBackend")
    talk = shop.adaeze_writes()
    assert client.post(at(talk, "reply"), {"body": "x"}).status_code == 403
    worker.run_all()
    assert not Message.objects.filter(kind=Kind.SAID).exists()
