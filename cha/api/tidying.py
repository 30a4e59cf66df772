"""Every hour: answers that were kept under idempotency keys for a day go, with the words in them."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db import transaction

from cha.api.models.answered import KEPT, Answered
from cha.core.clock import now
from cha.core.tasks import task
from cha.core.timers import Timer, set_timer

EVERY: Final = timedelta(hours=1)
KEY: Final = "api:tidy"


@task("api.tidy", rank=9)
def tidy_up() -> None:
    """Tidy, and come again in an hour."""
    Answered.objects.filter(at__lt=now() - KEPT).delete()
    with transaction.atomic():
        set_timer(KEY, now() + EVERY, tidy_up)


def see_to_it() -> None:
    """Make sure that somebody tidies: called when a worker starts, harmless when it is arranged."""
    if not Timer.objects.filter(key=KEY, fired_at=None).exists():
        with transaction.atomic():
            set_timer(KEY, now() + EVERY, tidy_up)
