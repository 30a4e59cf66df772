"""Files that a visitor sends: taken in piece by piece, for what they are, and named in a message afterwards.

The id of one is signed: what it is, and that this browser sent it. A file that never gets into a message goes again.
"""

from __future__ import annotations

import mimetypes
from datetime import timedelta
from typing import Any, Final

from django.core import signing
from django.utils.translation import gettext as _

from cha.channels.chat.values import SentFile
from cha.channels.pipeline.erasing import drop_files
from cha.core import files
from cha.core.clock import now
from cha.core.errors import ChaError, Invalid, TooLarge
from cha.portal.chat.bodies import length_of, line_in
from cha.portal.chat.doors import Door
from cha.portal.chat.greeting import file_bytes
from cha.portal.chat.kinds import HEAD, kind_of
from cha.portal.chat.limits import DAY, FILES, FILES_PER_ADDRESS, must, must_from
from cha.portal.chat.tokens import FILE_SALT

MOST_FILES: Final = 6
# Longer than the id is good; then what no message has goes.
KEPT_FOR: Final = timedelta(days=2)
MB: Final = 1024 * 1024


class WrongKind(ChaError):
    """A file of a kind that is not taken."""

    status, code = 415, "file_type"


def take_file(door: Door) -> dict[str, Any]:
    """Keep the bytes of one file. Raises TooLarge, WrongKind and TooMany, each before the bytes are kept."""
    most, length = file_bytes(door.channel), length_of(door.request)
    if not most:
        raise WrongKind(_("No files can be sent here. Write to us about it."))
    if length > most:
        raise too_large(length, most)
    must("files", door.caller.key, *FILES)
    must_from("files-address", door.machine, FILES_PER_ADDRESS)
    name = _named(door.request.GET.get("name", ""))
    head = door.request.read(HEAD)
    kind = kind_of(head, name)
    if not head:
        raise Invalid(_("There is nothing in this file."), field="file")
    if not kind:
        raise WrongKind(_("This kind of file cannot be sent here."))
    digest, size = files.put_from(door.request, most, head)
    drop_files.enqueue([digest], due=now() + KEPT_FOR)
    name = _ending(name, kind)
    signed = signing.dumps([door.caller.key, digest, name, size, kind], salt=FILE_SALT)
    return {"id": signed, "name": name, "size": size, "type": kind}


def too_large(size: int, most: int) -> TooLarge:
    """What is said of a file of so many bytes."""
    values = {"size": f"{size / MB:.0f} MB", "most": f"{most // MB} MB"}
    return TooLarge(_("This is %(size)s, we can take %(most)s.") % values, code="too_large")


def files_in(door: Door) -> tuple[SentFile, ...]:
    """The files of a message, in their order, each once. Raises Invalid for what this browser did not send."""
    named = door.said.get("files") or []
    if not isinstance(named, list) or len(named) > MOST_FILES:
        raise Invalid(_("At most %(count)s files at a time.") % {"count": MOST_FILES}, field="files")
    return tuple(_sent(door, one) for one in dict.fromkeys(map(str, named)))


def _sent(door: Door, named: str) -> SentFile:
    try:
        key, digest, name, size, kind = signing.loads(named, salt=FILE_SALT, max_age=DAY)
    except (signing.BadSignature, ValueError, TypeError):
        key = ""
    if key != door.caller.key or not key:
        raise Invalid(_("That file is not here any more. Please send it again."), field="files")
    return SentFile(digest, name, size, kind)


def _named(said: str) -> str:
    last = said.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(sign for sign in line_in({"name": last}, "name", 150) if sign.isprintable()).lstrip(".") or "file"


def _ending(name: str, kind: str) -> str:
    """The name with an ending that says what it is, so that no program takes it for something else."""
    if mimetypes.guess_type(name)[0] == kind:
        return name
    return name + (mimetypes.guess_extension(kind) or "")
