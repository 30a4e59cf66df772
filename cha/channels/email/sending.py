"""The way out: a composed mail goes to an SMTP relay, through an account, or to a provider, as the URL says."""

from __future__ import annotations

from cha.channels.base import Outcome
from cha.channels.email.composing import Outgoing, compose
from cha.channels.email.consent.account import account_relay, is_account
from cha.channels.email.protecting import Shield
from cha.channels.email.provider import is_provider, provider_for
from cha.channels.email.relay import relay_for
from cha.channels.email.sealing.values import CannotSeal

COMPOSES_ITSELF = (
    "This channel sends through a provider that writes mails itself, so they cannot be signed or sealed. Send through "
    "a relay, or leave it."
)


def hand_over(
    url: str, mail: Outgoing, *, mail_from: str, hidden: tuple[str, ...] = (), shield: Shield | None = None
) -> Outcome:
    """Hand one mail over, and wait for the answer. `mail_from` is where bounces go, "" for nowhere.

    `shield` signs or seals the composed bytes. Raises CannotSeal where that cannot be.
    A provider takes bounces itself and tells of them. Raises ValueError for an address or a URL that is none.
    """
    if is_provider(url):
        if shield:
            raise CannotSeal(COMPOSES_ITSELF)
        return provider_for(url).send(mail, hidden=hidden)
    through = account_relay(url) if is_account(url) else None
    if through is not None:
        # These houses send for the account alone, whatever the path says.
        mail_from = through.user
    raw = shield(compose(mail)) if shield else compose(mail)
    recipients = [address for address, _ in (*mail.to, *mail.cc)]
    result = (through or relay_for(url)).send(raw, mail_from, list(dict.fromkeys([*recipients, *hidden])))
    return Outcome(result.sent, result.permanent, result.code, result.said, result.doubt, result.refused)
