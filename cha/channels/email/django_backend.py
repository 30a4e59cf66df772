"""Mails to members (sign-in codes, invitations, password links) go out through the same relay as everything else.

Page work never waits on a network, so the bytes become a task: sealed, because a task's row is kept for a week and a
code is as good as a key while it lasts.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from cha.channels.email.relay import relay_for
from cha.channels.models.channel import Channel
from cha.core.errors import Unavailable
from cha.core.secrets import seal, unseal
from cha.core.tasks import task


class RelayBackend(BaseEmailBackend):
    """Django's seam for mail. Raises Unavailable while no relay is set: there is no other way out."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Hand mails to the worker, which hands them to the relay. Returns how many."""
        if not settings.CHA_RELAY:
            raise Unavailable("No relay is set, so no mail can go out. Ask an owner for a one-time link.")
        for message in email_messages:
            message.from_email = our_address() or message.from_email
            mime: Any = message.message()  # Django's own, whose as_bytes takes a line end
            raw = b64encode(mime.as_bytes(linesep="\r\n")).decode("ascii")
            hand_over.enqueue(seal(raw), message.from_email, message.recipients())
        return len(email_messages)


def our_address() -> str:
    """The address such mails come from: the first that is ours, "" while there is none."""
    found = Channel.objects.filter(medium="email", active=True).order_by("pk").values_list("address", flat=True)
    return found.first() or ""


@task("channels.email.to_member", lane="net", rank=1, tries=6)
def hand_over(sealed: str, mail_from: str, recipients: list[str]) -> None:
    """Hand one sealed mail to the relay. Raises Unavailable, and is tried again, unless it was refused for good."""
    outcome = relay_for(settings.CHA_RELAY).send(b64decode(unseal(sealed)), mail_from, recipients)
    if not outcome.sent and not outcome.permanent:
        raise Unavailable(outcome.said)
