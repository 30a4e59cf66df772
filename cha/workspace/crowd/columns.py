"""The columns that the long list can have. The person stands in every one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# By name: its heading, its class, and whether the heading is only for ears.
COLUMNS: Final = {
    "about": (_("What it is about"), "c-about", False),
    "medium": (_("Channel"), "c-via", True),
    "feels": (_("Feels"), "c-mood", False),
    "waits": (_("Waits"), "c-wait", False),
    "promised": (_("Promised"), "c-due", False),
    "with": (pgettext_lazy("who looks after it", "With"), "c-with", False),
    "state": (_("State"), "c-state", False),
    "last": (_("Last word"), "c-last", False),
    "topic": (_("Topic"), "c-topic", False),
    "tags": (_("Tags"), "c-tags", False),
    "team": (_("Team"), "c-team", False),
    "language": (_("Language"), "c-lang", False),
    "erased": (_("Erased"), "c-last", False),
}
USUAL: Final = ("about", "medium", "feels", "waits", "promised", "with")
SETTLED: Final = ("about", "medium", "feels", "state", "last", "with")
IN_TRASH: Final = ("about", "medium", "last", "erased", "with")
CHOSEN_BY: Final = tuple(name for name in COLUMNS if name != "erased")


def known(names: Iterable[str]) -> tuple[str, ...]:
    """Those of the names that are columns, each once, in the order given."""
    return tuple(dict.fromkeys(name for name in names if name in COLUMNS))
