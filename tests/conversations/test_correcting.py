"""What was sent, said otherwise or taken back, over a medium that can; the earlier words stay for members only."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cha.channels import registry
from cha.channels.correcting import edits
from cha.conversations.models import Conversation, Message, State, attach, say
from cha.conversations.models.correcting import FOR, correctable, edit_said, withdraw_said
from cha.conversations.private_link import private_path
from cha.conversations.search import find_messages
from cha.core import worker
from cha.core.clock import now
from cha.core.errors import Conflict, Invalid, NotFound, Refused
from cha.core.ledger import Event
from cha.promises.models import Promise
from tests.channels.typed import Typed
from tests.shop import Shop, verbs
from tests.workspace.desk import browser

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def typed(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Conversation:
    """A conversation over a medium that edits, beside the ones there are."""
    known = {**registry.media(), "typed": Typed()}
    monkeypatch.setattr("cha.channels.correcting.media", lambda: known)
    conversation = shop.adaeze_writes()
    Conversation.objects.filter(pk=conversation.pk).update(medium="typed")
    conversation.refresh_from_db()
    return conversation


def sent(shop: Shop, conversation: Conversation, words: str = "It comes at zweigelt.") -> Message:
    message = say(conversation, words, by=shop.maartje, hold=timedelta(0))
    Message.objects.filter(pk=message.pk).update(delivery="sent")
    worker.run_all()
    return Message.objects.select_related("conversation").get(pk=message.pk)


def test_taken_back_it_is_as_if_nothing_had_been_answered(shop: Shop, typed: Conversation) -> None:
    waiting = typed.waiting_since
    promise = Promise.objects.get(conversation=typed, kind="answer")
    message = sent(shop, typed)
    promise.refresh_from_db()
    assert promise.state == "kept"
    withdraw_said(message, by=shop.maartje, may=edits)
    typed.refresh_from_db()
    promise.refresh_from_db()
    assert (typed.state, typed.waiting_since, typed.first_answer_at) == (State.OURS, waiting, None)
    assert typed.care_at
    assert promise.state == "open"
    assert typed.drafts.get(member=shop.maartje).text == "It comes at zweigelt."


def test_taken_back_after_a_second_word_the_second_word_is_the_answer(shop: Shop, typed: Conversation) -> None:
    first = sent(shop, typed)
    sent(shop, typed, "On Friday.")
    withdraw_said(first, by=shop.maartje, may=edits)
    typed.refresh_from_db()
    assert typed.state == State.THEIRS
    assert Promise.objects.get(conversation=typed, kind="answer").state == "kept"
    assert not typed.drafts.exists()


def portal(client_of: Shop, conversation: Conversation) -> str:
    from django.test import Client

    page = Client().get(private_path(conversation, now()), follow=True)
    assert page.status_code == 200
    return page.content.decode()


def test_it_is_said_otherwise_and_found_by_its_new_words_only(shop: Shop, typed: Conversation) -> None:
    message = sent(shop, typed)
    edit_said(message, "It comes at riesling.", by=shop.maartje, may=edits)
    worker.run_all()
    typed.refresh_from_db()
    assert (message.text, typed.last_words) == ("It comes at riesling.", "It comes at riesling.")
    assert [one["text"] for one in message.extra["earlier"]] == ["It comes at zweigelt."]
    assert len(find_messages("riesling", by=shop.priya)) == 1
    assert find_messages("zweigelt", by=shop.priya) == []
    event = Event.objects.get(verb="message.edited")
    assert "zweigelt" not in str(event.facts)
    edit_said(message, "It comes at riesling.", by=shop.maartje, may=edits)
    assert verbs(typed).count("message.edited") == 1


def test_members_see_both_and_the_person_only_what_it_says_now(shop: Shop, typed: Conversation) -> None:
    message, client = sent(shop, typed), browser(shop.priya)
    edit_said(message, "It comes at riesling.", by=shop.maartje, may=edits)
    page = client.get(f"/now/{typed.public_id}").content.decode()
    assert ("riesling" in page, "zweigelt" in page, "edited " in page) == (True, True, True)
    theirs = portal(shop, typed)
    assert ("riesling" in theirs, "zweigelt" in theirs) == (True, False)
    attach(message, "bill.txt", "text/plain", b"bill")
    withdraw_said(message, by=shop.maartje, may=edits)
    page = client.get(f"/now/{typed.public_id}").content.decode()
    assert ("This was taken back." in page, "riesling" in page, "taken back " in page) == (True, True, True)
    theirs = portal(shop, typed)
    assert "This was taken back." in theirs
    assert ("riesling" in theirs, "bill.txt" in theirs) == (False, False)


def test_the_form_changes_it_keeps_what_was_typed_and_takes_it_back(shop: Shop, typed: Conversation) -> None:
    message, client = sent(shop, typed), browser(shop.maartje)
    place = f"/now/{typed.public_id}/messages/{message.public_id}"
    assert f"{place}/editing" in client.get(f"/now/{typed.public_id}").content.decode()
    assert "It comes at zweigelt." in client.get(f"{place}/editing").content.decode()
    assert client.post(f"{place}/editing", {"body": " "}).status_code == 422
    assert client.post(f"{place}/editing", {"body": "At {when?}"}).status_code == 422
    assert client.post(f"{place}/editing", {"body": "At noon."}).status_code == 303
    assert client.post(f"{place}/saying-taking-back").status_code == 303
    message.refresh_from_db()
    assert (message.text, len(message.extra["earlier"])) == ("", 2)
    assert client.post(f"{place}/editing", {"body": "Again"}).status_code == 409
    assert browser(shop.jef).get(f"{place}/editing").status_code == 404


def test_only_ones_own_within_a_day_and_where_the_medium_can(shop: Shop, typed: Conversation) -> None:
    message = sent(shop, typed)
    with pytest.raises(Refused):
        edit_said(message, "Else", by=shop.priya, may=edits)
    with pytest.raises(Invalid):
        edit_said(message, " ", by=shop.maartje, may=edits)
    held = say(typed, "A moment.", by=shop.maartje)
    with pytest.raises(Conflict, match="not gone yet"):
        withdraw_said(held, by=shop.maartje, may=edits)
    heard = typed.messages.get(kind="heard")
    with pytest.raises(NotFound):
        edit_said(heard, "Else", by=shop.maartje, may=edits)
    Message.objects.filter(pk=message.pk).update(at=now() - FOR - timedelta(minutes=1))
    message.refresh_from_db()
    assert not correctable(message, edits)
    with pytest.raises(Conflict, match="any more"):
        edit_said(message, "Else", by=shop.maartje, may=edits)


def test_a_mail_is_never_changed(shop: Shop) -> None:
    message = shop.answers(shop.adaeze_writes())
    assert not edits("email")
    assert not edits("gone")
    for act in (lambda: edit_said(message, "Else", by=shop.maartje, may=edits),
                lambda: withdraw_said(message, by=shop.maartje, may=edits)):  # fmt: skip
        with pytest.raises(Conflict):
            act()
    assert "message.edited" not in verbs(message.conversation)
