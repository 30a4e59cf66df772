"""The seam for signing in by token: who renews tokens puts the renewing here."""

from __future__ import annotations

from cha.channels.models.channel import Channel
from cha.core.errors import Invalid


def token_for(channel: Channel) -> str:
    """An access token that is good now for a channel's mailbox. Raises Invalid, in words, when there is none.

    May wait on a network (10 s at most); it is called on the thread that watches the mailbox, outside transactions.
    """
    mailbox = channel.mailboxes.filter(login="xoauth2").first()
    if mailbox is None or not mailbox.secret:
        raise Invalid("Nobody has signed in to this mailbox yet.")
    return mailbox.password()
