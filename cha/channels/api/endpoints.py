"""What anyone's own channel calls: start, say, read, files, events."""

from __future__ import annotations

from ninja import Router

router = Router(tags=["channel"])
