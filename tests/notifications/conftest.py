from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from cha.notifications.models import PushBrowser, choose, take_push
from cha.team.models import Member
from tests.notifications.push_service import PushService, push_service


@pytest.fixture
def service(settings: Settings) -> Iterator[PushService]:
    """A push service on this machine, which outbound calls may reach."""
    settings.CHA_PUSH_PRIVATE = True
    with push_service() as service:
        yield service


def has_browser(member: Member, service: PushService, name: str = "one", device: str = "screen") -> PushBrowser:
    """A browser of theirs takes push messages."""
    return take_push(member, **service.browser(name).form(), device=device, label="Firefox on Linux", by=member)


def always_there(member: Member, **choices: dict[str, bool]) -> None:
    """They have no quiet hours."""
    choose(member, choices, by=member, quiet=False, starts="", ends="", sound=False, mails="once", mails_at="16:00")
