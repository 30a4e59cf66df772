"""Each failure as a page shows it: what, why in words, who has or has not seen it, the ways on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cha.channels.models import Delivery, Payload
from cha.conversations.access import sees_all, visible_to
from cha.core.ids import encode, first_id
from cha.core.tasks import Task
from cha.language.times import said
from cha.promises.acknowledgement.heard import bare_subject
from cha.team.models import Member
from cha.workspace.mending.causes import why
from cha.workspace.now import words
from cha.workspace.now.rows import Moment, iso

MOST: Final = 100
MENDED_FOR: Final = timedelta(days=7)
# A delivery is made at most this long before it is sent on a later try.
TRIED_FOR: Final = timedelta(days=4)
_WORK: Final = {
    "channels.deliver": gettext_lazy("Sending a mail"),
    "channels.read": gettext_lazy("Reading a mail that came in"),
    "conversations.index_message": gettext_lazy("Making a message findable"),
    "notifications.tell": gettext_lazy("Telling a member what is for them"),
    "notifications.tell_leads": gettext_lazy("Telling the leads that a promise may slip"),
    "notifications.near": gettext_lazy("Telling a member that a promise is near"),
    "notifications.carry": gettext_lazy("Bringing a notification to a member’s screen or mailbox"),
    "notifications.gather": gettext_lazy("Writing the mail that brings notifications together"),
    "notifications.tidy": gettext_lazy("Letting old notifications go"),
    "people.index_person": gettext_lazy("Making a person findable"),
    "people.pull_records": gettext_lazy("Asking a shop for somebody’s orders"),
    "people.try_source": gettext_lazy("Trying a shop"),
    "people.attach_records": gettext_lazy("Finding whose an order is"),
    "conversations.release": gettext_lazy("Letting an answer go"),
    "promises.acknowledge_message": gettext_lazy("Answering somebody at once"),
    "promises.acknowledge_conversation": gettext_lazy("Answering somebody at once"),
    "promises.answer": gettext_lazy("Making a member’s answer ready to send"),
    "promises.ask": gettext_lazy("Asking whether it is put right"),
    "promises.new_link": gettext_lazy("Sending a new private link"),
    "promises.at_risk": gettext_lazy("Showing that a promise is at risk"),
    "promises.due": gettext_lazy("Showing that a promise is due"),
    "promises.go_alone": gettext_lazy("Telling somebody that it takes longer"),
    "promises.move_on": gettext_lazy("Finding who keeps what somebody promised who is away"),
}


@dataclass(frozen=True, slots=True)
class Way:
    """One way on. `url` is posted to; a link when `get` is set."""

    words: str
    url: str
    glyph: str = ""
    kind: str = ""
    get: bool = False


@dataclass(frozen=True, slots=True)
class Mend:
    """One failure. `seen` says who has or has not seen it, `code` is what the other side said, in its own words."""

    id: str
    glyph: str
    tone: str
    what: str
    why: str
    seen: str
    iso: str
    when: str
    ways: tuple[Way, ...] = ()
    code: str = ""


def not_sent(rows: Sequence[Delivery], member: Member, at: Moment) -> list[Mend]:
    """What failed, or rests for want of a relay."""
    prefetch_related_objects(rows, "conversation__person__points")
    return [_delivery(row, member, at) for row in rows]


def mended(member: Member, at: Moment) -> list[Mend]:
    """What went out on a later try in the last seven days, newest first."""
    rows = Delivery.objects.filter(
        state=Delivery.State.SENT,
        attempts__gt=1,
        sent_at__gte=at.at - MENDED_FOR,
        id__gte=first_id(at.at - MENDED_FOR - TRIED_FOR),
    )
    if not sees_all(member):
        rows = rows.filter(conversation__in=visible_to(member))
    found = list(rows.select_related("conversation__person", "message", "channel").order_by("-id")[:MOST])
    prefetch_related_objects(found, "conversation__person__points")
    return [_mended(row, member, at) for row in found]


def not_read(rows: Iterable[Payload], at: Moment) -> list[Mend]:
    """What came in and could not be read."""
    return [_payload(row, at) for row in rows]


def not_run(rows: Iterable[Task], at: Moment) -> list[Mend]:
    """Work that stopped."""
    return [_task(row, at) for row in rows]


def of(member: Member, rows: Iterable[Delivery]) -> list[Delivery]:
    """Those that this member wrote, or that are about a conversation given to them."""
    return [row for row in rows if _is_of(member, row)]


def _is_of(member: Member, row: Delivery) -> bool:
    wrote = row.message and row.message.author_kind == "member" and row.message.author_id == member.pk
    return bool(wrote or (row.conversation and row.conversation.assignee_id == member.pk))


def _delivery(row: Delivery, member: Member, at: Moment) -> Mend:
    again = row.state == Delivery.State.WAITING
    cause = why(row.code, row.said, row.state, row.doubt, row.back)
    if again and row.next_at:
        cause = f"{cause} {_next(row, at)}"
    elif row.attempts > 1:
        cause += " " + ngettext("Tried %(num)s time.", "Tried %(num)s times.", row.attempts) % {"num": row.attempts}
    return Mend(
        id=f"delivery-{encode(row.pk)}",
        glyph=words.glyph_of(row.channel.medium),
        tone="honey" if again or row.state == Delivery.State.UNSENT else "plum",
        what=_what(row, member),
        why=cause,
        seen=_seen(row),
        ways=_ways(row) if member.answers else (),
        code=row.said if row.attempts or row.back else "",
        iso=iso(row.made_at),
        when=_when(row.made_at, at),
    )


def _next(row: Delivery, at: Moment) -> str:
    tried = ngettext("Tried %(num)s time;", "Tried %(num)s times;", row.attempts) % {"num": row.attempts}
    when = said(row.next_at or at.at, now=at.at, zone=at.zone, language=at.language)
    return tried + " " + _("the next try is %(when)s, by itself.") % {"when": when}


def _who(row: Delivery) -> str:
    name = row.conversation.person.name if row.conversation and row.kind != Delivery.Kind.NOTICE else ""
    return name or row.address


def _what(row: Delivery, member: Member) -> str:
    values = {"name": _who(row), "author": "", "subject": ""}
    if row.kind == Delivery.Kind.REPLY and row.message:
        mine = row.message.author_id == member.pk
        values["author"] = row.message.author_name.split(" ")[0]
        values["subject"] = bare_subject(row.subject)
        if values["subject"]:
            mail = _("Your mail to %(name)s: %(subject)s") if mine else _("%(author)s’s mail to %(name)s: %(subject)s")
        else:
            mail = _("Your mail to %(name)s") if mine else _("%(author)s’s mail to %(name)s")
        return mail % values
    return {
        Delivery.Kind.ACKNOWLEDGEMENT.value: _("The first answer to %(name)s"),
        Delivery.Kind.LINK.value: _("The private link for %(name)s"),
        Delivery.Kind.ASK.value: _("The question to %(name)s, whether it is put right"),
    }.get(row.kind, _("A mail to %(name)s")) % values


def _seen(row: Delivery) -> str:
    name = _who(row)
    if row.doubt:
        return _("%(name)s may have seen it.") % {"name": name}
    others = [
        point.value
        for point in (row.conversation.person.points.all() if row.conversation else ())
        if point.proven and not point.dead_at and point.value != row.address
    ]
    unseen = _("%(name)s has not seen it.") % {"name": name}
    return unseen + " " + _("Also known, and verified: %(address)s.") % {"address": others[0]} if others else unseen


def _ways(row: Delivery) -> tuple[Way, ...]:
    go = Way(_("Try again now"), reverse("delivery-tries", args=[row.pk]), "refresh-cw", "primary")
    drop = Way(_("Let it go"), reverse("delivery-dropping", args=[row.pk]))
    ways = [go] if row.state == Delivery.State.WAITING else [go, drop]
    if row.conversation_id:
        place = reverse("conversation", args=[row.conversation_id])
        ways.append(Way(_("Open the conversation"), place, kind="quiet", get=True))
    return tuple(ways)


def _mended(row: Delivery, member: Member, at: Moment) -> Mend:
    tries = ngettext("It went out on try %(num)s.", "It went out on try %(num)s.", row.attempts) % {"num": row.attempts}
    has = _("The other side took it %(when)s.") % {
        "when": said(row.sent_at or at.at, now=at.at, zone=at.zone, language=at.language)
    }
    return Mend(
        id=f"delivery-{encode(row.pk)}",
        glyph="check",
        tone="leaf",
        what=_what(row, member),
        why=tries,
        seen=has,
        iso=iso(row.sent_at or at.at),
        when=_when(row.sent_at or at.at, at),
    )


def _payload(row: Payload, at: Moment) -> Mend:
    sender = str(row.envelope.get("mail_from") or "") or _("somebody who does not say who they are")
    place = [row.pk]
    return Mend(
        id=f"payload-{encode(row.pk)}",
        glyph="file-lock-2",
        tone="honey",
        what=_("A mail from %(sender)s") % {"sender": sender},
        why=row.said or _("Nobody knows yet why it could not be read."),
        seen=_("Nobody here has read it, and the sender had no answer. Every byte of it is kept."),
        ways=(
            Way(_("Read again"), reverse("payload-readings", args=place), "refresh-cw", "primary"),
            Way(_("Save the raw mail"), reverse("payload-raw", args=place), "download", get=True),
            Way(_("Dismiss"), reverse("payload-dismissal", args=place), kind="quiet"),
        ),
        iso=iso(row.received_at),
        when=_when(row.received_at, at),
    )


def _task(row: Task, at: Moment) -> Mend:
    tries = ngettext("It stopped, %(num)s time.", "It stopped, %(num)s times.", row.attempts) % {"num": row.attempts}
    return Mend(
        id=f"task-{encode(row.pk)}",
        glyph="zap",
        tone="plum",
        what=str(_WORK.get(row.name, row.name)),
        why=f"{tries} {_('An error of ours, or of something that it needs.')}",
        seen=_("What should have followed has not happened. Running it again is safe: nothing is done twice."),
        ways=(
            Way(_("Run again"), reverse("task-runs", args=[row.pk]), "play", "primary"),
            Way(_("Let it go"), reverse("task-dropping", args=[row.pk])),
        ),
        code=f"{row}: {row.said}",
        iso=iso(row.due),
        when=_when(row.due, at),
    )


def _when(when: datetime, at: Moment) -> str:
    return said(when, now=at.at, zone=at.zone, language=at.language)
