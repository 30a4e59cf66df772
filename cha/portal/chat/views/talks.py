"""The conversations of a browser, and one of them."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.conf import settings

from cha.core.errors import Invalid
from cha.core.ids import decode
from cha.live.hub import hub
from cha.portal.chat.doors import Door, chat
from cha.portal.chat.listing import lines_of
from cha.portal.chat.live import expect, live_token
from cha.portal.chat.showing import head_of, messages_of
from cha.portal.chat.staying import here
from cha.portal.chat.talks import find_talk, talks_of


@chat("GET")
def talks(door: Door) -> list[dict[str, Any]]:
    """All of them, newest words first."""
    return lines_of(talks_of(door.caller), door.channel)


@chat("GET")
def talk(door: Door, conversation: str) -> dict[str, Any]:
    """One of them, and where to listen for more."""
    heard_from = hub.heard_from
    with suppress(ValueError):
        expect(decode(conversation))
    found = find_talk(door, conversation)
    expect(found.conversation.pk)
    after = _after(door.request.GET.get("after", ""))
    here(found.visit)
    url = settings.CHA_PUBLIC_URL.rstrip("/") + "/live"
    live = {"url": url, "token": live_token(door, found), "after": heard_from}
    return {**head_of(found, door.channel), "messages": messages_of(found, door.channel, after), "live": live}


def _after(named: str) -> int:
    if not named:
        return 0
    try:
        return decode(named)
    except ValueError:
        raise Invalid("That is no message.", field="after") from None
