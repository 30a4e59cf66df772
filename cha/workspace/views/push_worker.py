"""The service worker that shows what is pushed: at the root, so that it may answer for every page."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.http import HttpResponse
from django.utils.http import quote_etag
from django.views.decorators.http import require_GET

from cha.ui import assets
from cha.workspace.doors import MemberRequest, members

FILE = Path(assets.__file__).parent / "js" / "worker" / "push.js"


@members
@require_GET
def script(request: MemberRequest) -> HttpResponse:
    """The script. Browsers look for a newer one by themselves: `no-cache` lets them find it."""
    text, mark = _script(FILE.stat().st_mtime_ns)
    if request.headers.get("If-None-Match") == mark:
        return HttpResponse(status=304)
    response = HttpResponse(text, content_type="text/javascript; charset=utf-8")
    response["ETag"], response["Cache-Control"], response["Service-Worker-Allowed"] = mark, "no-cache", "/"
    return response


@lru_cache(maxsize=2)
def _script(stamp: int) -> tuple[str, str]:
    return FILE.read_text(), quote_etag(f"{stamp:x}")
