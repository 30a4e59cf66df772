"""What else a message carries: an invitation, and what only the mail as it came still holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from babel.dates import format_date
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Carried:
    """One line under a message; `url` leads to the mail as it came, where that helps."""

    glyph: str
    title: str
    words: str = ""
    url: str = ""


def carried(row: Mapping[str, Any], conversation: int, time: Callable[[datetime], str]) -> tuple[Carried, ...]:
    """The lines of a message, from its marks. `time` says a moment on the reader's clock."""
    extra, found = row["extra"], []
    raw = reverse("as-it-came", args=[conversation, row["id"]]) if row["payload_id"] else ""
    if isinstance(extra.get("calendar"), Mapping):
        found.append(_invitation(extra["calendar"], time))
    if extra.get("left_out"):
        found.append(Carried("file-lock-2", _("Not all of it is shown here."), "; ".join(extra["left_out"]), raw))
    if extra.get("encrypted") and not extra.get("seal"):
        found.append(Carried("lock", _("It came sealed, and no key here opens it."), "", raw))
    return tuple(found)


def _invitation(event: Mapping[str, Any], time: Callable[[datetime], str]) -> Carried:
    titles = {"REPLY": _("An answer to an invitation"), "CANCEL": _("An invitation taken back")}
    about = [str(event.get("summary", "")), _when(event, time), str(event.get("place", ""))]
    title = titles.get(str(event.get("method", "")).upper(), _("An invitation"))
    return Carried("calendar", title, ", ".join(part for part in about if part))


def _when(event: Mapping[str, Any], time: Callable[[datetime], str]) -> str:
    start = str(event.get("start", ""))
    if not start:
        return ""
    try:
        if len(start) == len("2026-11-23"):
            return format_date(
                date.fromisoformat(start), format="long", locale=(get_language() or "en").replace("-", "_")
            )
        moment = datetime.fromisoformat(start)
    except ValueError:
        return start
    # A time without a zone is the clock's of whoever wrote it.
    return time(moment) if moment.tzinfo else f"{moment:%Y-%m-%d %H:%M}"
