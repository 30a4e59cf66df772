"""Who may send a form: anybody, within limits; kindly asked again where it went too quickly."""

from __future__ import annotations

import hashlib
from typing import Final

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext as _

from cha.channels.form.doubting import Signs, doubt, proves, too_late, too_soon
from cha.core.limits import HOUR, within
from cha.portal.form.seals import Page
from cha.portal.form.typed import Typed

# Forms an hour from one machine: with the small sum done, and without.
PROVEN: Final = 30
PLAIN: Final = 8
# Times one form may be sent, and files of forms that one machine may leave here in an hour.
AGAIN: Final = 5
FILES: Final = 40


def ask_again(page: Page | None) -> str:
    """Why a form is asked for once more, in words; "" when it is taken. What was typed stays."""
    if page is None or too_late(page.age):
        return _("This page was open for long. Please look it over once, and send it again.")
    if too_soon(page.age):
        return _("That went very quickly. Please look it over once, and send it again.")
    return ""


def too_often(request: HttpRequest, page: Page, proven: bool) -> str:
    """Why nothing more is taken now, in words; "" when it is."""
    machine = request.META.get("REMOTE_ADDR", "")
    most = PROVEN if proven else PLAIN
    if within("form", f"{machine} {proven}", most) and within("form-again", page.once, AGAIN):
        return ""
    return a_lot()


def a_lot() -> str:
    """The words for whoever sends more than people do."""
    return _("That was a lot in one hour. Please wait a little, or call us.")


def may_keep_files(request: HttpRequest) -> bool:
    """Whether this machine may leave more files here."""
    chosen = len(request.FILES.getlist("files"))
    machine = request.META.get("REMOTE_ADDR", "")
    return all(within("form-file", machine, FILES) for _ in range(min(chosen, FILES)))


def doubt_of(typed: Typed, page: Page, proven: bool) -> str:
    """Why it may be a machine's, as a code, or ""."""
    return doubt(Signs(typed.trap, proven, typed.values["words"], _same(typed, page)))


def proven_by(request: HttpRequest) -> bool:
    """Whether the browser did the small sum over its page's seal."""
    return proves(request.POST.get("seal", "")[:500], request.POST.get("proof", "")[:20])


def _same(typed: Typed, page: Page) -> int:
    """How many different forms with these words came within the hour."""
    key = "form-words:" + hashlib.sha256(typed.values["words"].encode(errors="replace")).hexdigest()[:32]
    seen: set[str] = cache.get(key) or set()
    if page.once not in seen and len(seen) < 50:
        seen = {*seen, page.once}
        cache.set(key, seen, HOUR)
    return len(seen)
