"""An access token that is good now: the one that is kept, or a new one, which one process at a time asks for."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

from cha.channels.email.consent import asking
from cha.channels.email.consent.houses import House
from cha.channels.models.grant import (
    Grant,
    forget_access,
    let_go_of_lease,
    note_grant_refused,
    note_renewed,
    take_lease,
)
from cha.core.clock import now
from cha.core.errors import Invalid, Refused, Unavailable
from cha.core.secrets import unseal

# So long before it runs out it is renewed: a token must last through the sign-in it is used for.
EARLY: Final = timedelta(minutes=5)
PATIENCE: Final = 15.0
LOOK: Final = 0.1


def token_of(channel_id: int) -> str:
    """An access token for a channel's grant. Raises Invalid when there is no leave (any more), Unavailable.

    May wait on a network; must be called outside transactions.
    """
    end = time.monotonic() + PATIENCE
    while True:
        grant = _grant(channel_id)
        if grant.access and grant.until and grant.until - now() > EARLY:
            return unseal(grant.access)
        if take_lease(grant):
            return _renewed(grant)
        if time.monotonic() > end:
            raise Unavailable(_("Signing in is being renewed by somebody else, and takes long."), code="renewing")
        time.sleep(LOOK)


def let_go_of(channel_id: int) -> bool:
    """The mail server did not take the access token that is kept: the next one is new. False when there was none."""
    grant = Grant.objects.filter(channel_id=channel_id).exclude(access="").first()
    if grant is not None:
        forget_access(grant, grant.access)
    return grant is not None


def house_of(grant: Grant) -> House:
    """Where the grant is from. Raises Invalid when the options no longer have a client for it."""
    house: House | None = settings.CHA_MAIL_HOUSES.get(grant.house)
    if house is None:
        option = f"--{grant.house}-client"
        raise Invalid(_("Cha was started without %(option)s, so nobody can sign in there.") % {"option": option})
    return house


def again(called: str) -> str:
    """What to do when leave is there no more."""
    return _("%(house)s no longer takes the sign-in that was given to us. Sign in there again.") % {"house": called}


def _grant(channel_id: int) -> Grant:
    grant = Grant.objects.filter(channel_id=channel_id).first()
    if grant is None:
        raise Invalid(_("Nobody has signed in to this mailbox yet."), code="no_grant")
    if grant.refused:
        raise Invalid(again(house_of(grant).called), code="grant_refused")
    return grant


def _renewed(grant: Grant) -> str:
    try:
        house = house_of(grant)
        tokens = asking.renew(house, unseal(grant.refresh))
    except Refused as error:
        note_grant_refused(grant, error.code, error.sentence)
        raise Invalid(f"{again(house.called)} {error.sentence}", code="grant_refused") from error
    except BaseException:
        let_go_of_lease(grant)
        raise
    note_renewed(grant, access=tokens.access, until=tokens.until, refresh=tokens.refresh)
    return tokens.access
