"""Run inside an install: `URL` sets up a policy, the guides, a payment house there, and order 2291 of Adaeze; `--given`
says as JSON how what was given stands; after `--an-hour-later` nobody changes their mind any more."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path


def main() -> None:
    """Do what the first word says."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "cha.config.settings"
    from cha.config.commands.ready import get_ready

    get_ready()
    if sys.argv[1] == "--given":
        tell()
    elif sys.argv[1] == "--an-hour-later":
        go_on()
    else:
        set_up(sys.argv[1])


def set_up(url: str) -> None:
    """All that stands before she chooses."""
    from cha.conversations.models import Conversation
    from cha.core import wake
    from cha.core.actor import CHA
    from cha.resolutions.carrying.connecting import keep_connector
    from cha.resolutions.guides.ready import ready
    from cha.resolutions.guides.writing import write_all
    from cha.resolutions.guiding import import_guides, publish_guide
    from tests.resolutions.connectors.carried import SECRETS
    from tests.resolutions.remedies.giving import order, policy

    policy()
    for guide in import_guides(write_all(list(ready().items())), by=CHA):
        publish_guide(guide, by=CHA)
    keep_connector(
        None, by=CHA, private=True, kind="stripe", name="Payments", address=url, does=("refund",),
        secrets=SECRETS["stripe"],
    )  # fmt: skip
    bought = order(Conversation.objects.get(person__name="Adaeze Nwosu"), 148_00, number="2291")
    bought.status = "shipped"
    bought.save()
    wake.after_commit()


def go_on() -> None:
    """The hour is over in which minds can be changed."""
    from cha.core import wake
    from cha.core.clock import now
    from cha.core.tasks import Task
    from cha.resolutions.models import Offer

    Offer.objects.update(change_until=now())
    Task.objects.filter(name="resolutions.carry_out").update(due=now())
    wake.after_commit()


def tell() -> None:
    """What was given, and what became of what was promised with it."""
    from cha.promises.models import Promise
    from cha.resolutions.models import Remedy

    given = [{"kind": row.kind, "state": row.state, "amount": row.amount} for row in Remedy.objects.order_by("pk")]
    kept = list(Promise.objects.filter(source="option").values_list("state", flat=True))
    print(json.dumps({"given": given, "promises": kept}))


sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
main()
