"""Talking in the chat: what is said is heard, answered, shown; twice is once; nobody sees what is another's."""

from __future__ import annotations

from cha.conversations.models import Message, note
from tests.portal.chat.conftest import Browser, Chat


def test_what_is_said_is_heard_and_acknowledged_in_the_chat(chat: Chat, visitor: Browser) -> None:
    named = visitor.begin()
    shown = visitor.opened(named)
    assert [(one["from"], one["medium"]) for one in shown["messages"]] == [("you", "chat"), ("cha", "chat")]
    assert shown["messages"][1]["name"] == "Juniper Lane"
    assert shown["state"] == "ours"
    assert shown["line"].startswith("You have our answer today before")
    assert chat.conversation(named).person.points.get().kind == "visitor"


def test_answer_of_a_member_reaches_the_browser(chat: Chat, visitor: Browser) -> None:
    named = visitor.begin()
    note(chat.conversation(named), "She is in a hurry.", by=chat.shop.maartje)
    message = chat.answers(named)
    assert message.delivery == "sent"
    shown = visitor.opened(named)
    assert [one["text"] for one in shown["messages"] if one["from"] == "member"] == ["Yes, safe."]
    assert shown["messages"][-1]["name"] == "Maartje"
    assert "hurry" not in str(shown)
    assert (shown["state"], shown["with"]["name"]) == ("theirs", "Maartje")
    assert visitor.opened(named, after=shown["messages"][-1]["id"])["messages"] == []


def test_the_same_word_twice_is_one_message(chat: Chat, visitor: Browser) -> None:
    visitor.come()
    first, again = visitor.say("Hello", once="a1"), visitor.say("Hello", once="a1")
    other = visitor.say("Something else", once="a1")
    assert [first.status_code, again.status_code, other.status_code] == [201, 200, 200]
    assert len({answer.json()["message"]["id"] for answer in (first, again, other)}) == 1
    assert Message.objects.filter(kind="heard").count() == 1
    assert first.json()["message"]["once"] == "a1"
