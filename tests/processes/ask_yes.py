"""Run inside an install: `--ask` asks for a yes for Adaeze, `--answer` writes to her; prints how it stands."""

from __future__ import annotations

import os
import sys
from datetime import timedelta


def main() -> None:
    """Do what the first word says."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "cha.config.settings"
    from cha.config.commands.ready import get_ready

    get_ready()
    from cha.conversations.models import Conversation, say
    from cha.core import wake
    from cha.core.money import Money
    from cha.notifications.models import choose
    from cha.resolutions.approvals.approving import ask_approval
    from cha.resolutions.approvals.asking import telling
    from cha.resolutions.models import Approval, Remedy
    from cha.team.models import Member

    talk, maartje = Conversation.objects.get(), Member.objects.get(email="maartje@juniperlane.example")
    worth, why = Money(372_00, "EUR"), "She told three of us “white”."
    if "--ask" in sys.argv:
        # She is told at any time of the day.
        priya = Member.objects.get(role="owner")
        choose(priya, {}, by=priya, quiet=False, starts="", ends="", sound=False, mails="once", mails_at="16:00")
        tell, times = telling(talk, "refund", worth, by=maartje)
        words = "All twelve tables, peach instead of white."
        ask_approval(talk, "refund", words, by=maartje, amount=worth, why=why, tell=tell, times=times)
    if "--answer" in sys.argv:
        say(talk, "You get all of it back, Adaeze.", by=maartje, hold=timedelta(0))
    row = Approval.objects.select_related("promise").get()
    remedies = ", ".join(f"{one.state} {one.kind} {one.amount}" for one in Remedy.objects.all())
    print(row.state, row.via or "-", row.promise.state if row.promise else "-", remedies or "-")
    wake.after_commit()


main()
