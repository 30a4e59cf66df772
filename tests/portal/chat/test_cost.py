"""What the chat asks of the database: a bound for each thing that happens often."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.portal.chat.conftest import Browser, Chat


def asked(work: Callable[[], object]) -> int:
    """How many statements something runs."""
    with CaptureQueriesContext(connection) as found:
        work()
    return len(found)


def test_message_is_heard_in_few_queries(visitor: Browser) -> None:
    named = visitor.begin()
    visitor.say("And for a dog?", named)
    assert asked(lambda: visitor.say("And for a parrot?", named)) <= 32
    # Two of them are what the house has said: how much each reason counts, and its targets. What is kept for seconds
    # may be due as well.
    assert asked(lambda: visitor.say("Something else.")) <= 36


def test_what_is_asked_for_often_is_cheap(chat: Chat, visitor: Browser) -> None:
    named = visitor.begin()
    visitor.ask("GET")
    assert asked(lambda: visitor.ask("GET")) <= 1
    assert asked(lambda: visitor.act(named, "typing")) <= 4
    assert asked(lambda: visitor.ask("GET", "/conversations")) <= 4
    before = asked(lambda: visitor.opened(named))
    assert before <= 9
    for number in range(20):
        chat.answers(named, f"Line {number}")
    # Who answered, and whether they have it open.
    assert asked(lambda: visitor.opened(named)) <= before + 2
