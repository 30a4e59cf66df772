"""One e-mail channel as its page's form has it, and the saving of what was typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from cha.channels.forms import channel_fields, own_provider, own_relay, relay_typed, way_out
from cha.channels.mailbox_form import mailbox_form, save_mailbox, way_in
from cha.channels.models import Channel, Delivery, Mailbox, change_channel, retry_delivery, set_relay
from cha.channels.models.also import addresses_of, set_also
from cha.core.clock import now
from cha.core.verbs import verb
from cha.promises.voice import check, set_voice
from cha.team.models import Member
from cha.team.week_words import week_in_words

AT_ONCE: Final = 1000


def form_of(channel: Channel, mailbox: Mailbox | None) -> dict[str, Any]:
    """What stands in the form. No password, key or secret."""
    relay = own_relay(channel)
    return {
        "from_name": channel.from_name,
        "from_pattern": channel.settings.get("from_pattern", ""),
        "also": "\n".join(addresses_of(channel)[1:]),
        "signature": channel.signature,
        "hours": "own" if channel.week else "shop",
        "week": week_in_words(channel.week),
        "answer_hours": f"{channel.answer_minutes / 60:g}" if channel.answer_minutes else "",
        "acknowledges": channel.acknowledges,
        "in": way_in(channel, mailbox),
        **mailbox_form(mailbox),
        "out": way_out(channel),
        **own_provider(channel),
        **{part: relay[part] for part in ("host", "door", "user")},
    }


@verb
def save(channel: Channel, post: Mapping[str, str], *, by: Member) -> None:
    """Save what was typed, all or nothing; with a new relay, what waited for one goes. Raises Invalid, Refused."""
    relay = relay_typed(post, channel)
    change_channel(channel, by=by, **channel_fields(post))
    if "from_pattern" in post or "signature" in post:
        set_voice(
            channel,
            by=by,
            from_name=post.get("from_name", ""),
            from_pattern=check(post.get("from_pattern", ""), field="from_pattern", longest=120),
            signature=post.get("signature", ""),
        )
    if "also" in post and post["also"].split() != addresses_of(channel)[1:]:
        set_also(channel, post["also"].replace(",", " ").split(), by=by)
    save_mailbox(channel, post, by=by)
    if relay is not None:
        set_relay(channel, relay, by=by)
        _send_what_waited(channel, by=by) if relay else None
    _remember(channel, post.get("reason", ""), by=by)


def _send_what_waited(channel: Channel, *, by: Member) -> None:
    for waiting in Delivery.objects.filter(channel=channel, state=Delivery.State.UNSENT)[:AT_ONCE]:
        retry_delivery(waiting, by=by)


def _remember(channel: Channel, reason: str, *, by: Member) -> None:
    """Who changed it last, and why, for the others."""
    locked = Channel.objects.select_for_update().get(pk=channel.pk)
    last = {"by": by.pk, "at": now().isoformat(), "reason": " ".join(reason.split())[:200]}
    change_channel(channel, by=by, settings={**locked.settings, "last_change": last})
