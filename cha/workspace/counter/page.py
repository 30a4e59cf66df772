"""The values of the counter's pages."""

from __future__ import annotations

import secrets
from typing import Any, Final

import segno
from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from markupsafe import Markup

from cha.channels.models import Channel, newest_handing
from cha.conversations.access import sees_all, visible_to
from cha.conversations.models import Conversation, Kind, Message
from cha.conversations.models.conversation import OPEN
from cha.conversations.private_link import private_url
from cha.core.clock import now
from cha.core.ids import encode
from cha.language.times import at_when, by_when, clock
from cha.live.hub import hub
from cha.people.models import ContactPoint, Fact, Person
from cha.people.phones import is_phone
from cha.people.preferences import Preferences, preferences_of
from cha.promises.models import Promise
from cha.team.models import Member
from cha.ui.kept import rendered
from cha.workspace.counter.finding import find
from cha.workspace.counter.jotting import LARGEST, MOST_FILES, Typed
from cha.workspace.counter.times import offered
from cha.workspace.now.fact_words import fact_words
from cha.workspace.topics import live_token

FACTS: Final = 6
GOES_WITH: Final = 5


def frame(channel: Channel, member: Member) -> dict[str, Any]:
    """What every page of the counter shows: its name, who stands there, and the time."""
    language = get_language() or "en"
    return {"channel": channel, "me": member, "clock": clock(now(), zone=channel.brand.zone, language=language)}


def desk(
    request: HttpRequest, channel: Channel, member: Member, person: Person | None, new: bool, typed: Typed | None = None
) -> dict[str, Any]:
    """The page: who was looked for, who is there, and what is written down for them."""
    query = (request.GET.get("q", "") or request.POST.get("q", ""))[:200].strip()
    typed = typed or Typed({"once": secrets.token_urlsafe(9), **_guess(query if new else "")})
    return {
        **frame(channel, member),
        "query": query,
        "hits": find(query, member, person),
        "person": person,
        "key": encode(person.pk) if person else "",
        "new": new and person is None,
        "knows": known(person, member) if person else [],
        "goes_with": running(person, member) if person else [],
        "typed": typed.values,
        "wrong": typed.errors,
        "times": times(channel),
        "most_files": MOST_FILES,
        "largest": LARGEST // 1024**2,
    }


def _guess(query: str) -> dict[str, str]:
    """What was typed to find somebody is their name, or where they can be reached."""
    return {"reach": query} if is_phone(query) or "@" in query else {"name": query}


def times(channel: Channel) -> list[tuple[str, str]]:
    """The offered moments: their value in forms, and their words."""
    at, language = now(), get_language() or "en"
    moments = offered(channel.hours(), at)
    words = [at_when(moment, now=at, zone=channel.brand.zone, language=language) for moment in moments]
    return [(m.isoformat(timespec="seconds"), w[:1].upper() + w[1:]) for m, w in zip(moments, words, strict=True)]


def known(person: Person, member: Member) -> list[str]:
    """What they told us already: how to say their name, facts that the member may see, how they want to be served.

    Never what members wrote about them: they can read it from where they stand.
    """
    lines = [_("Say “%(name)s”") % {"name": person.say_name}] if person.say_name else []
    facts = Fact.objects.filter(person=person, corrected_by=None)
    if not sees_all(member):
        facts = facts.filter(Q(conversation_id=None) | Q(conversation_id__in=visible_to(member).values("pk")))
    lines += [fact_words(fact) for fact in facts.order_by("-told_at", "-id")[:FACTS]]
    return lines + _preferred(preferences_of(person))


def _preferred(said: Preferences) -> list[str]:
    """How they want to be served, in lines."""
    channels = {"email": _("Write by e-mail"), "chat": _("Write in the chat"), "phone": _("Rather ring than write")}
    needs = {
        "large_print": _("Large print"),
        "plain_words": _("Plain words"),
        "no_calls": _("No calls"),
        "no_pictures": _("No pictures"),
        "screen_reader": _("Reads with a screen reader"),
        "more_time": _("Needs more time"),
    }
    peace = [_("Do not write unless they write")] if said.do_not_contact else []
    best = [channels[said.channel]] if said.channel in channels else []
    return [*best, *_quiet(said), *peace, *(needs[need] for need in said.access if need in needs)]


def _quiet(said: Preferences) -> list[str]:
    if not said.quiet or said.quiet_from is None or said.quiet_until is None:
        return []
    hours = {"start": f"{said.quiet_from:%H:%M}", "end": f"{said.quiet_until:%H:%M}"}
    return [_("Not from %(start)s to %(end)s") % hours]


def running(person: Person, member: Member) -> list[tuple[str, str]]:
    """What is open between us that it may go on with: its public id and what it is about."""
    rows = visible_to(member).filter(person=person, state__in=OPEN).order_by("-last_at", "-id")[:GOES_WITH]
    return [(encode(row.pk), row.gist or row.subject or row.last_words) for row in rows]


def given(channel: Channel, conversation: Conversation, member: Member) -> dict[str, Any]:
    """The page after it was written down: what was promised, and the code for their phone."""
    after = hub.heard_from
    at, zone, language = now(), channel.brand.zone, get_language() or "en"
    promise = Promise.objects.filter(conversation=conversation, state=Promise.State.OPEN).order_by("-id").first()
    points = ContactPoint.objects.filter(person=conversation.person, kind="email", dead_at=None).order_by("id")
    mail = sorted(points, key=lambda point: not point.proven)[:1]
    heard = Message.objects.filter(conversation=conversation, kind=Kind.HEARD).order_by("-id").first()
    return {
        **frame(channel, member),
        "conversation": conversation,
        "person": conversation.person,
        "heard": heard,
        "promise": promise,
        "due": by_when(promise.by, now=at, zone=zone, language=language) if promise else "",
        "hand": hand_piece(conversation),
        "mail": mail[0].value if mail else "",
        # On paper there is time: the code there opens for as long as a link in a mail does.
        "paper": qr(private_url(conversation, at)),
        "live_topics": live_token(member, conversation),
        "live_after": after,
    }


def hand_piece(conversation: Conversation) -> Markup:
    """The code, or that a phone has it: on the page, and live."""
    handing = newest_handing(conversation)
    state = "none" if handing is None else "has" if handing.opened_at else "waits" if handing.waits else "over"
    code = qr(address_of(handing.token)) if handing and state == "waits" else ""
    return rendered("workspace/counter/_hand.html", public=encode(conversation.pk), state=state, code=code)


def address_of(token: str) -> str:
    """What the code says: the whole address that a phone opens."""
    return settings.CHA_PUBLIC_URL.rstrip("/") + reverse("handing", args=[token])


def qr(address: str) -> Markup:
    """A QR code as one SVG, dark on light in every theme, without style attributes."""
    code = segno.make(address, error="m", micro=False)
    # What segno draws is made of numbers; the address is only in the squares.
    return Markup(code.svg_inline(scale=4, border=3, dark="#101010", light="#fff", svgclass="qr", omitsize=True))  # noqa: S704
