"""Sessions as Django keeps them in its table, read by a prepared statement: every request begins with that."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as TableStore
from django.contrib.sessions.models import Session

from cha.core.clock import now
from cha.core.prepared import read


class SessionStore(TableStore):
    """What `SESSION_ENGINE` names."""

    def _get_session_from_db(self) -> Any:
        """The row while it lasts, else None and no key: so nobody else's key is taken up."""
        try:
            row = read(Session, self.session_key or "")
        except Session.DoesNotExist:
            row = None
        if row is None or row.expire_date <= now():
            self._session_key = None
            return None
        return row
