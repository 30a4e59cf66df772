"""A browser that takes push messages for a member, and the key pair that our messages are signed with."""

from __future__ import annotations

import hashlib
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _

from cha.core.actor import CHA
from cha.core.clock import now
from cha.core.errors import Invalid
from cha.core.ids import IdField
from cha.core.ledger import record
from cha.core.secrets import seal
from cha.core.verbs import verb
from cha.notifications.encryption import new_keys, takes
from cha.team.models import Member

# A member's browsers; the oldest goes when there is another one.
MOST: Final = 12


class PushKeys(models.Model):
    """Our key pair for RFC 8292 (VAPID), made at first use. Another one would make every browser ask again."""

    id = IdField()
    public = models.CharField(max_length=100)
    sealed = models.TextField()
    made_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return self.public


class PushBrowser(models.Model):
    """Where one browser can be reached (RFC 8030), and the keys that only it can open with (RFC 8291), sealed.

    `device` is `screen` or `phone`; `last_at` and `said` are the last attempt and what became of it.
    """

    id = IdField()
    member = models.ForeignKey(Member, models.CASCADE, related_name="push_browsers")
    digest = models.CharField(max_length=64, unique=True)
    endpoint = models.TextField()
    sealed = models.TextField()
    device = models.CharField(max_length=6, default="screen")
    label = models.CharField(max_length=80, blank=True)
    made_at = models.DateTimeField(default=now)
    last_at = models.DateTimeField(null=True)
    said = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            # The browsers that a member's notification goes to.
            models.Index(fields=["member"], name="push_browser_member"),
        ]

    def __str__(self) -> str:
        return self.label or self.device


@verb
def push_keys() -> PushKeys:
    """Our keys; made when there are none."""
    row = PushKeys.objects.order_by("id").first()
    if row is None:
        private, public = new_keys()
        row = PushKeys(public=public, sealed=seal(private))
        row.save(force_insert=True)
    return row


@verb
def take_push(
    member: Member, endpoint: str, *, p256dh: str, auth: str, device: str = "screen", label: str = "", by: Member
) -> PushBrowser:
    """Let a browser take push messages; one that changes hands goes to who has it now. Raises Invalid."""
    if by.pk != member.pk:
        raise Invalid(_("Everybody chooses this for themselves."))
    address = urlsplit(endpoint)
    schemes = ("https", "http") if settings.CHA_PUSH_PRIVATE else ("https",)
    if address.scheme not in schemes or not address.hostname or len(endpoint) > 2000:
        raise Invalid(_("This browser names no address that can be reached."), field="endpoint")
    if not takes(p256dh, auth):
        raise Invalid(_("This browser’s keys cannot be used. Switch it off and on again."), field="p256dh")
    digest = hashlib.sha256(endpoint.encode()).hexdigest()
    row = PushBrowser.objects.select_for_update().filter(digest=digest).first() or PushBrowser(digest=digest)
    row.member, row.endpoint, row.sealed = member, endpoint, seal(f"{p256dh} {auth}")
    row.device, row.label, row.said = "phone" if device == "phone" else "screen", label[:80], ""
    row.save()
    extra = PushBrowser.objects.filter(member=member).order_by("-id").values_list("pk", flat=True)[MOST:]
    PushBrowser.objects.filter(pk__in=list(extra)).delete()
    record("push_browser.taken", by=by, on=row, device=row.device)
    return row


@verb
def drop_push(browser: PushBrowser, *, by: Member | None = None) -> None:
    """No push there any more: the member said so, or the browser is gone (`by` None). Dropping it twice is once."""
    if by is not None and browser.member_id != by.pk:
        raise Invalid(_("Everybody chooses this for themselves."))
    if PushBrowser.objects.filter(pk=browser.pk).delete()[0]:
        record("push_browser.dropped", by=by or CHA, on=browser)
