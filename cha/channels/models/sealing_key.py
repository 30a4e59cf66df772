"""Keys that mail is signed and sealed with: ours for each channel, those of people, and trusted authorities."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import models

from cha.channels.email.sealing.values import Kind, OurKey, Ring, Seal, TheirKey
from cha.channels.models.channel import Channel
from cha.core.actor import CHA, Acting, Actor
from cha.core.clock import now
from cha.core.errors import Invalid, NotFound
from cha.core.ids import IdField
from cha.core.ledger import record
from cha.core.secrets import seal, unseal
from cha.core.verbs import verb
from cha.team.models import Power
from cha.team.models.member import must_manage

if TYPE_CHECKING:
    from django.db.models import QuerySet

# So many keys of one address are looked at; so many may be learned before a member looks.
MOST = 5


class SealingKey(models.Model):
    """One key. `address` is whose it is, in lower case; for an authority, what it is called.

    `secret` is sealed, of our own keys alone. `checked`: a member vouches for it. `stands` is False while it came in
    instead of another one and nobody said yet that it is theirs: it is neither believed nor sealed for.
    """

    class Whose(models.TextChoices):
        OURS = "ours"
        THEIRS = "theirs"
        AUTHORITY = "root", "an authority"

    class Source(models.TextChoices):
        UPLOADED = "uploaded"
        MADE = "made"
        LEARNED = "learned", "learned from a mail"

    id = IdField()
    whose = models.CharField(max_length=8, choices=Whose.choices)
    kind = models.CharField(max_length=8, choices=[(kind.value, kind.value) for kind in Kind])
    channel = models.ForeignKey(Channel, models.CASCADE, null=True, related_name="keys")
    address = models.CharField(max_length=320)
    name = models.CharField(max_length=120, blank=True)
    fingerprint = models.CharField(max_length=64)
    public = models.TextField()
    secret = models.TextField(blank=True)
    source = models.CharField(max_length=8, choices=Source.choices)
    checked = models.BooleanField(default=False)
    stands = models.BooleanField(default=True)
    expires_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["whose", "kind", "address", "fingerprint"], name="sealing_key_once")
        ]
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.kind} key of {self.address}"

    def as_ours(self) -> OurKey:
        """The key with its secret. Raises Invalid when it can no longer be read."""
        held = json.loads(unseal(self.secret))
        return OurKey(Kind(self.kind), self.address, held["secret"], self.public, held["password"])

    def as_theirs(self) -> TheirKey:
        """The key as it is known of somebody."""
        return TheirKey(Kind(self.kind), self.address, self.public, self.fingerprint, self.checked)


@verb
def keep_our_key(channel: Channel, key: OurKey, *, by: Acting | Actor, source: str = "uploaded") -> SealingKey:
    """Let a channel sign and open with a key (`sealing.keyfiles`). The newest of a kind signs; all of them open.

    Raises Refused unless `by` manages.
    """
    must_manage(by, Power.CHANNELS)
    secret = seal(json.dumps({"secret": key.secret, "password": key.password}))
    row = _kept("ours", key.kind, key.address, key.public, by, channel=channel, secret=secret, source=source)
    _note_keys(channel)
    return row


@verb
def keep_their_keys(keys: Iterable[TheirKey], *, by: Acting | Actor) -> list[SealingKey]:
    """A member brings keys of people and vouches for them: they are checked. Raises Refused unless `by` manages."""
    must_manage(by, Power.CHANNELS)
    return [_vouched(_kept("theirs", key.kind, key.address, key.public, by), by) for key in keys]


@verb
def trust_authority(keys: Iterable[TheirKey], *, by: Acting | Actor) -> list[SealingKey]:
    """Believe what certificates of these authorities say of mail addresses. Raises Refused unless `by` manages."""
    must_manage(by, Power.CHANNELS)
    return [_kept("root", key.kind, key.address, key.public, by, checked=True) for key in keys]


@verb
def learn_key(found: Seal, *, by: Actor = CHA) -> SealingKey | None:
    """Remember the key that a mail was signed with. Another one than is known waits for a member's word.

    One that an authority vouches for stands at once.
    """
    if not found.public or not found.address:
        return None
    rows = list(SealingKey.objects.filter(whose="theirs", kind=found.kind, address=found.address)[: MOST + 1])
    if any(row.fingerprint == found.fingerprint for row in rows) or len(rows) >= MOST:
        return None
    row = _kept(
        "theirs", found.kind, found.address, found.public, by, source="learned", stands=not rows or found.checked
    )
    if not row.stands:
        record("sealing_key.differs", by=by, on=row, kind=row.kind)
    return row


@verb
def vouch_for_key(key: SealingKey, *, by: Acting | Actor) -> SealingKey:
    """A member has asked them: it is theirs. Others of that address and kind no longer stand. Raises Refused."""
    must_manage(by, Power.CHANNELS)
    locked = _locked(key)
    if locked.whose != SealingKey.Whose.THEIRS:
        raise Invalid("Only the key of a person is vouched for.")
    return _vouched(locked, by)


@verb
def remove_key(key: SealingKey, *, by: Acting | Actor) -> None:
    """Forget a key. What was sealed for one of ours can then no longer be opened. Raises Refused."""
    must_manage(by, Power.CHANNELS)
    locked = _locked(key)
    record("sealing_key.removed", by=by, on=locked, kind=locked.kind, whose=locked.whose)
    locked.delete()
    if locked.channel:
        _note_keys(locked.channel)


@verb
def set_signing(channel: Channel, kind: str, *, by: Acting | Actor) -> Channel:
    """Sign all that goes out of a channel, one of the two ways; "" for not. Raises Refused, Invalid without a key."""
    must_manage(by, Power.CHANNELS)
    locked = Channel.objects.select_for_update().get(pk=channel.pk)
    if kind and not SealingKey.objects.filter(channel=locked, whose="ours", kind=kind).exists():
        raise Invalid("This channel has no key of that kind. Add one first.", field="sign")
    locked.settings["sign"] = kind
    locked.save(update_fields=["settings"])
    record("channel.changed", by=by, on=locked, fields=["sign"])
    return locked


def keys_of(channel: Channel | None, kind: str = "") -> list[OurKey]:
    """A channel's own keys, newest first; those that can no longer be read are left out."""
    rows = SealingKey.objects.filter(channel=channel, whose="ours").order_by("-id") if channel else []
    found = []
    for row in rows:
        try:
            found.append(row.as_ours())
        except (Invalid, ValueError):
            continue
    return [key for key in found if not kind or key.kind == kind]


