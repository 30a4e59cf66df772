"""Run inside an install: `setup SITE` opens a chat and prints its key and a member's live token; `answer ID WORDS`."""

from __future__ import annotations

import json
import os
import sys
from datetime import timedelta


def main() -> None:
    """Do what the first word says."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "cha.config.settings"
    from cha.config.commands.ready import get_ready

    get_ready()
    from cha.channels.models import add_channel
    from cha.conversations.models import Conversation, say
    from cha.core.actor import CHA
    from cha.core.ids import decode
    from cha.team.models import Member
    from cha.team.models.member import add_member
    from cha.workspace.topics import live_token

    if sys.argv[1] == "setup":
        channel = add_channel("chat", "", by=CHA, settings={"origins": [sys.argv[2]]})
        member = add_member("ifeoma@juniperlane.example", "Ifeoma Obi", by=CHA)
        print(json.dumps({"key": channel.address, "live": live_token(member)}))
    else:
        conversation = Conversation.objects.get(pk=decode(sys.argv[2]))
        say(conversation, sys.argv[3], by=Member.objects.get(), hold=timedelta(0))


main()
