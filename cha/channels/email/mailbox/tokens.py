"""Tokens that a mailbox is signed in to with: from the leave that was given for its channel (email/consent)."""

from __future__ import annotations

from cha.channels.email.consent.renewing import let_go_of, token_of
from cha.channels.models.channel import Channel


def token_for(channel: Channel) -> str:
    """An access token that is good now for a channel's mailbox. Raises Invalid, in words, for none; Unavailable.

    May wait on a network (10 s at most); it is called on the thread that watches the mailbox, outside transactions.
    A token that was kept by hand, as the mailbox's secret, is used as it is where nobody signed in.
    """
    by_hand = channel.mailboxes.filter(login="xoauth2", channel__grant=None).exclude(secret="").first()
    return by_hand.password() if by_hand else token_of(channel.pk)


def not_taken(channel: Channel) -> bool:
    """The server did not take the token: whether another one may be."""
    return let_go_of(channel.pk)
