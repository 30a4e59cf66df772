"""To whom an answer goes: the person's addresses in words, who else had their last message, and what a form says."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from cha.channels.email.addresses import normal, split_addresses
from cha.channels.email.answering import answers_to
from cha.conversations.models import Conversation, Participant
from cha.core.errors import Invalid
from cha.core.queries import asked
from cha.people.models import ContactPoint
from cha.promises.answering import others_in

MOST: Final = 20


@dataclass(frozen=True, slots=True)
class Way:
    """An address of the person, and what is known of it. `value` is "" where answers go there by themselves."""

    value: str
    address: str
    words: str
    dead: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Other:
    """Somebody who has had it in copy. `on`: they get this answer too."""

    address: str
    name: str
    on: bool


@dataclass(frozen=True, slots=True)
class Recipients:
    """What a form says of whom it goes to; `to` is "" for where answers go by themselves."""

    to: str
    cc: list[str]
    bcc: list[str]


def ways_to(conversation: Conversation, chosen: str) -> tuple[Way, ...]:
    """Where the person can be written to; the one that is used by itself, or was `chosen`, first."""
    usual = answers_to(conversation)
    wanted = chosen or usual
    known = {point.value: _way(point, usual, wanted) for point in _points(conversation.person_id)}
    if wanted and wanted not in known:
        words = _("where they want answers") if wanted == usual else ""
        known[wanted] = Way("" if wanted == usual else wanted, wanted, words, chosen=True)
    return tuple(sorted(known.values(), key=lambda way: not way.chosen))


def _way(point: ContactPoint, usual: str, wanted: str) -> Way:
    if point.dead_at:
        words = _("nothing arrives there")
    else:
        words = _("known to be theirs") if point.proven else _("they say it is theirs")
    dead = (point.dead_why or words) if point.dead_at else ""
    return Way("" if point.value == usual else point.value, point.value, words, dead, point.value == wanted)


@asked(int)
def _points(person: int) -> QuerySet[ContactPoint]:
    return ContactPoint.objects.filter(person_id=person, kind="email").order_by("id")


def others_of(conversation: Conversation, ways: Collection[Way], chosen: Collection[str] | None) -> tuple[Other, ...]:
    """Who else takes part: those who had the last message are answered too, until somebody chooses (`chosen`)."""
    lately = others_in(conversation)
    found = dict(_in_copy(conversation.pk)) | lately
    own = {way.address for way in ways}
    on = lately.keys() if chosen is None else chosen
    return tuple(Other(address, name, address in on) for address, name in found.items() if address not in own)


@asked(int)
def _in_copy(conversation: int) -> QuerySet[Participant, tuple[str, str]]:
    taking = Participant.objects.filter(conversation_id=conversation, member=None).exclude(address="")
    return taking.order_by("id").values_list("address", "name")


def recipients(form: QueryDict) -> Recipients:
    """Whom a form sends to. Raises Invalid with the field, for an address that is none."""
    to = one_address(form.get("to", ""), "to")
    bcc = addresses(form.get("bcc", ""), "bcc")
    cc = [*addresses(", ".join(form.getlist("copy")), "cc"), *addresses(form.get("cc", ""), "cc")]
    cc = [address for address in dict.fromkeys(cc) if address != to]
    if len(cc) + len(bcc) > MOST:
        raise Invalid(_("At most %(most)s copies go with one message.") % {"most": MOST}, field="cc")
    return Recipients(to, cc, [address for address in bcc if address not in (to, *cc)])


def one_address(text: str, field: str) -> str:
    """The address in a field; "" when it is empty. Raises Invalid for several, and for one that is none."""
    found = addresses(text, field)
    if len(found) > 1:
        raise Invalid(_("It goes to one address. Put the others in copy."), field=field)
    return found[0] if found else ""


def addresses(text: str, field: str) -> list[str]:
    """The addresses in a field, each once, in the form that is compared. Raises Invalid for one that is none."""
    pairs, count = split_addresses(text.replace(";", ","), limit=MOST + 1)
    if count > MOST:
        raise Invalid(_("At most %(most)s copies go with one message.") % {"most": MOST}, field=field)
    found: dict[str, Any] = {}
    for _name, raw in pairs:
        usable = normal(raw)
        if usable is None or "." not in usable.rpartition("@")[2]:
            wrong = {"address": raw.strip()[:80]}
            near = _("“%(address)s” is no e-mail address. One looks like name@place.example.") % wrong
            raise Invalid(near, field=field)
        found[usable.lower()] = None
    return list(found)
