"""Once a day: what nobody will come back for goes. Files chosen for an answer that was never sent, and old leases."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from cha.conversations.counting import forget_counts
from cha.conversations.models.attachment import Attachment
from cha.conversations.models.macro_run import forget_runs
from cha.conversations.models.presence import Presence
from cha.conversations.models.sending_later import STANDING, Later
from cha.conversations.models.undoing import forget_bulks
from cha.core.clock import now
from cha.core.ids import first_id
from cha.core.tasks import task
from cha.core.timers import Timer, set_timer

EVERY = timedelta(days=1)
KEPT_FOR = timedelta(days=7)


@task("conversations.tidy", rank=9)
def tidy() -> None:
    """Tidy, and come again tomorrow."""
    waiting = [
        key for files in Later.objects.filter(state__in=STANDING).values_list("files", flat=True) for key in files
    ]
    Attachment.objects.filter(message=None, pk__lt=first_id(now() - KEPT_FOR)).exclude(pk__in=waiting).delete()
    Presence.objects.filter(until__lt=now() - EVERY).delete()
    forget_counts()
    forget_bulks()
    forget_runs()
    with transaction.atomic():
        set_timer("tidy", now() + EVERY, tidy)


def see_to_it() -> None:
    """Make sure that somebody tidies: called when a worker starts, harmless when it is arranged."""
    if not Timer.objects.filter(key="tidy", fired_at=None).exists():
        with transaction.atomic():
            set_timer("tidy", now() + timedelta(hours=1), tidy)
