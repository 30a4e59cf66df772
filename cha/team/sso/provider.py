"""The business's own sign-in, as the options say it. Read by the settings: it must not need Django."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Provider:
    """What the options say. `private`: it may lie on a private address, and speak http. `join`: a role, or ""."""

    issuer: str
    client: str
    secret: str = ""
    name: str = ""
    join: str = ""
    only: bool = False
    private: bool = False
