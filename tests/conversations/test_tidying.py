"""What nobody comes back for goes; what is in use stays."""

from datetime import timedelta

import pytest
import time_machine

from cha.conversations.models import Attachment, attach
from cha.conversations.tidying import see_to_it
from cha.core import worker
from cha.core.clock import now
from cha.core.timers import Timer
from tests.shop import Shop

pytestmark = pytest.mark.django_db(transaction=True)


def test_files_that_were_never_sent_go_after_a_week(shop: Shop) -> None:
    conversation = shop.adaeze_writes()
    attach(conversation.messages.order_by("id")[0], "kept.txt", "text/plain", b"kept")
    Attachment.objects.create(message=None, name="left.txt", size=4, digest="0" * 64)
    see_to_it()
    see_to_it()
    assert Timer.objects.filter(key="tidy").count() == 1
    with time_machine.travel(now() + timedelta(hours=2)):
        worker.run_all()
    assert Attachment.objects.count() == 2, "a draft of today is not left behind yet"
    with time_machine.travel(now() + timedelta(days=9)):
        worker.run_all()
    assert [row.name for row in Attachment.objects.all()] == ["kept.txt"]
    assert Timer.objects.get(key="tidy").fired_at is None, "it comes again tomorrow"
