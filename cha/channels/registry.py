"""Which media there are. Others join by the entry point group `cha.channels`."""

from __future__ import annotations

from functools import cache
from importlib.metadata import entry_points

from cha.channels.api.medium import Api
from cha.channels.base import Medium
from cha.channels.chat.medium import Chat
from cha.channels.counter.medium import Counter
from cha.channels.email.medium import Email
from cha.channels.form.medium import Form
from cha.core.errors import NotFound

OURS: tuple[type[Medium], ...] = (Email, Chat, Form, Counter, Api)


@cache
def media() -> dict[str, Medium]:
    """Every medium by its name: ours, then those of other packages. A name that is taken stays with whom it was."""
    known: dict[str, Medium] = {}
    for kind in (*OURS, *(point.load() for point in entry_points(group="cha.channels"))):
        medium: Medium = kind()
        known.setdefault(medium.name, medium)
    return known


def medium_called(name: str) -> Medium:
    """The medium of that name. Raises NotFound."""
    try:
        return media()[name]
    except KeyError as error:
        raise NotFound(f"There is no medium called “{name}”. There are: {', '.join(media())}.") from error
