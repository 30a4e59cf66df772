"""Trying a channel: a mail to ourselves, out through the relay and back in, and how far it got, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from cha.channels.email.composing import Outgoing, message_id
from cha.channels.email.domain import NO, YES, asked_of_dns
from cha.channels.email.medium import relay_url
from cha.channels.email.sending import hand_over
from cha.channels.models.channel import Channel
from cha.channels.models.payload import Payload
from cha.conversations.models import Message
from cha.core.actor import Acting, Actor
from cha.core.clock import now
from cha.core.ids import new_id
from cha.core.ledger import record
from cha.core.tasks import task
from cha.core.verbs import verb
from cha.team.models.member import must_manage

PATIENCE = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Tried:
    """One line of what a test found. state: "" (well), thought (waiting, or needs a thought), hurt (did not work)."""

    state: str
    title: str
    words: str = ""


@verb
def try_channel(channel: Channel, *, by: Acting | Actor) -> Channel:
    """Write to ourselves on this channel. What comes of it is `tried(channel)`. Raises Refused unless `by` manages."""
    must_manage(by)
    locked = Channel.objects.select_for_update().get(pk=channel.pk)
    domain = locked.address.rpartition("@")[2]
    locked.settings["test"] = {"key": message_id(new_id(), domain), "at": now().isoformat()}
    locked.save(update_fields=["settings"])
    record("channel.tried", by=by, on=locked)
    return locked


@task("channels.email.try", lane="net", rank=1, tries=1)
def write_to_ourselves(channel_id: int) -> None:
    """Send the test mail and keep what the relay said. Twice is the same mail."""
    channel = Channel.objects.select_related("brand").get(pk=channel_id)
    test: dict[str, Any] = channel.settings.get("test", {})
    relay = relay_url(channel)
    if not test or not relay:
        return
    mail = Outgoing(
        from_name=channel.brand.called,
        from_address=channel.address,
        to=((channel.address, ""),),
        subject=_("A test: we wrote to ourselves"),
        text=_("This mail went out through the relay and came back in. Nothing needs to be done."),
        message_id=test["key"],
        date=datetime.fromisoformat(test["at"]),
        auto_submitted=True,
    )
    outcome = hand_over(relay, mail, mail_from=channel.address)
    _keep(channel_id, test["key"], {"sent": outcome.sent, "said": outcome.said, "out_at": now().isoformat()})
    _keep(channel_id, test["key"], {"dns": asked_of_dns(channel.address.rpartition("@")[2])})


@verb
def _keep(channel_id: int, key: str, found: dict[str, Any]) -> None:
    locked = Channel.objects.select_for_update().get(pk=channel_id)
    if locked.settings.get("test", {}).get("key") == key:
        locked.settings["test"] |= found
        locked.save(update_fields=["settings"])


def tried(channel: Channel) -> list[Tried]:
    """How the last test of a channel went, a line for each way; nothing when it was never tried."""
    test = channel.settings.get("test")
    if not test:
        return []
    begun = datetime.fromisoformat(test["at"])
    if not relay_url(channel):
        return [
            Tried("thought", _("No relay is set"), _("There is nothing to send through yet, so the test waits too."))
        ]
    if "sent" not in test:
        return [_slow(begun, _("On its way out"), _("The worker has not sent it: is it running?"))]
    if not test["sent"]:
        return [Tried("hurt", _("It did not go out"), _("The relay said: %(said)s") % {"said": test["said"]})]
    took = _seconds(datetime.fromisoformat(test["out_at"]) - begun)
    out = Tried("", _("It went out after %(n)s s") % {"n": took}, _("The relay took it."))
    return [_way_in(channel, test["key"], begun), out, *_standing(channel, test.get("dns", {}))]


def _way_in(channel: Channel, key: str, begun: datetime) -> Tried:
    message = Message.objects.filter(external_id=key).only("id").first()
    payload = Payload.objects.filter(message_id=message.pk).only("received_at").first() if message else None
    if payload is None:
        words = _("It has not come back. Does mail for %(address)s lead to this machine's mail port?")
        return _slow(begun, _("On its way back in"), words % {"address": channel.address})
    return Tried("", _("It came in after %(n)s s") % {"n": _seconds(payload.received_at - begun)}, _("And was read."))


def _standing(channel: Channel, dns: Mapping[str, str]) -> list[Tried]:
    """Whether mail programs can tell that it is us, as far as DNS answered: hints, which stop nothing."""
    domain, rows = channel.address.rpartition("@")[2], []
    if dns.get("spf") == YES:
        words = _("Your domain says who sends for it (SPF).")
        rows.append(Tried("", _("Mail programs can tell that it is you"), words))
    elif dns.get("spf") == NO:
        words = _("Add one line at %(domain)s (SPF). Whoever sends your mail tells you which: TXT %(line)s.")
        line = '"v=spf1 include:… -all"'
        rows.append(Tried("thought", _("Some may take it for spam"), words % {"domain": domain, "line": line}))
    if dns.get("dmarc") == YES:
        rows.append(Tried("", _("Others are kept from using your name"), _("Your domain says so (DMARC).")))
    elif dns.get("dmarc") == NO:
        words = _("Add one line at your domain (DMARC): %(line)s. It takes five minutes, and a day to be seen.")
        line = f'_dmarc.{domain} TXT "v=DMARC1; p=quarantine"'
        rows.append(Tried("thought", _("Nobody yet keeps others from using your name"), words % {"line": line}))
    return rows


def tried_at(channel: Channel) -> datetime | None:
    """When it was last tried (aware)."""
    test = channel.settings.get("test")
    return datetime.fromisoformat(test["at"]) if test else None


def _slow(begun: datetime, title: str, late: str) -> Tried:
    over = now() - begun > PATIENCE
    return Tried("thought", title, late if over else _("Look again in a moment."))


def _seconds(span: timedelta) -> int:
    return max(1, round(span.total_seconds()))
