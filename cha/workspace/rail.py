"""The rail beside every members' page: where one can go, and how much waits there."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cha.channels.failures import failure_count
from cha.conversations.access import sees_all, visible_to
from cha.conversations.models import Conversation
from cha.core.ids import encode
from cha.core.queries import asked
from cha.promises.models import Promise
from cha.team.models import Brand, Member, Role, brand
from cha.team.models.role import LEADS
from cha.ui.pieces import Me, Place, Rail
from cha.workspace.approvals.waiting import waiting_count

MOST = 99


def capped(number: int) -> str:
    """A count as the rail shows it: nothing for none, 99+ for more."""
    return "" if not number else f"{MOST}+" if number > MOST else str(number)


@asked()
def _some_waiting() -> QuerySet[Conversation, int]:
    return Conversation.objects.waiting().in_care_order().values_list("pk", flat=True)[: MOST + 1]


@asked()
def _some_promised() -> QuerySet[Promise, int]:
    return Promise.objects.filter(state="open").values_list("pk", flat=True)[: MOST + 1]


def _promised(member: Member) -> int:
    if sees_all(member):
        return len(_some_promised())
    rows = Promise.objects.filter(state="open", conversation__in=visible_to(member))
    return len(rows.values_list("pk")[: MOST + 1])


def rail(member: Member, here: str, face: Brand | None = None) -> Rail:
    """The rail for a member who is `here` (now, promises, all, people, settings). Counts are capped by their queries.

    `face` is the first brand, where it has been read.
    """
    face = face or brand()
    waiting = len(_some_waiting() if sees_all(member) else visible_to(member).waiting().values_list("pk")[: MOST + 1])
    me = _Reader(member.pk, member.name, member.tint, member.role, get_language() or "en", capped(member.for_you))
    promised = capped(_promised(member))
    asks, failures = capped(waiting_count(member)), capped(failure_count(member))
    return _rail(me, here, face.called if face else "", capped(waiting), promised, failures, asks)


class _Reader(NamedTuple):
    pk: int
    name: str
    tint: int
    role: str
    language: str
    for_you: str


@lru_cache(maxsize=400)
def _rail(me: _Reader, here: str, house: str, waiting: str, promised: str, failures: str, asks: str) -> Rail:
    bell = Place("bell", _("For you"), "bell", reverse("for-you"), me.for_you, "g b")
    places = [
        Place("now", _("Now"), "hand-heart", reverse("now"), waiting, "g n"),
        Place("promises", _("Promises"), "handshake", reverse("promises"), promised, "g p"),
        Place("all", _("All conversations"), "inbox", reverse("all-conversations"), "", "g a"),
        Place("people", _("People"), "users", reverse("people")),
        bell,
    ]
    if me.role in LEADS:
        places.insert(4, Place("approvals", _("To decide"), "badge-check", reverse("approvals"), asks))
    if failures:
        places.append(Place("failures", _("Failures"), "circle-alert", reverse("failures"), failures))
    given = Place("given", _("What we gave"), "gift", reverse("given"))
    guides = Place("guides", _("Guides"), "signpost", reverse("guides"))
    counter = Place("counter", _("Shop counter"), "store", reverse("counter"))
    complaints = (Place("complaints", _("Complaints"), "scale", reverse("complaints")),) if me.role in LEADS else ()
    settings = Place("settings", _("Settings"), "settings", reverse("settings"))
    find = Place("search", _("Find"), "search", reverse("search"))
    return Rail(
        house=house,
        me=Me(me.name, me.tint, str(Role(me.role).label), reverse("account"), encode(me.pk)),
        home_url=reverse("now"),
        find_url=reverse("search"),
        here=here,
        places=tuple(places),
        more=(given, guides, *complaints, counter, settings),
        more_title=_("Getting better"),
        tabs=(places[0], places[1], find, bell),
        sign_out_url=reverse("account_logout"),
    )
