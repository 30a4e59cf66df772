"""Where records come from: a shop that pushes them to us, or one that is asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.db import IntegrityError, models, transaction

from cha.core.actor import Acting, Actor
from cha.core.clock import now
from cha.core.errors import Conflict, Invalid
from cha.core.ids import IdField
from cha.core.ledger import record
from cha.core.queries import asked
from cha.core.secrets import seal, unseal
from cha.core.verbs import verb
from cha.people.records.adapters.rest import check_mapping
from cha.team.models.member import must_manage

MOST: Final = 20
MINUTES: Final = (1, 24 * 60)
EDITABLE: Final = ("name", "url", "user", "mapping", "minutes")
# Another one of these is another shop: what was wrong with the one before counts for nothing.
PLACE: Final = ("url", "user", "mapping")


class RecordSource(models.Model):
    """One shop system. `secret` is sealed; `mapping` says where in a REST answer what stands.

    What it knows of somebody is asked anew when it is older than `minutes`. `trouble` is what is wrong, in words;
    until `wait_until` it asked to be left alone. `tried` is what the last try of a member showed.
    """

    class Kind(models.TextChoices):
        PUSH = "push", "it sends by itself"
        REST = "rest", "any shop with a REST API"
        SHOPIFY = "shopify", "Shopify"
        WOOCOMMERCE = "woocommerce", "WooCommerce"

    id = IdField()
    name = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    url = models.CharField(max_length=500, blank=True)
    user = models.CharField(max_length=120, blank=True)
    secret = models.TextField(blank=True)
    mapping = models.JSONField(default=dict)
    minutes = models.IntegerField(default=15)
    paused_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=300, blank=True)
    trouble_at = models.DateTimeField(null=True)
    wait_until = models.DateTimeField(null=True)
    last_at = models.DateTimeField(null=True)
    tried = models.JSONField(default=dict)
    added_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["id"]
        indexes = [
            # Those that do not work now, for the page and its count.
            models.Index(fields=["id"], name="record_source_trouble", condition=~models.Q(trouble="")),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def asks(self) -> bool:
        """Whether it is asked, and does not send by itself."""
        return self.kind != self.Kind.PUSH

    def password(self) -> str:
        """What it lets us in by. Raises Invalid when it can no longer be read."""
        return unseal(self.secret) if self.secret else ""


@asked()
def sources() -> models.QuerySet[RecordSource]:
    """All of them, in the order they were added."""
    return RecordSource.objects.order_by("id")


def troubled_sources() -> models.QuerySet[RecordSource]:
    """Those that did not answer when they were last asked."""
    return RecordSource.objects.exclude(trouble="")


@verb
def keep_source(row: RecordSource | None, *, by: Acting | Actor, secret: str = "", **said: Any) -> RecordSource:
    """Add a shop (None) or change one. `said` are of EDITABLE, and `kind` when it is added; no `secret` keeps the old.

    Raises Refused unless `by` manages, Invalid by its field.
    """
    must_manage(by)
    locked = RecordSource.objects.select_for_update().get(pk=row.pk) if row else _new(said)
    before = {name: getattr(locked, name) for name in PLACE}
    for name in EDITABLE:
        if name in said:
            setattr(locked, name, said[name])
    _check(locked, secret)
    if locked.secret and not secret and _host(locked.url) != _host(before["url"]):
        raise Invalid(
            "It is another address: type its key again, so that nobody is sent one of another.", field="secret"
        )
    if secret:
        locked.secret = seal(secret)
    if row and (secret or before != {name: getattr(locked, name) for name in PLACE}):
        locked.trouble, locked.trouble_at, locked.wait_until, locked.tried = "", None, None, {}
    locked.save()
    record("record_source.changed" if row else "record_source.added", by=by, on=locked, kind=locked.kind)
    return locked


def _new(said: Mapping[str, Any]) -> RecordSource:
    kind = str(said.get("kind", ""))
    if kind not in RecordSource.Kind.values:
        raise Invalid("Choose what kind of shop it is.", field="kind")
    if RecordSource.objects.count() >= MOST:
        raise Conflict(f"There are {MOST} shops already.")
    return RecordSource(kind=kind)


def _check(source: RecordSource, secret: str) -> None:
    source.name = " ".join(source.name.split())[:60]
    if not source.name:
        raise Invalid("A name is needed, such as: Web shop.", field="name")
    if RecordSource.objects.filter(name__iexact=source.name).exclude(pk=source.pk).exists():
        raise Invalid(f"There is a shop called {source.name} already.", field="name")
    if not source.asks:
        return
    source.url = source.url.strip().rstrip("/") if source.kind != RecordSource.Kind.REST else source.url.strip()
    if not is_shop_url(source.url):
        raise Invalid("An address is needed that begins with https://, without a password in it.", field="url")
    if not MINUTES[0] <= source.minutes <= MINUTES[1]:
        raise Invalid("Say a number of minutes from 1 to 1440.", field="minutes")
    if source.kind == RecordSource.Kind.REST:
        check_mapping(source.url, source.mapping)
    if source.kind == RecordSource.Kind.WOOCOMMERCE and not source.user:
        raise Invalid("The consumer key is needed. It begins with ck_.", field="user")
    if source.kind != RecordSource.Kind.REST and not secret and not source.secret:
        raise Invalid("The key is needed: without it the shop shows nobody’s orders.", field="secret")


def is_shop_url(url: str) -> bool:
    """Whether it may be asked: https, or http where private networks are allowed (`CHA_RECORDS_PRIVATE`)."""
    schemes = ("https", "http") if settings.CHA_RECORDS_PRIVATE else ("https",)
    if len(url) > 500 or not url.isprintable() or " " in url or "\\" in url:
        return False
    try:
        parts = urlsplit(url)
        return parts.scheme in schemes and bool(parts.hostname) and parts.username is None and parts.port != 0
    except ValueError:
        return False


def _host(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc


@verb
def pushing_source(name: str, *, by: Acting | Actor) -> RecordSource:
    """The shop of that name which sends by itself, locked; made at its first push. Raises Invalid, Conflict."""
    name = " ".join(name.split())[:60]
    found = RecordSource.objects.select_for_update().filter(name__iexact=name).first()
    if found is None:
        found = _pushed_first(name, by)
    if found.asks:
        raise Invalid(f"{found.name} is asked by us, and sends nothing. Push under another name.", field="source")
    if found.paused_at:
        raise Conflict(f"{found.name} is paused in Settings, Shop system. Nothing was kept.", code="paused")
    return found


def _pushed_first(name: str, by: Acting | Actor) -> RecordSource:
    source = _new({"kind": RecordSource.Kind.PUSH})
    source.name = name
    try:
        _check(source, "")
        with transaction.atomic():
            source.save(force_insert=True)
    except (IntegrityError, Invalid):
        # Two first pushes at once: the other one made it, before it was looked for here or after.
        made = RecordSource.objects.select_for_update().filter(name__iexact=name).first()
        if made is None:
            raise
        return made
    record("record_source.added", by=by, on=source, kind=source.kind)
    return source


@verb
def pause_source(source: RecordSource, *, by: Acting | Actor, paused: bool = True) -> RecordSource:
    """Ask it no more, or again; what it said stays. Raises Refused unless `by` manages."""
    must_manage(by)
    locked = RecordSource.objects.select_for_update().get(pk=source.pk)
    locked.paused_at = now() if paused else None
    locked.trouble, locked.trouble_at, locked.wait_until = "", None, None
    locked.save(update_fields=["paused_at", "trouble", "trouble_at", "wait_until"])
    record("record_source.changed", by=by, on=locked, paused=paused)
    return locked


@verb
def remove_source(source: RecordSource, *, by: Acting | Actor) -> None:
    """Let a shop go, with every record of it. Raises Refused unless `by` manages."""
    must_manage(by)
    locked = RecordSource.objects.select_for_update().get(pk=source.pk)
    record("record_source.removed", by=by, on=locked, kind=locked.kind)
    locked.delete()
