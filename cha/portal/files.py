"""Files that people send from a page: how many and how large, said in words; kept before anything is recorded."""

from __future__ import annotations

import mimetypes
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from cha.conversations.models.hearing import HeardFile
from cha.core import files
from cha.core.errors import Invalid

MB = 1024 * 1024
MOST = 6
LARGEST = 10 * MB


def keep_files(uploads: Sequence[Any]) -> tuple[HeardFile, ...]:
    """Keep the bytes of what was chosen. Raises Invalid in words, before any byte is kept, when it is too much."""
    chosen = [upload for upload in uploads if upload.name]
    if len(chosen) > MOST:
        raise Invalid(_("At most %(count)s files at a time.") % {"count": MOST}, field="files")
    for upload in chosen:
        if (upload.size or 0) > LARGEST:
            too_big = _("This file is too big. At most %(size)s.") % {"size": f"{LARGEST // MB} MB"}
            raise Invalid(f"{_plain(upload.name)}: {too_big}", field="files")
    return tuple(_kept(upload) for upload in chosen)


def _kept(upload: Any) -> HeardFile:
    content = upload.read()
    name = _plain(upload.name)
    # From the name, not from what the browser says: a page of script must not pass for a picture.
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return HeardFile(name=name, content_type=kind, content=content, digest=files.put(content))


def _plain(name: str | None) -> str:
    last = (name or "").replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(sign for sign in last if sign.isprintable())[:150] or "file"
