"""Signing in for a channel: what is kept once somebody agreed, and giving it back."""

from __future__ import annotations

from typing import Any

from cha.channels.email.consent import asking
from cha.channels.email.consent.account import account_url, is_account
from cha.channels.email.consent.houses import House
from cha.channels.email.consent.renewing import house_of
from cha.channels.models import Channel, Grant, Mailbox, add_mailbox, change_mailbox, drop_grant, keep_grant
from cha.channels.models.channel import set_relay
from cha.channels.models.mailbox import remove_mailbox
from cha.core.actor import Acting, Actor
from cha.core.errors import ChaError
from cha.core.secrets import unseal
from cha.core.verbs import verb


@verb
def signed_in(channel: Channel, house: House, tokens: asking.Tokens, account: str, *, by: Acting | Actor) -> Grant:
    """Keep the leave, and fetch the account's mail from now on: in place of the mailbox that was, where there was one.

    Raises Refused unless `by` manages, Invalid when another channel fetches from it.
    """
    grant = keep_grant(
        channel, house.name, account, refresh=tokens.refresh, access=tokens.access, until=tokens.until, by=by
    )
    host, port = house.imap
    security = Mailbox.Security.NONE if house.plain else Mailbox.Security.TLS
    place: dict[str, Any] = {"port": port, "security": security, "login": Mailbox.Login.XOAUTH2}
    mailbox = channel.mailboxes.first()
    if mailbox is None:
        add_mailbox(channel, host, account, by=by, **place)
    else:
        # A shared mailbox is opened under its own name with somebody's leave: that name stays.
        user = mailbox.user if mailbox.login == Mailbox.Login.XOAUTH2 else account
        change_mailbox(mailbox, by=by, secret="", host=host, user=user, **place)
    return grant


def sign_out(channel: Channel, *, by: Acting | Actor) -> None:
    """Give the leave back: nothing is fetched from, or sent through the account any more. Raises Refused.

    Asks the house, so it must not be called inside a transaction.
    """
    grant = Grant.objects.filter(channel=channel).first()
    if grant is None:
        return
    _forget(channel, grant, by=by)
    try:
        asking.give_back(house_of(grant), unseal(grant.refresh))
    except ChaError:
        # Without a client, or with another key, there is nothing to tell the house with.
        return


@verb
def _forget(channel: Channel, grant: Grant, *, by: Acting | Actor) -> None:
    drop_grant(grant, by=by)
    for mailbox in channel.mailboxes.filter(login=Mailbox.Login.XOAUTH2):
        remove_mailbox(mailbox, by=by)
    if channel.secrets and is_account(_relay(channel)):
        set_relay(channel, "", by=by)


def send_through(grant: Grant, *, by: Acting | Actor) -> Channel:
    """Send the channel's mail through the account, too. Raises Refused unless `by` manages."""
    return set_relay(grant.channel, account_url(grant), by=by)


def _relay(channel: Channel) -> str:
    try:
        return unseal(channel.secrets)
    except ChaError:
        return ""
