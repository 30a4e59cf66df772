"""What is done with connectors: added, changed, tried, paused, removed. What stands open over one is never dropped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from cha.core.actor import Acting, Actor
from cha.core.clock import now
from cha.core.errors import Conflict, Invalid
from cha.core.ledger import record
from cha.core.verbs import verb
from cha.resolutions.carrying.errands import seal_secrets, secrets_of
from cha.resolutions.connectors.base import Kind, Trial
from cha.resolutions.connectors.registry import kind_called
from cha.resolutions.connectors.wire import is_secure
from cha.resolutions.models.connector import Connector
from cha.resolutions.models.remedy import Attempt
from cha.team.models.member import must_manage

MOST: Final = 20


@verb
def keep_connector(
    row: Connector | None,
    *,
    by: Acting | Actor,
    private: bool,
    kind: str = "",
    name: str = "",
    address: str = "",
    does: Iterable[str] = (),
    secrets: Mapping[str, str] | None = None,
    options: Mapping[str, str] | None = None,
) -> Connector:
    """Add a connector (None), or change one. A secret that is left empty stays. `private`: addresses of a private
    network, and without TLS, are taken.

    Raises Refused unless `by` manages, Invalid by its field, Conflict when there are too many, or when the address is
    another while something is open there.
    """
    must_manage(by)
    if row is None and Connector.objects.count() >= MOST:
        raise Conflict(f"There are {MOST} connectors already.")
    locked = Connector.objects.select_for_update().get(pk=row.pk) if row else Connector(kind=kind)
    known = kind_called(locked.kind)
    before = locked.address
    locked.name = _name(locked, name)
    locked.address = _address(known, address, private)
    locked.does = _does(known, does)
    if row and locked.address != before and open_over(locked):
        raise Conflict("Something is still open over it, and could not be asked after elsewhere.", code="open")
    kept = {} if row is None else _readable(locked)
    locked.sealed = seal_secrets(_secrets(known, kept, secrets or {}, moved=bool(row) and locked.address != before))
    locked.options = {
        field.name: str((options or {}).get(field.name, "")).strip()[:200] for field in known.fields if not field.secret
    }
    locked.problem, locked.tested_at = "", None
    locked.save()
    record("connector.changed" if row else "connector.added", by=by, on=locked, kind=locked.kind, does=locked.does)
    return locked


@verb
def note_trial(connector: Connector, trial: Trial, *, by: Acting | Actor) -> Connector:
    """Keep how a trial went. The house was asked before, outside of this."""
    must_manage(by)
    locked = Connector.objects.select_for_update().get(pk=connector.pk)
    locked.tested_at, locked.problem = now(), "" if trial.well else trial.words[:300]
    locked.options = {**locked.options, "test": "yes" if trial.test else ""}
    locked.save(update_fields=["tested_at", "problem", "options"])
    record("connector.tried", by=by, on=locked, kind=locked.kind, well=trial.well)
    return locked


@verb
def pause_connector(connector: Connector, *, by: Acting | Actor, paused: bool) -> Connector:
    """Let nothing new go over it, or again. What is under way is still asked after."""
    must_manage(by)
    locked = Connector.objects.select_for_update().get(pk=connector.pk)
    locked.active = not paused
    locked.save(update_fields=["active"])
    record("connector.changed", by=by, on=locked, kind=locked.kind, paused=paused)
    return locked


@verb
def remove_connector(connector: Connector, *, by: Acting | Actor) -> None:
    """Let a connector go. Raises Conflict while something is open over it: nobody could ask what became of that."""
    must_manage(by)
    locked = Connector.objects.select_for_update().get(pk=connector.pk)
    if count := open_over(locked):
        one = "One thing is" if count == 1 else f"{count} things are"
        raise Conflict(f"{one} still open over it. Pause it, and remove it when they are settled.", code="open")
    record("connector.removed", by=by, on=locked, kind=locked.kind)
    locked.delete()


def open_over(connector: Connector) -> int:
    """How much is under way or in doubt over it."""
    return Attempt.objects.filter(connector=connector, outcome__in=["going", "doubt"]).count()


def _name(row: Connector, name: str) -> str:
    name = " ".join(name.split())[:80]
    if not name:
        raise Invalid("A name is needed, such as: Stripe, web shop.", field="name")
    if Connector.objects.filter(name__iexact=name).exclude(pk=row.pk).exists():
        raise Invalid(f"There is a connector called {name} already.", field="name")
    return name


def _address(kind: Kind, address: str, private: bool) -> str:
    address = address.strip().rstrip("/")
    if not address and kind.home:
        return ""
    if not address or len(address) > 500 or not is_secure(address, private):
        raise Invalid("An address begins with https:// and a name.", field="address")
    return address


def _does(kind: Kind, does: Iterable[str]) -> list[str]:
    chosen = set(does)
    if not chosen:
        raise Invalid("Choose at least one thing that goes over it.", field="does")
    if wrong := chosen - set(kind.does):
        raise Invalid(f"{kind.title} cannot do this: {', '.join(sorted(wrong))}.", field="does")
    return [str(one) for one in kind.does if one in chosen]


def _secrets(kind: Kind, kept: Mapping[str, str], typed: Mapping[str, str], *, moved: bool) -> dict[str, str]:
    found: dict[str, str] = {}
    for field in kind.fields:
        if not field.secret:
            continue
        new = typed.get(field.name, "").strip()
        if moved and not new and kept.get(field.name):
            raise Invalid(
                "It is another address: type this again, so that nobody is sent the secret of another.",
                field=field.name,
            )
        if field.needed and not new and not kept.get(field.name):
            raise Invalid(f"{field.label} is needed.", field=field.name)
        if new or kept.get(field.name):
            found[field.name] = new[:500] or kept[field.name]
    return found


def _readable(row: Connector) -> dict[str, str]:
    try:
        return secrets_of(row)
    except Invalid:
        return {}
