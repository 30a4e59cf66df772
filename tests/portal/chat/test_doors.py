"""The door of the chat: which site may ask, how much at once, and what is said of everything else."""

from __future__ import annotations

from typing import Any

import pytest

from cha.channels.models.channel import change_channel
from cha.core.actor import CHA
from cha.portal.chat.limits import MESSAGES, PER_VISITOR
from tests.portal.chat.conftest import SITE, Browser, Chat


def error(answer: Any) -> tuple[int, str]:
    """The status and code of an error, which has words."""
    said = answer.json()["error"]
    assert said["words"].endswith(".")
    return answer.status_code, said["code"]


def test_an_allowed_site_may_read_the_greeting(visitor: Browser) -> None:
    answer = visitor.ask("GET")
    assert answer["Access-Control-Allow-Origin"] == SITE
    assert "Access-Control-Allow-Credentials" not in answer
    assert "Origin" in answer["Vary"]
    assert not answer.cookies
    said = answer.json()
    assert said["brand"]["name"] == "Juniper Lane"
    assert (said["open"], said["opens"], said["wait"], said["faces"]) == (True, "", None, [])
    assert said["files"]["bytes"] > 0
    assert said["words"]["title"] == "How can we help?"


def test_greeting_is_in_the_language_that_is_asked_for(visitor: Browser) -> None:
    assert visitor.ask("GET", "?language=nl-BE").json()["language"] == "nl"
    said = visitor.ask("GET", "?language=ar").json()
    assert (said["dir"], said["language"]) == ("rtl", "ar")
    assert visitor.ask("GET", "?language=xx").json()["language"] == "en"


@pytest.mark.parametrize("site", ["https://evil.example", "http://juniperlane.example", "null", f"{SITE}.evil.example"])
def test_another_site_gets_a_sentence_and_no_leave_to_read_it(chat: Chat, site: str) -> None:
    browser = chat.browser(site=site)
    for method, path in (("GET", ""), ("POST", "/visitors"), ("OPTIONS", "/messages")):
        answer = browser.ask(method, path, {} if method == "POST" else None)
        assert error(answer) == (403, "not_allowed")
        assert "Access-Control-Allow-Origin" not in answer


def test_preflight_is_answered_for_allowed_sites(visitor: Browser) -> None:
    answer = visitor.ask("OPTIONS", "/messages")
    assert answer.status_code == 204
    assert answer["Access-Control-Allow-Origin"] == SITE
    assert answer["Access-Control-Allow-Headers"] == "Authorization, Content-Type"
    assert "PUT" in answer["Access-Control-Allow-Methods"]


def test_our_own_pages_may_show_it_and_so_may_who_sends_no_origin(chat: Chat) -> None:
    assert chat.browser(site="http://127.0.0.1:8000").ask("GET").status_code in (200, 403)
    assert chat.browser(site="").ask("GET").status_code == 200


def test_switched_off_chat_says_so_to_its_own_site(chat: Chat, visitor: Browser) -> None:
    visitor.begin()
    change_channel(chat.channel, by=CHA, active=False)
    for answer in (visitor.ask("GET"), visitor.say("Hello?")):
        assert error(answer) == (404, "no_chat")
        assert answer["Access-Control-Allow-Origin"] == SITE


def test_unknown_chat_is_not_there(visitor: Browser) -> None:
    visitor.channel.address = "nobody"
    answer = visitor.ask("GET")
    assert error(answer) == (404, "no_chat")
    assert "Access-Control-Allow-Origin" not in answer


def test_site_that_is_allowed_no_more_is_refused_at_once(chat: Chat, visitor: Browser) -> None:
    named = visitor.begin()
    change_channel(chat.channel, by=CHA, settings={"origins": []})
    assert error(visitor.ask("GET", f"/conversations/{named}")) == (403, "not_allowed")


def test_five_megabytes_of_json_are_refused_before_they_are_read(visitor: Browser) -> None:
    visitor.come()
    body = b'{"text": "' + b"x" * (5 * 1024 * 1024) + b'", "once": "a1"}'
    answer = visitor.ask("POST", "/messages", body)
    assert error(answer) == (413, "too_large")
    assert answer["Access-Control-Allow-Origin"] == SITE


@pytest.mark.parametrize(
    "body", [b"[1]", b"nothing", b'{"text": 7, "once": "a"}', b'{"text": "x"}', b'{"text": "x", "once": "a b"}',
             b'{"text": " ", "once": "a"}', b'{"text": "\xff", "once": "a"}', b"[" * 5000,
             b'{"text": "x", "once": "a", "files": ["nope"]}', b'{"text": "x", "once": "a", "files": {"a": 1}}',
             b'{"text": "x", "once": "a", "mail": "nobody"}'],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_in_words(visitor: Browser, body: bytes) -> None:
    visitor.come()
    assert error(visitor.ask("POST", "/messages", body)) == (422, "invalid")


def test_text_has_ten_thousand_signs_at_most_and_none_that_no_keyboard_has(chat: Chat, visitor: Browser) -> None:
    visitor.come()
    assert error(visitor.say("x" * 10_001)) == (422, "invalid")
    said = visitor.say("\x00He\x1bllo\r\nyou" + "x" * 9000).json()["message"]["text"]
    assert said.startswith("Hello\nyou")


def test_wrong_method_is_refused(visitor: Browser) -> None:
    assert error(visitor.ask("POST", "", {})) == (405, "method")
    assert error(visitor.ask("DELETE", "/messages")) == (405, "method")


def test_a_flooder_is_slowed_down_and_nobody_else_is(chat: Chat, visitor: Browser) -> None:
    visitor.come()
    answers = [visitor.say(f"Hello {number}") for number in range(MESSAGES[0].most + 2)]
    assert [answer.status_code for answer in answers[-3:]] == [201, 429, 429]
    assert error(answers[-1]) == (429, "too_many")
    assert int(answers[-1]["Retry-After"]) == 60
    assert answers[-1]["Access-Control-Allow-Origin"] == SITE
    neighbour = chat.browser()
    neighbour.come()
    assert neighbour.say("I am somebody else.").status_code == 201


def test_whoever_asks_too_often_waits(chat: Chat, visitor: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor.come()
    monkeypatch.setattr("cha.portal.chat.doors.PER_VISITOR", PER_VISITOR._replace(most=3))
    statuses = [visitor.ask("GET", "/conversations").status_code for _ in range(5)]
    assert statuses == [200, 200, 200, 429, 429]


def test_new_visitors_are_counted_by_their_address(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    few = chat.browser().ask  # one address, many browsers
    from cha.portal.chat.limits import NEW_VISITORS

    monkeypatch.setattr("cha.portal.chat.views.visitors.NEW_VISITORS", NEW_VISITORS._replace(most=2))
    assert [few("POST", "/visitors", {}).status_code for _ in range(3)] == [201, 201, 429]
    assert chat.browser(address="198.51.100.9").come().status_code == 201
