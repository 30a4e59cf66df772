"""Run inside an install: `risk`, `due` let every open promise be at risk, or due, now; `away EMAIL` is sick."""

from __future__ import annotations

import os
import sys
from datetime import timedelta


def main() -> None:
    """Do what the first word says."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "cha.config.settings"
    from cha.config.commands.ready import get_ready

    get_ready()
    from cha.core import wake
    from cha.core.clock import now
    from cha.core.timers import Timer
    from cha.promises.models import Promise
    from cha.team.models import Member
    from cha.team.models.shift import be_away

    what = sys.argv[1]
    if what == "away":
        member = Member.objects.get(email=sys.argv[2])
        be_away(member, now(), now() + timedelta(days=3), by=member, reason="sick")
    if what == "due":
        Promise.objects.filter(state="open").update(by=now())
    Timer.objects.filter(key__startswith="promise:", key__endswith=f":{what}").update(due=now())
    wake.after_commit()


main()
