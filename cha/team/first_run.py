"""The first run: who may set Cha up, and the first member. Open only while there is no member.

On this machine it is simply there. From anywhere else it needs the setup code, which only who started `cha serve` sees.
"""

from __future__ import annotations

import hmac
import ipaddress
import os
import secrets
from pathlib import Path

from django.conf import settings

from cha.core.actor import CHA
from cha.core.errors import Conflict, Invalid
from cha.core.verbs import verb
from cha.team.models.brand import brand
from cha.team.models.member import Member, Role, add_member


def setup_code() -> str:
    """The code, made once and kept in the data folder, readable by its owner only."""
    path = Path(settings.CHA_DATA) / "keys" / "first-run"
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(18))
        return path.read_text(encoding="ascii").strip()


def first_run_link() -> str:
    """The address of the first run with its code; "" once there is a member."""
    return "" if Member.objects.exists() else f"{settings.CHA_PUBLIC_URL}/welcome?code={setup_code()}"


def code_fits(code: str) -> bool:
    """Whether this is the setup code, compared in constant time."""
    return hmac.compare_digest(code.encode(), setup_code().encode())


def on_this_machine(peer: str, host: str) -> bool:
    """Whether a request comes from this machine to this machine.

    A loopback peer alone says little: a proxy here passes on the whole world. So the name that was asked for, and the
    one that Cha is known by, must be this machine's too.
    """
    try:
        near = ipaddress.ip_address(peer).is_loopback
    except ValueError:
        return False
    return near and _bare(host) in settings.LOCAL and settings.HOST in settings.LOCAL


def _bare(host: str) -> str:
    return host if host.endswith("]") else host.rpartition(":")[0] or host


@verb
def first_member(email: str, name: str, *, say_name: str = "") -> Member:
    """The first member, an owner. Raises Conflict when there is a member already, Invalid."""
    face = brand()
    if face is None:
        raise Invalid("Name the business first.", field="name")
    # Whoever else comes at the same moment waits for this row, and then sees a member.
    type(face).objects.select_for_update().get(pk=face.pk)
    if Member.objects.exists():
        raise Conflict("Somebody has set Cha up already. Ask them to let you in.", code="set_up")
    return add_member(email, name, Role.OWNER, by=CHA, say_name=say_name, zone=face.zone)
