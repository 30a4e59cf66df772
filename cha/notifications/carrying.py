"""Carrying: what is for a member reaches them elsewhere, on their screens, their phone and in their mailbox.

One task a member: what is due goes together, so that nobody is rung ten times after a quiet night.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import override

from cha.core.clock import now
from cha.core.tasks import task
from cha.core.timers import set_timer, stop_timer
from cha.core.verbs import verb
from cha.notifications.letters import write_to, write_together
from cha.notifications.models import Notification, PushBrowser, Reach, drop_push, reach_of
from cha.notifications.models.notification import NotificationQuerySet
from cha.notifications.pushing import Pushed, push
from cha.notifications.wording import line, together
from cha.team.models import Member, Role

MOST: Final = 50
TRIES: Final = 6
LEASE: Final = timedelta(minutes=3)
PAUSE: Final = timedelta(minutes=1)


def due(member: Member) -> NotificationQuerySet:
    """What shall still reach a member, oldest first; what they saw meanwhile, or may no longer see, is not among it."""
    return Notification.objects.of(member).filter(due_at__lte=now(), read_at=None).order_by("id")


@verb
def take_due(member: Member) -> list[Notification]:
    """Take what is due under a lease, so that two workers never bring the same thing. A crash gives it back."""
    until = now() + LEASE
    ids = list(due(member).select_for_update(of=("self",)).values_list("pk", flat=True)[:MOST])
    if not ids:
        return []
    set_timer(f"carry:{member.pk}:lease", until, carry, member.pk)
    Notification.objects.filter(pk__in=ids).update(due_at=until)
    return list(Notification.objects.filter(pk__in=ids).order_by("id").whole())


@task("notifications.carry", lane="net", rank=4)
def carry(member_pk: int) -> None:
    """Carry what is due to one member. While it is quiet for them, and when a push service asks for it: later."""
    member = Member.objects.filter(pk=member_pk, is_active=True).first()
    if member is None or not due(member).exists():
        return
    reach, at = reach_of(member), now()
    if member.role != Role.LIGHT:
        from_when = reach.from_when(at)
        if from_when > at:
            come_again(member, from_when, "quiet")
            return
    rows = take_due(member)
    if not rows:
        return
    with override(member.language):
        for row in rows:
            if "mail" not in row.outcomes and _mails(row, reach):
                write_to(row)
                row.outcomes["mail"] = "written"
        again = _push_all(rows, reach, at)
    note_carried(rows, again=again)
    if again:
        come_again(member, again, "asked")


def come_again(member: Member, at: datetime, why: str) -> None:
    """Carry at that moment; one timer for each reason, however much waits."""
    with transaction.atomic():
        set_timer(f"carry:{member.pk}:{why}", at, carry, member.pk)


def _mails(row: Notification, reach: Reach) -> bool:
    if row.member.role == Role.LIGHT:
        return True
    return reach.allows(row.kind, "mail") and not reach.gathers(row.kind)


def _push_all(rows: list[Notification], reach: Reach, at: datetime) -> datetime | None:
    """Push to every browser what it takes and has not had. Returns when to come again, None when all is done."""
    again: list[datetime] = []
    for browser in PushBrowser.objects.filter(member=rows[0].member).order_by("id"):
        way = f"push:{browser.pk}"
        wanted = [row for row in rows if way not in row.outcomes and reach.allows(row.kind, browser.device)]
        if not wanted:
            continue
        pushed = push(browser, payload(wanted, at), at)
        if pushed.gone:
            drop_push(browser)
        else:
            PushBrowser.objects.filter(pk=browser.pk).update(last_at=at, said=pushed.said[:200])
        if pushed.again and wanted[0].tries < TRIES:
            again.append(at + max(pushed.again, PAUSE))
            continue
        for row in wanted:
            row.outcomes[way] = _word(pushed)
    return min(again, default=None)


def _word(pushed: Pushed) -> str:
    return "sent" if pushed.sent else "gone" if pushed.gone else "failed"


def payload(rows: list[Notification], at: datetime) -> bytes:
    """What a browser is told: who and what, where it leads, a tag under which it shows once. No person's words."""
    if len(rows) == 1:
        said = line(rows[0], at)
        told = {"title": said.head, "body": said.rest, "path": said.path, "tag": rows[0].subject}
    else:
        title, body = together(rows, at)
        told = {"title": title, "body": body, "path": "/for-you", "tag": "for-you"}
    return json.dumps({**told, "title": told["title"][:200], "body": told["body"][:600]}).encode()


@verb
def note_carried(rows: list[Notification], *, again: datetime | None) -> None:
    """Note what became of each; those with nothing left to try are done. Nobody is told: it shows nowhere else."""
    stop_timer(f"carry:{rows[0].member_id}:lease")
    for row in rows:
        row.tries += 1
        row.due_at = again
        row.save(update_fields=["tries", "due_at", "outcomes"])


@task("notifications.gather", rank=6)
def send_together(member_pk: int) -> None:
    """The mail that brings together what came since the last one, and what is still new."""
    member = Member.objects.filter(pk=member_pk, is_active=True).first()
    rows = gathered(member) if member else []
    if member is None or not rows:
        return
    with override(member.language):
        write_together(rows, now())
    note_gathered(rows)


def gathered(member: Member) -> list[Notification]:
    """What waits for the mail that brings things together, oldest first."""
    return list(Notification.objects.of(member).filter(gathers=True).order_by("id").whole()[:MOST])


@verb
def note_gathered(rows: list[Notification]) -> None:
    """They went with the mail. More than fit in one come with the next."""
    member = rows[0].member
    Notification.objects.filter(pk__in=[row.pk for row in rows]).update(gathers=False)
    if Notification.objects.filter(member=member, gathers=True).exists():
        set_timer(f"gather:{member.pk}", reach_of(member).gathers_at(now()), send_together, member.pk)
