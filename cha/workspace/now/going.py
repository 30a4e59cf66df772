"""How an answer goes, as a composer's form says it: over which way, to whom, after how long, with which choices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from django.http import QueryDict
from django.utils.translation import gettext as _

from cha.channels.ways import Way, usual_way
from cha.conversations.models import Conversation
from cha.conversations.models.saying import UNDO
from cha.core.errors import Invalid
from cha.workspace.now.copies import recipients
from cha.workspace.now.over import MEGABYTE, chosen_way
from cha.workspace.now.seals import chosen

MOST_BUTTONS: Final = 4
LONGEST: Final = 40


@dataclass(frozen=True, slots=True)
class Going:
    """What `say` is told beside the words. `hold` is nothing where words go at once; what a way has not is empty."""

    hold: timedelta = UNDO
    channel_id: int | None = None
    to: str = ""
    cc: list[str] = field(default_factory=list)
    bcc: list[str] = field(default_factory=list)
    seal: str = ""
    buttons: tuple[str, ...] = ()


def going(conversation: Conversation, form: QueryDict, sizes: Sequence[int]) -> Going:
    """How it goes; `sizes` are those of its files, in bytes. Raises Invalid with the field, where it cannot go so."""
    way = chosen_way(conversation, form)
    real = way or usual_way(conversation)
    must_carry(way, sizes)
    hold = timedelta(0) if real and real.can.at_once else UNDO
    channel = way.channel.pk if way else None
    if way and not way.can.letter:
        return Going(hold, channel, buttons=buttons_typed(form.get("buttons", "")))
    who = recipients(form)
    if real is None and not who.to:
        raise Invalid(_("Nothing reaches them yet. Write an address on their page, or write a note."), field="body")
    return Going(hold, channel, who.to, who.cc, who.bcc, chosen(form))


def must_carry(way: Way | None, sizes: Sequence[int]) -> None:
    """Raises Invalid when files are larger than the way takes."""
    if way is None or not sizes:
        return
    if not way.can.files:
        raise Invalid(_("This way carries no files. Choose another one."), field="over")
    if way.can.file_bytes and max(sizes) > way.can.file_bytes:
        size = way.can.file_bytes // MEGABYTE
        raise Invalid(_("This way carries files up to %(size)s MB. Choose another one.") % {"size": size}, field="over")


def buttons_typed(text: str) -> tuple[str, ...]:
    """The answers that can be tapped, one a line, each once. Raises Invalid for too many, or one too long to tap."""
    found = tuple(dict.fromkeys(" ".join(line.split()) for line in text.splitlines() if line.strip()))
    if len(found) > MOST_BUTTONS:
        most = {"most": MOST_BUTTONS}
        raise Invalid(_("At most %(most)s answers can be tapped. Ask for more in words.") % most, field="buttons")
    long = next((one for one in found if len(one) > LONGEST), "")
    if long:
        raise Invalid(_("“%(words)s” is too long to tap.") % {"words": long[:LONGEST]}, field="buttons")
    return found
