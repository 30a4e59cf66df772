"""Over which way an answer goes: each with what it can carry, whether they are there, and why one cannot be taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from cha.channels.base import Capabilities
from cha.channels.letters import letter_channel
from cha.channels.registry import media
from cha.channels.ways import Way, ways_to
from cha.conversations.models import Conversation
from cha.core.errors import Invalid
from cha.core.ids import decode, encode
from cha.workspace.now import words
from cha.workspace.now.visiting import Visiting, reaches_words

MEGABYTE: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Over:
    """One choice of the composer. `kind` is "letter", "once" (goes at once) or "plain"; `so` says if they are there,
    or which address it goes to.

    `asks`: somebody who is there can be asked for a moment.
    """

    value: str
    how: str
    kind: str
    icon: str
    carries: str
    so: str
    why_not: str
    chosen: bool
    asks: bool


def overs(conversation: Conversation, found: Visiting | None, chosen: str) -> tuple[Over, ...]:
    """The ways to answer, the one that is taken first. `chosen` is what a form said."""
    ways = ways_to(conversation)
    able = [way for way in ways if not way.why_not]
    wanted = next((way for way in able if encode(way.channel.pk) == chosen), able[0] if able else None)
    made = [_over(way, found, way is wanted) for way in ways]
    if not any(way.can.letter for way in ways):
        made += _no_letter(conversation)
    return tuple(sorted(made, key=lambda over: not over.chosen))


def _over(way: Way, found: Visiting | None, chosen: bool) -> Over:
    can = way.can
    kind = "letter" if can.letter else "once" if can.at_once else "plain"
    so = reaches_words(found) if can.typing and found else way.address if can.letter else ""
    return Over(
        value=encode(way.channel.pk),
        how=words.by_medium(way.channel.medium),
        kind=kind,
        icon=can.icon,
        carries=carries(can),
        so=so,
        why_not=way.why_not,
        chosen=chosen,
        asks=can.typing and can.at_once,
    )


def _no_letter(conversation: Conversation) -> list[Over]:
    """That nothing can go by mail, where we have an address for it and they have none."""
    channel = letter_channel(conversation.brand_id)
    if channel is None:
        return []
    can, how = media()[channel.medium].capabilities, words.by_medium(channel.medium)
    why = _("No e-mail address of theirs is known yet.")
    return [Over(encode(channel.pk), how, "letter", can.icon, "", "", why, chosen=False, asks=False)]


def carries(can: Capabilities) -> str:
    """What a way can carry, in words."""
    if not can.files:
        files = _("no files")
    elif can.file_bytes:
        files = _("files to %(size)s MB") % {"size": can.file_bytes // MEGABYTE}
    else:
        files = _("files")
    length = _("up to %(most)s letters") % {"most": f"{can.length:,}"} if can.length else ""
    shape = _("a whole letter") if can.letter else _("plain words")
    after = _("can be changed afterwards") if can.edits else ""
    public = _("everybody can read it") if can.public else ""
    return ", ".join(part for part in (shape, files, length, after, public) if part)


def chosen_way(conversation: Conversation, form: Mapping[str, str]) -> Way | None:
    """The way that a form chose; None where it leaves it to the usual one. Raises Invalid where it cannot be taken."""
    said = form.get("over", "")
    if not said:
        return None
    try:
        channel = decode(said)
    except ValueError:
        channel = 0
    way = next((way for way in ways_to(conversation) if way.channel.pk == channel), None)
    if way is None:
        raise Invalid(_("That way does not reach them any more. Choose another one."), field="over")
    if way.why_not:
        raise Invalid(way.why_not, field="over")
    return way
