"""Run inside an install: `NAME` is offered two ways; `--given` says what was given; `--finish` does it."""

from __future__ import annotations

import os
import sys
from datetime import timedelta
from pathlib import Path


def main() -> None:
    """Do what the first word says."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "cha.config.settings"
    from cha.config.commands.ready import get_ready

    get_ready()
    from cha.core import wake
    from cha.core.clock import now
    from cha.resolutions.models import Remedy
    from cha.resolutions.remedies.doing import finish_remedy
    from cha.team.models import Member

    what = sys.argv[1]
    if what == "--given":
        print(*[f"{row.state} {row.kind}" for row in Remedy.objects.order_by("pk")], sep="\n")
    elif what == "--finish":
        for row in Remedy.objects.all():
            finish_remedy(row, by=Member.objects.get(), at=now() + timedelta(seconds=1))
    else:
        put(what)
    wake.after_commit()


def put(name: str) -> None:
    """Maartje offers to make it again, or half the money back."""
    from cha.conversations.models import Conversation
    from cha.core.clock import now
    from cha.core.money import Money
    from cha.resolutions.models import PolicySet
    from cha.resolutions.offers.offering import Way, make_offer
    from cha.team.models import Member
    from tests.resolutions.remedies.giving import policy, rule

    if not PolicySet.objects.exists():
        policy(rule())
    by = now() + timedelta(days=3)
    cost, half = Money(148_00, "EUR"), Money(186_00, "EUR")
    ways = [
        Way("replacement", "All twelve again, in white", "", by, Money(0, "EUR"), cost),
        Way("refund", "White for the head table, half back", "", by, half, half),
    ]
    talk = Conversation.objects.get(person__name=name)
    until = now() + timedelta(hours=4)
    make_offer(talk, ways, by=Member.objects.get(), until=until, change_until=by, hold=timedelta(0))


sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
main()
