"""Once a day: what was read more than thirty days ago goes."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db import transaction

from cha.core.clock import now
from cha.core.tasks import task
from cha.core.timers import Timer, set_timer
from cha.notifications.models.notification import tidy

EVERY: Final = timedelta(days=1)
KEY: Final = "notifications:tidy"


@task("notifications.tidy", rank=9)
def tidy_up() -> None:
    """Tidy, and come again tomorrow; at once when more is left than goes in one batch."""
    gone = tidy(now())
    with transaction.atomic():
        set_timer(KEY, now() + (timedelta(seconds=5) if gone else EVERY), tidy_up)


def see_to_it() -> None:
    """Make sure that somebody tidies: called when a worker starts, harmless when it is arranged."""
    if not Timer.objects.filter(key=KEY, fired_at=None).exists():
        with transaction.atomic():
            set_timer(KEY, now() + timedelta(hours=1), tidy_up)
