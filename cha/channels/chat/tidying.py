"""Once a day: a browser that cannot come back by its token any more is forgotten, with the pages that it showed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q

from cha.channels.models.visit import LASTS, Visitor
from cha.core.clock import now
from cha.core.ids import first_id
from cha.core.tasks import task
from cha.core.timers import Timer, set_timer

EVERY: Final = timedelta(days=1)
TIMER: Final = "chat.tidy"


@task("channels.tidy_chat", rank=9)
def tidy() -> None:
    """Tidy, and come again tomorrow."""
    forget_old(now())
    with transaction.atomic():
        set_timer(TIMER, now() + EVERY, tidy)


def forget_old(at: datetime) -> None:
    """Erase the pages and carts of browsers that were not here for thirty days; who never wrote goes altogether."""
    old = Visitor.objects.filter(pk__lt=first_id(at - LASTS)).exclude(visits__here_until__gt=at - LASTS)
    old.filter(visits=None).delete()
    old.exclude(Q(agreed_at=None), Q(pages=[])).update(agreed_at=None, pages=[], cart=[])


def see_to_it() -> None:
    """Make sure that somebody tidies: called when a worker starts, harmless when it is arranged."""
    if not Timer.objects.filter(key=TIMER, fired_at=None).exists():
        with transaction.atomic():
            set_timer(TIMER, now() + timedelta(hours=1), tidy)
