"""Beginning what was decided, whoever does it: by hand, or over the connector that it failed over."""

from __future__ import annotations

from cha.core.actor import Acting, Actor
from cha.resolutions.carrying.settling import try_again
from cha.resolutions.models import Remedy
from cha.resolutions.remedies.doing import start_remedy


def begin_remedy(remedy: Remedy, *, by: Acting | Actor) -> Remedy:
    """Begin it, or try it again; what failed over a connector goes again over it, under a new key.

    Raises Conflict as `start_remedy` and `try_again` do.
    """
    if remedy.state == Remedy.State.FAILED and remedy.connector_id:
        return try_again(remedy, by=by)
    return start_remedy(remedy, by=by)
