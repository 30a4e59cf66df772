"""Who asks over the API: a member, through a token of theirs."""

from __future__ import annotations

from django.http import HttpRequest

from cha.core.api.asking import Asker
from cha.core.errors import SignedOut
from cha.team.models import Member
from cha.team.models.api_token import note_use, token_called

UNKNOWN = "This needs a token that lets in: Authorization: Bearer cha_… (Settings, API)."


class MemberAsks(HttpRequest):
    """A request of the API that a member's token let in. What it may see is what `member` may see."""

    asker: Asker
    member: Member


def member_asks(request: HttpRequest, token: str) -> Asker:
    """Let a member's token in, and note on the request who it is. Raises SignedOut."""
    row = token_called(token) if token else None
    if row is None:
        raise SignedOut(UNKNOWN, code="no_token")
    note_use(row)
    request.member = row.member  # type: ignore[attr-defined]
    return Asker(f"member:{row.pk}", writes=row.writes)
