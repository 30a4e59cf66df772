"""Sending the way in: the same work in the request whether an address is known; what follows is the worker's."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from cha.channels.email.composing import message_id
from cha.channels.letters import letter_channel
from cha.channels.models import Channel, Delivery, dispatch
from cha.core.actor import CHA
from cha.core.clock import now
from cha.core.ledger import record
from cha.core.tasks import task
from cha.core.verbs import verb
from cha.people.models import ContactPoint
from cha.people.models.contact_point import normal
from cha.portal.models.way_in import OPENS_FOR, WayIn
from cha.promises.acknowledgement import NewLink, Words, render_link
from cha.promises.wording import business_of


@task("portal.send_way_in", rank=1)
def send_way_in(address: str, language: str) -> None:
    """Mail a way in to an address somebody asked from; nothing at all happens for one that nobody has written from.

    Nor for one that was added to a person, or came along with another, and is only claimed: it would open what they
    wrote from their other ones.
    """
    kind = ContactPoint.Kind.EMAIL
    point = ContactPoint.objects.select_related("person").filter(kind=kind, value=normal(kind, address)).first()
    channel = letter_channel()
    if point is None or channel is None or not point.person.conversations.exists():
        return
    older = point.person.points.filter(pk__lt=point.pk).exists()
    if not point.proven and (older or point.person.joined.exists()):
        return
    way = WayIn(person=point.person, point=point)
    mail_way_in(way, channel, _words(way, channel, language))


def way_in_url(way: WayIn) -> str:
    """The whole address of the page that lets a device in."""
    return settings.CHA_PUBLIC_URL.rstrip("/") + reverse("way-in", args=[way.token])


def _words(way: WayIn, channel: Channel, language: str) -> Words:
    zone = way.person.zone or channel.brand.zone
    # A name is told only to an address that is known to be theirs.
    name = way.person.first_name if way.point.proven and way.person.name else None
    return render_link(
        NewLink(
            language=language,
            business=business_of(channel, language=language, zone=zone, at=now()),
            link=way_in_url(way),
            minutes=int(OPENS_FOR.total_seconds() // 60),
            person_first_name=name,
        )
    )


@verb
def mail_way_in(way: WayIn, channel: Channel, words: Words) -> None:
    """Keep the way in and its mail together: neither is there without the other."""
    way.save(force_insert=True)
    record("way_in.made", by=CHA, on=way, person=way.person_id)
    dispatch(
        Delivery(
            kind=Delivery.Kind.LINK,
            channel=channel,
            address=way.point.value,
            subject=words.subject,
            text=words.text,
            html=words.html or "",
            external_id=message_id(way.pk, channel.address.rpartition("@")[2]),
        )
    )