def ring_for(channel: Channel | None, address: str) -> Ring:
    """The keys that a mail from `address` to a channel is looked at with. Three queries."""
    theirs = standing(SealingKey.objects.filter(address=address))[:MOST] if address else []
    roots = SealingKey.objects.filter(whose="root").values_list("public", flat=True)[:200]
    return Ring(tuple(keys_of(channel)), tuple(row.as_theirs() for row in theirs), tuple(roots))


def standing(rows: QuerySet[SealingKey]) -> QuerySet[SealingKey]:
    """Those of people that may be believed and sealed for, checked ones first."""
    return rows.filter(whose="theirs", stands=True).order_by("-checked", "-id")


def keys_to_seal_for(addresses: Iterable[str]) -> tuple[TheirKey, ...]:
    """One key for each address, all of one kind; () when somebody has none that is still good."""
    wanted = {address.lower() for address in addresses}
    rows = standing(SealingKey.objects.filter(address__in=wanted).exclude(expires_at__lte=now()))
    for kind in Kind:
        found: dict[str, TheirKey] = {}
        for row in rows:
            if row.kind == kind and _takes_seals(row):
                found.setdefault(row.address, row.as_theirs())
        if wanted and len(found) == len(wanted):
            return tuple(found.values())
    return ()


def _takes_seals(row: SealingKey) -> bool:
    from cha.channels.email.sealing.certificates import takes_seals

    return row.kind != Kind.SMIME or takes_seals(row.public)


def _kept(
    whose: str, kind: str, address: str, public: str, by: Acting | Actor, *, source: str = "uploaded",
    channel: Channel | None = None, secret: str = "", checked: bool = False, stands: bool = True,
) -> SealingKey:  # fmt: skip
    # Imported where it is used: cryptography’s certificates are a tenth of a second at every start.
    from cha.channels.email.sealing.keyfiles import facts

    mark, name, last = facts(Kind(kind), public)
    values = {"name": name[:120], "public": public, "expires_at": last, "source": source, "channel": channel}
    row, new = SealingKey.objects.get_or_create(
        whose=whose, kind=kind, address=address[:320], fingerprint=mark,
        defaults={**values, "secret": secret, "checked": checked, "stands": stands},
    )  # fmt: skip
    if new:
        record("sealing_key.added", by=by, on=row, kind=kind, whose=whose, source=source)
    return row


def _vouched(key: SealingKey, by: Acting | Actor) -> SealingKey:
    same = SealingKey.objects.filter(whose="theirs", kind=key.kind, address=key.address)
    same.exclude(pk=key.pk).update(stands=False, checked=False)
    key.checked = key.stands = True
    key.save(update_fields=["checked", "stands"])
    record("sealing_key.checked", by=by, on=key, kind=key.kind)
    return key


def _note_keys(channel: Channel) -> None:
    """Let the channel say which kinds of keys it has, so that nobody asks for each mail; what it has not signs not."""
    locked = Channel.objects.select_for_update().get(pk=channel.pk)
    kinds = sorted(set(SealingKey.objects.filter(channel=locked, whose="ours").values_list("kind", flat=True)))
    locked.settings["keys"] = kinds
    if locked.settings.get("sign") not in kinds:
        locked.settings["sign"] = ""
    locked.save(update_fields=["settings"])


def _locked(key: SealingKey) -> SealingKey:
    found = SealingKey.objects.select_for_update().filter(pk=key.pk).first()
    if found is None:
        raise NotFound("This key is gone already.")
    return found
