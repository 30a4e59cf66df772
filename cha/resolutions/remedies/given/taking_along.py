"""What was given leaves the house as a file, and the ledger knows it."""

from __future__ import annotations

from cha.core.actor import Acting, Actor
from cha.core.ledger import record
from cha.core.verbs import verb
from cha.team.models import Member
from cha.team.models.member import must_may
from cha.team.models.role import Power


@verb
def take_along(*, by: Acting | Actor, on: Member, days: int) -> None:
    """Write down that `on` takes along what was given in so many days. Raises Refused where their role does not
    include taking lists along.
    """
    must_may(by, Power.EXPORT)
    record("remedies.exported", by=by, on=on, days=days)
