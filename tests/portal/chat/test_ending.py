"""The end of a chat: put right or not yet, opened again, and how it felt."""

from __future__ import annotations

from cha.conversations.models import put_right
from cha.core.ledger import Event
from cha.portal.models import Felt
from cha.promises.models import Promise
from tests.portal.chat.conftest import Browser, Chat
from tests.portal.chat.test_doors import error
from tests.shop import verbs


def test_put_right_is_confirmed_by_the_person(chat: Chat, visitor: Browser) -> None:
    named = visitor.begin()
    chat.answers(named)
    put_right(chat.conversation(named), by=chat.shop.maartje)
    assert visitor.opened(named)["state"] == "put_right"
    assert visitor.act(named, "end", right=True).json()["state"] == "confirmed"
    assert chat.conversation(named).state == "confirmed"
    assert visitor.act(named, "again").json()["state"] == "ours"
    assert chat.conversation(named).state == "ours"


def test_not_yet_leaves_it_open_with_a_promise(chat: Chat, visitor: Browser) -> None:
    named = visitor.begin()
    chat.answers(named)
    put_right(chat.conversation(named), by=chat.shop.maartje)
    Promise.objects.all().delete()
    said = visitor.act(named, "end", right=False).json()
    assert said["state"] == "ended"
    assert said["line"].startswith("Maartje answers you")
    assert chat.conversation(named).state == "ours"
    assert "conversation.not_yet" in verbs(chat.conversation(named))
    assert chat.conversation(named).person.points.get().verified_how != "link"


def test_only_ended_decides_nothing(chat: Chat, visitor: Browser) -> None:
    named = visitor.begin()
    said = visitor.act(named, "end", right=None).json()
    assert (said["state"], bool(said["at"])) == ("ended", True)
    assert chat.conversation(named).state == "ours"
    assert visitor.act(named, "end", right=None).json()["state"] == "ended"
    assert verbs(chat.conversation(named)).count("visit.ended") == 1
    visitor.say("One thing more", named)
    assert visitor.opened(named)["state"] == "ours"


def test_what_is_no_answer_is_refused(visitor: Browser) -> None:
    named = visitor.begin()
    for right in ("yes", 1, 0):
        assert error(visitor.act(named, "end", right=right)) == (422, "invalid")
    for heard in (4, True, "3", -1):
        assert error(visitor.act(named, "felt", heard=heard)) == (422, "invalid")


def test_how_it_felt_is_kept_and_the_last_word_counts(chat: Chat, visitor: Browser) -> None:
    named = visitor.begin()
    assert visitor.act(named, "end", right=True).json()["felt"] is False
    visitor.act(named, "felt", heard=3, helped=1)
    assert visitor.act(named, "felt", helped=2).json()["felt"] is True
    row = Felt.objects.get()
    assert (row.heard, row.helped, row.person) == (3, 2, chat.conversation(named).person)
    assert Event.objects.filter(verb="conversation.felt").count() == 2
