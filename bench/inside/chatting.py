"""Visitors in a chat: `python -m bench.inside.chatting open COUNT FILE`, then `… answer`.

`open` makes a chat and so many visitors, each with a conversation, and writes their tokens. `answer` says something to
the first of them for each line on standard input, and tells when it was committed (CLOCK_MONOTONIC, seconds).
"""

from __future__ import annotations

import json
import sys
import time
from datetime import timedelta
from pathlib import Path

from bench.inside import begin, tell

begin()

from cha.channels.chat.receiving import hear_told  # noqa: E402
from cha.channels.chat.values import Told  # noqa: E402
from cha.channels.models import Channel, add_channel  # noqa: E402
from cha.channels.models.visit import Visit, remember_visitor  # noqa: E402
from cha.conversations.models import say  # noqa: E402
from cha.core import wiring, worker  # noqa: E402
from cha.core.actor import CHA  # noqa: E402
from cha.core.ids import encode  # noqa: E402
from cha.live.tokens import sign  # noqa: E402
from cha.portal.chat.live import subject_of, topic_of  # noqa: E402
from cha.portal.chat.tokens import Token, new_key, token_words  # noqa: E402
from cha.team.models import Member, Role  # noqa: E402
from cha.team.models.member import add_member  # noqa: E402
from cha.workspace.topics import everything  # noqa: E402


def open_chat(count: int, path: Path) -> None:
    """A chat with so many visitors."""
    channel = add_channel("chat", "", by=CHA, acknowledges=False)
    visitors = []
    for number in range(count):
        key = new_key()
        visitor = remember_visitor(channel, key)
        _message, visit = hear_told(Told(channel.pk, key, f"Hello, I am number {number}.", "first"), visitor)
        visitors.append(
            {
                "token": token_words(Token(channel.pk, key, visitor.series)),
                "live": sign([topic_of(visit)], subject_of(key)),
                "conversation": encode(visit.conversation_id),
            }
        )
    worker.run_all(rounds=count * 4)
    member = sign([everything(channel.pk)], "member:bench")
    path.write_text(json.dumps({"key": channel.address, "member": member, "visitors": visitors}))
    tell({"visitors": count})


def answer() -> None:
    """Say something for each line, until standard input ends."""
    channel = Channel.objects.filter(medium="chat").latest("pk")
    conversation = Visit.objects.filter(visitor__channel=channel).earliest("pk").conversation
    member = Member.objects.first() or add_member("bench@juniperlane.example", "Bench", Role.OWNER, by=CHA)
    for line in sys.stdin:
        say(conversation, f"I am. {line.strip()}", by=member, hold=timedelta(0), channel_id=channel.pk)
        tell({"at": time.monotonic()})


if __name__ == "__main__":
    wiring.load()
    if sys.argv[1] == "open":
        open_chat(int(sys.argv[2]), Path(sys.argv[3]))
    else:
        answer()
