"""The two scripts of the chat widget, as others' sites fetch them: small, compressed once, allowed everywhere."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.http import require_safe

from cha.ui.assets import BUILT

# A new version of the widget is on every site within five minutes; a box with a digest in its name never changes.
SHORT: Final = "public, max-age=300"
LONG: Final = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Script:
    """A built script, by how it is packed ("" as it is, the tightest first), and its digest."""

    packed: dict[str, bytes]
    digest: str


@require_safe
def chat_js(request: HttpRequest) -> HttpResponse:
    """The button: what `<script src="…/chat.js">` fetches."""
    return _answer(request, _script("chat.js"), SHORT)


@require_safe
def chat_box_js(request: HttpRequest, digest: str) -> HttpResponse:
    """The box. To a button of before an upgrade the box of now is given, and nobody keeps it under the old name."""
    script = _script("chat-box.js")
    return _answer(request, script, LONG if script.digest.startswith(digest) else "no-cache")


def _answer(request: HttpRequest, script: Script, kept: str) -> HttpResponse:
    etag = f'"{script.digest[:20]}"'
    unchanged = get_conditional_response(request, etag=etag)
    response = unchanged or HttpResponse(content_type="text/javascript; charset=utf-8")
    if unchanged is None:
        taken = request.headers.get("Accept-Encoding", "")
        how = next(how for how in script.packed if how in taken)
        response.content = script.packed[how]
        if how:
            response["Content-Encoding"] = how
    response["ETag"] = etag
    response["Cache-Control"] = kept
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def _script(name: str) -> Script:
    path = BUILT / name
    try:
        return _read(path, path.stat().st_mtime_ns)
    except FileNotFoundError as error:
        raise Http404 from error


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int) -> Script:
    plain, tight = path.read_bytes(), path.with_name(f"{path.name}.br")
    packed = {"br": tight.read_bytes()} if tight.exists() else {}
    return Script({**packed, "gzip": gzip.compress(plain, 9, mtime=0), "": plain}, hashlib.sha256(plain).hexdigest())
