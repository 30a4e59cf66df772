"""Says things in a conversation, when asked: `python -m bench.inside.speaking`. One line of JSON for each line read.

The first line tells a token for the conversation's topic, one for another topic, and a member's cookie. Each line read
on standard input is a message heard; the line printed tells when it was committed (CLOCK_MONOTONIC, seconds).
"""

from __future__ import annotations

import sys
import time

from bench.inside import begin, tell

begin()

from bench.inside.pages import cookie  # noqa: E402
from cha.conversations.models import Conversation, Heard, hear  # noqa: E402
from cha.core import wiring  # noqa: E402
from cha.core.ids import new_id  # noqa: E402
from cha.live.tokens import sign  # noqa: E402
from cha.workspace.topics import conversation_topic  # noqa: E402


def speak() -> None:
    """Answer until standard input ends."""
    wiring.load()
    conversation = Conversation.objects.waiting().in_care_order().first()
    assert conversation is not None
    topic, other = conversation_topic(conversation.pk), conversation_topic(new_id())
    tell({"token": sign([topic], "person:bench"), "other": sign([other], "person:bench"), "cookie": cookie()})
    for line in sys.stdin:
        hear(conversation, Heard(text=f"Are you there? {line.strip()}", medium="email"))
        tell({"at": time.monotonic()})


if __name__ == "__main__":
    speak()
