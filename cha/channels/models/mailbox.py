"""A mailbox that mail is fetched from by IMAP: where it is, how far it was taken in, and what is wrong with it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django.db import models

from cha.channels.models.channel import Channel
from cha.core.actor import Acting, Actor
from cha.core.clock import now
from cha.core.errors import Conflict, Invalid
from cha.core.ids import IdField
from cha.core.ledger import record
from cha.core.secrets import seal, unseal
from cha.core.verbs import verb
from cha.core.wake import after_commit
from cha.team.models.member import must_manage

PORTS: Final = {"tls": 993, "starttls": 143, "none": 143}
EDITABLE: Final = ("host", "port", "security", "login", "user", "folder", "after", "moved_to")
# Another one of these is another mailbox: what was known of the folder counts for nothing.
PLACE: Final = ("host", "user", "folder")


class Mailbox(models.Model):
    """A folder that is watched, its channel's mail in it.

    Mail with a UID above `last_uid` is new; what is above `put_uid` was not put away yet (`after`). Mail that lay there
    when it was added is history: taken in when `history_days` says so (-1: all of it), quietly, from `history_uid` up
    to `history_to`; `history_done` of `history_total` looked at.
    """

    class Security(models.TextChoices):
        TLS = "tls"
        STARTTLS = "starttls"
        NONE = "none"

    class Login(models.TextChoices):
        PASSWORD = "password"  # noqa: S105 - a way, no password
        XOAUTH2 = "xoauth2"

    class After(models.TextChoices):
        LEAVE = "leave"
        MOVE = "move"
        DELETE = "delete"

    class History(models.TextChoices):
        NONE = ""
        RUNNING = "running"
        DONE = "done"

    id = IdField()
    channel = models.ForeignKey(Channel, models.CASCADE, related_name="mailboxes")
    host = models.CharField(max_length=253)
    port = models.IntegerField()
    security = models.CharField(max_length=8, choices=Security.choices, default=Security.TLS)
    login = models.CharField(max_length=8, choices=Login.choices, default=Login.PASSWORD)
    user = models.CharField(max_length=320)
    secret = models.TextField(blank=True)
    folder = models.CharField(max_length=500, default="INBOX")
    after = models.CharField(max_length=6, choices=After.choices, default=After.LEAVE)
    moved_to = models.CharField(max_length=500, blank=True)
    paused = models.BooleanField(default=False)
    started_at = models.DateTimeField(default=now)
    changed_at = models.DateTimeField(default=now)

    uid_validity = models.BigIntegerField(null=True)
    last_uid = models.BigIntegerField(default=0)
    put_uid = models.BigIntegerField(default=0)
    stuck_uid = models.BigIntegerField(default=0)
    stuck_tries = models.SmallIntegerField(default=0)
    history = models.CharField(max_length=8, choices=History.choices, default=History.NONE, blank=True)
    history_days = models.IntegerField(default=0)
    history_uid = models.BigIntegerField(default=0)
    history_to = models.BigIntegerField(default=0)
    history_done = models.IntegerField(default=0)
    history_total = models.IntegerField(default=0)

    holder = models.CharField(max_length=64, blank=True)
    lease_until = models.DateTimeField(null=True)
    looked_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True)
    failures = models.SmallIntegerField(default=0)
    trouble = models.CharField(max_length=16, blank=True)
    said = models.CharField(max_length=300, blank=True)
    trouble_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["host", "user", "folder"], name="mailbox_once")]
        indexes = [
            # Those that do not work now, for the page and its count.
            models.Index(fields=["id"], name="mailbox_trouble", condition=~models.Q(trouble="")),
        ]
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.user} on {self.host}"

    def password(self) -> str:
        """What it is signed in with. Raises Invalid when it can no longer be read."""
        return unseal(self.secret) if self.secret else ""


@verb
def add_mailbox(
    channel: Channel, host: str, user: str, *, by: Acting | Actor, secret: str = "", **more: Any
) -> Mailbox:
    """Fetch a channel's mail from a mailbox. `more` are of EDITABLE, and `history_days`: how far back.

    Raises Refused unless `by` manages, Invalid for what cannot be, or for a folder that is watched already.
    """
    must_manage(by)
    security = more.get("security") or Mailbox.Security.TLS
    port = more.pop("port", None) or PORTS.get(security, 993)
    mailbox = Mailbox(channel=channel, host=host.strip().lower(), user=user.strip(), port=port, **more)
    mailbox.secret = seal(secret) if secret else ""
    _check(mailbox)
    mailbox.save(force_insert=True)
    record("mailbox.added", by=by, on=mailbox, channel=channel.pk, history_days=mailbox.history_days)
    after_commit()
    return mailbox


@verb
def change_mailbox(mailbox: Mailbox, *, by: Acting | Actor, secret: str | None = None, **fields: Any) -> Mailbox:
    """Change where or how it is fetched; `fields` are of EDITABLE, `secret` None leaves the password as it is.

    Raises Refused unless `by` manages, Invalid for what cannot be. It is tried at once.
    """
    must_manage(by)
    wrong = set(fields) - set(EDITABLE)
    if wrong:
        raise TypeError(f"not a mailbox's field: {', '.join(sorted(wrong))}")
    locked = Mailbox.objects.select_for_update().get(pk=mailbox.pk)
    elsewhere = any(name in fields and fields[name] != getattr(locked, name) for name in PLACE)
    if secret is None and locked.secret and fields.get("host", locked.host) != locked.host:
        raise Invalid(
            "Another server: please type the password again, so that it goes only where you mean.", field="secret"
        )
    for name, value in fields.items():
        setattr(locked, name, value)
    if secret is not None:
        locked.secret = seal(secret) if secret else ""
    _check(locked)
    if elsewhere:
        locked.uid_validity, locked.started_at, locked.history = None, now(), Mailbox.History.NONE
    _look_soon(locked)
    locked.save()
    record("mailbox.changed", by=by, on=locked, fields=sorted(fields), password=secret is not None)
    return locked


@verb
def pause_mailbox(mailbox: Mailbox, *, by: Acting | Actor, paused: bool = True) -> Mailbox:
    """Stop fetching from it, or go on. What comes in meanwhile is taken in afterwards. Raises Refused."""
    must_manage(by)
    locked = Mailbox.objects.select_for_update().get(pk=mailbox.pk)
    if locked.paused != paused:
        locked.paused = paused
        _look_soon(locked)
        locked.save()
        record("mailbox.paused" if paused else "mailbox.resumed", by=by, on=locked)
    return locked


@verb
def look_again(mailbox: Mailbox, *, by: Acting | Actor) -> Mailbox:
    """Try now, without waiting for the next try. Raises Conflict while it is paused."""
    locked = Mailbox.objects.select_for_update().get(pk=mailbox.pk)
    if locked.paused:
        raise Conflict("This mailbox is paused. Let it go on first.")
    _look_soon(locked)
    locked.save(update_fields=["next_at", "changed_at"])
    record("mailbox.tried", by=by, on=locked)
    return locked


@verb
def take_history(mailbox: Mailbox, days: int, *, by: Acting | Actor) -> Mailbox:
    """Take in what lay there before it was added, too: of so many days back, -1 for all. Raises Refused, Conflict."""
    must_manage(by)
    locked = Mailbox.objects.select_for_update().get(pk=mailbox.pk)
    if locked.history == Mailbox.History.RUNNING:
        raise Conflict("Its older mail is being taken in already.")
    locked.history_days = days
    if locked.uid_validity is not None and days:
        locked.history, locked.history_uid, locked.history_done = Mailbox.History.RUNNING, 0, 0
    _look_soon(locked)
    locked.save()
    record("mailbox.history_asked", by=by, on=locked, days=days)
    return locked


@verb
def remove_mailbox(mailbox: Mailbox, *, by: Acting | Actor) -> None:
    """Fetch from it no more, and forget its password. What was taken in stays. Raises Refused."""
    must_manage(by)
    locked = Mailbox.objects.select_for_update().get(pk=mailbox.pk)
    record("mailbox.removed", by=by, on=locked, channel=locked.channel_id)
    locked.delete()


def _look_soon(mailbox: Mailbox) -> None:
    mailbox.changed_at, mailbox.next_at = now(), None
    after_commit()


def _check(mailbox: Mailbox) -> None:
    """Raises Invalid for what cannot be."""
    if not mailbox.host or any(sign.isspace() or sign in "/@" for sign in mailbox.host):
        raise Invalid("A server’s name looks like imap.shop.example.", field="host")
    if not 0 < mailbox.port < 65536:
        raise Invalid("A port is a number from 1 to 65535; most use 993.", field="port")
    if not mailbox.user or not mailbox.user.isprintable():
        raise Invalid("Under which name is it signed in? Most often it is the address.", field="user")
    if mailbox.after == Mailbox.After.MOVE and mailbox.moved_to in ("", mailbox.folder):
        raise Invalid("Into which other folder is mail moved?", field="moved_to")
    same = Mailbox.objects.filter(host=mailbox.host, user=mailbox.user, folder=mailbox.folder).exclude(pk=mailbox.pk)
    if same.exists():
        raise Invalid("This folder of this mailbox is fetched from already.", field="folder")


def history_since(mailbox: Mailbox) -> datetime | None:
    """Mail that came in before this moment is not taken in; None for no such bound."""
    if mailbox.history_days < 0:
        return None
    return mailbox.started_at - timedelta(days=mailbox.history_days)
