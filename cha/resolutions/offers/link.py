"""The link of an offer: opens the options to the person whose they are. Signed, expiring, revocable; it never decides.

`/o/<id>-<signature>[/<number>]`: the id's thirteen letters, then 120 bits of HMAC-SHA256 over it, the offer's series
and the series of its conversation's links, then 40 bits over the id alone. Raising either series revokes the links
given out before. A link opens for fourteen days after the last moment at which something can still be chosen.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from cha.core.actor import Acting, Actor
from cha.core.clock import now
from cha.core.errors import NotFound
from cha.core.ids import decode, encode
from cha.core.ledger import record
from cha.core.verbs import verb
from cha.resolutions.models import Offer

AFTER: Final = timedelta(days=14)
SALT: Final = "cha.resolutions.offer-link"
_SIGNED: Final = 40


@dataclass(frozen=True, slots=True)
class OpenedOffer:
    """What a link opens. `rested`: it was ours, but its days are over or it was revoked."""

    offer: Offer
    rested: bool


def offer_path(offer: Offer, number: int | None = None) -> str:
    """The path of a link to an offer, or to the page that asks once more about its option `number`."""
    name = encode(offer.pk)
    path = f"/o/{name}-{_signature(name, offer)}{_base_signature(name)}"
    return path if number is None else f"{path}/{number}"


def offer_url(offer: Offer, number: int | None = None) -> str:
    """The whole address of `offer_path`."""
    return settings.CHA_PUBLIC_URL.rstrip("/") + offer_path(offer, number)


def last_moment(offer: Offer) -> datetime:
    """Until when the links of an offer open."""
    return max(offer.until, offer.change_until or offer.until) + AFTER


def open_offer(token: str) -> OpenedOffer:
    """What a link opens, with its conversation, person and maker. Raises NotFound for one that never was ours."""
    gone = NotFound("This page has rested. Ask for a new link.", code="no_such_link")
    name, _dash, signed = token.partition("-")
    if len(signed) != _SIGNED or not constant_time_compare(signed[30:], _base_signature(name)):
        raise gone
    try:
        pk = decode(name)
    except ValueError as error:
        raise gone from error
    rows = Offer.objects.select_related("conversation__person", "conversation__assignee", "person", "made_by")
    offer = rows.filter(pk=pk).first()
    if offer is None:
        raise gone
    valid = constant_time_compare(signed[:30], _signature(name, offer))
    return OpenedOffer(offer, rested=not valid or now() > last_moment(offer))


@verb
def revoke_offer_links(offer: Offer, *, by: Acting | Actor) -> None:
    """Let no link given out so far open this offer."""
    locked = Offer.objects.select_for_update().get(pk=offer.pk)
    locked.series += 1
    locked.save(update_fields=["series"])
    record("links.revoked", by=by, on=locked, conversation=locked.conversation_id, person=locked.person_id)
    offer.series = locked.series


def _signature(name: str, offer: Offer) -> str:
    return _hmac(f"{name}-{offer.series}-{offer.conversation.link_series}")[:30]


def _base_signature(name: str) -> str:
    """Proves that the link was once ours, whatever the series says now."""
    return _hmac(name)[:10]


def _hmac(words: str) -> str:
    return salted_hmac(SALT, words, secret=settings.SECRET_KEY, algorithm="sha256").hexdigest()
