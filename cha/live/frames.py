"""Server-sent events as bytes (HTML standard, "Server-sent events"). A frame is shared by all who get it."""

from __future__ import annotations

# An event, so that a script can tell silence from a line that is dead.
BEAT = b"event: beat\ndata:\n\n"


def frame(data: bytes, event: str = "message", id: str = "") -> bytes:
    """One event. Every line of `data` becomes a data line; browsers join them again."""
    head = f"id: {id}\n" if id else ""
    if event != "message":
        head += f"event: {event}\n"
    lines = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    return head.encode() + b"".join(b"data: " + line + b"\n" for line in lines) + b"\n"
