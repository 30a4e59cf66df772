"""Which media there are. Others join by the entry point group `cha.channels`."""

from __future__ import annotations

from functools import cache
from importlib.metadata import entry_points

from cha.channels.base import Medium
from cha.channels.email.medium import Email
from cha.core.errors import NotFound


@cache
def media() -> dict[str, Medium]:
    """Every medium by its name."""
    known: dict[str, Medium] = {"email": Email()}
    for point in entry_points(group="cha.channels"):
        medium: Medium = point.load()()
        known[medium.name] = medium
    return known


def medium_called(name: str) -> Medium:
    """The medium of that name. Raises NotFound."""
    try:
        return media()[name]
    except KeyError as error:
        raise NotFound(f"There is no medium called “{name}”. There are: {', '.join(media())}.") from error
