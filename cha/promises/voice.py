"""How a channel speaks: whom its mails are from, and what stands under them. Patterns with placeholders, checked first.

A channel's own pattern and signature are in `Channel.settings["from_pattern"]` and `Channel.signature`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext, override

from cha.channels.models import Channel, change_channel
from cha.core.actor import Acting, Actor
from cha.core.errors import Invalid
from cha.core.verbs import verb
from cha.team.models import Member

# What may stand in a from name and in a signature, with what it says.
PLACEHOLDERS: Final = ("person", "me", "member", "shop", "phone", "address", "place")
_HOLE: Final = re.compile(r"\{([^{}]*)\}")
LONGEST: Final = 2000


def holes(pattern: str) -> list[str]:
    """The placeholders of a pattern, in order."""
    return _HOLE.findall(pattern)


def check(pattern: str, *, field: str, longest: int = LONGEST) -> str:
    """The pattern, stripped. Raises Invalid for a placeholder that there is not, or when it is too long."""
    unknown = [name for name in holes(pattern) if name not in PLACEHOLDERS]
    if unknown:
        known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
        raise Invalid(f"There is no “{{{unknown[0][:40]}}}”. These can be filled in: {known}.", field=field)
    if len(pattern) > longest:
        raise Invalid(f"At most {longest} characters.", field=field)
    return pattern.strip()


def fill(pattern: str, values: Mapping[str, str]) -> str:
    """The pattern with its placeholders filled; a line of which nothing is left goes."""
    lines = []
    for line in pattern.replace("\r\n", "\n").split("\n"):
        filled = _HOLE.sub(lambda hole: values.get(hole[1], ""), line)
        if filled.strip() or not line.strip():
            lines.append(filled.rstrip())
    return "\n".join(lines).strip()


def values_of(channel: Channel, member: Member) -> dict[str, str]:
    """What the placeholders say for a member who writes over a channel."""
    face = channel.brand
    return {
        "person": member.first_name,
        "me": member.first_name,
        "member": member.name,
        "shop": channel.from_name or face.called,
        "phone": face.phone,
        "address": face.address,
        "place": face.place,
    }


def written_from(member: Member, channel: Channel, language: str) -> str:
    """Whom a mail is from: by the channel's own pattern, or in the mail's language: "Maartje at Juniper Lane"."""
    pattern = str(channel.settings.get("from_pattern", ""))
    values = values_of(channel, member)
    if pattern:
        return fill(pattern, values)
    with override(language or "en"):
        return gettext("%(name)s at %(business)s") % {"name": values["me"], "business": values["shop"]}


def signature_of(channel: Channel, member: Member) -> str:
    """What stands under a member's words on this channel; "" where it has none."""
    return fill(channel.signature, values_of(channel, member))


@verb
def set_voice(
    channel: Channel, *, by: Acting | Actor, from_name: str = "", from_pattern: str = "", signature: str = ""
) -> Channel:
    """Set how a channel speaks. Raises Invalid for an unknown placeholder, Refused unless `by` manages.

    `from_pattern` is such as "{person} at {shop}"; "" is the usual one, in each mail's language.
    """
    pattern = check(from_pattern, field="from_pattern", longest=120)
    words = check(signature, field="signature")
    settings = {**channel.settings, "from_pattern": " ".join(pattern.split())}
    return change_channel(channel, by=by, from_name=from_name.strip()[:120], signature=words, settings=settings)
