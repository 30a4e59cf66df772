"""How a channel speaks: whom its mails are from, and what stands under them. Patterns with placeholders, checked first.

A channel's own pattern and signature are in `Channel.settings["from_pattern"]` and `Channel.signature`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext, override

from cha.channels.models import Channel, change_channel
from cha.core.actor import Acting, Actor
from cha.core.clock import now
from cha.core.errors import Invalid
from cha.core.verbs import verb
from cha.promises.acknowledgement import Acknowledgement, Business, Reply, Words, render, render_reply
from cha.promises.acknowledgement.frames import FRAMES, as_typed, own_words
from cha.promises.acknowledgement.wording import spoken
from cha.promises.understanding import Understood
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
    """The pattern with its placeholders filled; a line of which nothing is left goes. What is no placeholder stays."""
    lines = []
    for line in pattern.replace("\r\n", "\n").split("\n"):
        filled = _HOLE.sub(lambda hole: values.get(hole[1], hole[0]), line)
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


def frames_of(channel: Channel, language: str) -> dict[str, str]:
    """The channel's own sentences in a language, as patterns by code (see `acknowledgement.frames`)."""
    own: dict[str, str] = channel.settings.get("frames", {}).get(spoken(language), {})
    return own


@verb
def set_frames(channel: Channel, language: str, typed: Mapping[str, str], *, by: Acting | Actor) -> Channel:
    """Let a channel say fixed sentences in its own words, in one language; an empty one is the usual again.

    `typed` is by code, with `{name}` for what is filled in. Raises Invalid with the code as its field; Refused.
    """
    locked = Channel.objects.select_for_update().get(pk=channel.pk)
    frames = dict(locked.settings.get("frames", {}))
    patterns = {code: own_words(code, words) for code, words in typed.items()}
    kept = {**frames.get(language, {}), **patterns}
    frames[language] = {code: pattern for code, pattern in kept.items() if pattern}
    return change_channel(channel, by=by, settings={**locked.settings, "frames": frames})


def usual_words(language: str) -> dict[str, str]:
    """The fixed sentences in a language, as they are typed, by code: what a form shows beside its fields."""
    with override(language):
        return {code: as_typed(translation.gettext(sentence)) for code, sentence in FRAMES.items()}


def previewed(channel: Channel, member: Member, language: str, typed: Mapping[str, str] | None = None) -> list[Words]:
    """A first answer and a member's answer as they would look on this channel, with `typed` in place of what is kept.

    Raises Invalid as `set_frames`.
    """
    own = {**frames_of(channel, language), **{code: own_words(code, words) for code, words in (typed or {}).items()}}
    at = now()
    business = Business(name=channel.brand.name, phone=channel.brand.phone, zone=channel.brand.zone)
    known: dict[str, Any] = {"language": language, "zone": channel.brand.zone, "business": business, "now": at}
    known |= {"link": settings.CHA_PUBLIC_URL, "own": own, "subject": "2291"}
    by_when, until = at + timedelta(hours=3), (at + timedelta(days=30)).date()
    heard = Acknowledgement(
        understood=Understood(), promised_by=by_when, link_until=until, proven=True, person_first_name="Adaeze",
        looks_next=member.first_name, **known,
    )  # fmt: skip
    words = "\n\n".join(part for part in ("…", signature_of(channel, member)) if part)
    answer = Reply(member_name=member.name, member_first_name=member.first_name, body_text=words, **known)
    return [render(heard), render_reply(answer)]


@verb
def set_voice(
    channel: Channel, *, by: Acting | Actor, from_name: str = "", from_pattern: str = "", signature: str = ""
) -> Channel:
    """Set how a channel speaks. Raises Invalid for an unknown placeholder, Refused unless `by` manages.

    `from_pattern` is such as "{person} at {shop}"; "" is the usual one, in each mail's language.
    """
    pattern = check(from_pattern, field="from_pattern", longest=120)
    words = check(signature, field="signature")
    locked = Channel.objects.select_for_update().get(pk=channel.pk)
    changed = {**locked.settings, "from_pattern": " ".join(pattern.split())}
    return change_channel(channel, by=by, from_name=from_name.strip()[:120], signature=words, settings=changed)
