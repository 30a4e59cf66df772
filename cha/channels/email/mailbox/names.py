"""Names of folders: how they are written on the line (modified UTF-7, RFC 3501, 5.1.3), and which hold no new mail."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from typing import Final

_CODED: Final = re.compile(r"&([^-]*)-")
# Attributes of RFC 6154, for folders that nothing is fetched from.
NOT_TAKEN_FROM: Final = frozenset(("\\JUNK", "\\TRASH", "\\DRAFTS", "\\SENT"))
# Servers that do not say what a folder is for (no SPECIAL-USE) call it like this, mail programs in other tongues too.
_TELLING: Final = frozenset(
    "|".join(
        (
            "spam|junk|junk e-mail|bulk mail|bulk|trash|bin|deleted|deleted items|deleted messages|drafts|draft",
            "sent|sent items|sent messages|sent mail|papierkorb|gelöscht|gelöschte elemente|entwürfe|gesendet",
            "gesendete elemente|corbeille|indésirables|courrier indésirable|brouillons|envoyés|prullenbak|ongewenst",
            "ongewenste e-mail|verwijderde items|concepten|verzonden|verzonden items|papelera|enviados|borradores",
            "correo no deseado",
        )
    ).split("|")
)


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of a mailbox: its name as people read it, its attributes in capitals, what stands between its parts."""

    name: str
    attributes: frozenset[str]
    between: str = "/"

    @property
    def for_new_mail(self) -> bool:
        """Whether mail may be fetched from it: not spam, deleted, unfinished or sent."""
        if self.attributes & NOT_TAKEN_FROM:
            return False
        last = self.name.rpartition(self.between)[2] if self.between else self.name
        return last.lower().replace("_", " ") not in _TELLING


def written(name: str) -> bytes:
    """A folder's name as the line carries it."""
    parts: list[str] = []
    for run in re.findall(r"[\x20-\x7e]+|[^\x20-\x7e]+", name):
        if run[0] < "\x20" or run[0] > "\x7e":
            coded = base64.b64encode(run.encode("utf-16-be")).decode("ascii").rstrip("=").replace("/", ",")
            parts.append(f"&{coded}-")
        else:
            parts.append(run.replace("&", "&-"))
    return "".join(parts).encode("ascii")


def read(raw: bytes) -> str:
    """A folder's name as people read it; what is not well coded stays as it is."""
    return _CODED.sub(_decoded, raw.decode("utf-8", "replace"))


def _decoded(found: re.Match[str]) -> str:
    coded = found[1].replace(",", "/")
    if not coded:
        return "&"
    try:
        return base64.b64decode(coded + "=" * (-len(coded) % 4), validate=True).decode("utf-16-be")
    except ValueError:
        return found[0]
