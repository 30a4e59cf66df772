"""An address of the shop's own that takes signed posts: the same id once, and it can be asked what became of it."""

from __future__ import annotations

import hashlib
import hmac
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from tests.resolutions.connectors.standins.house import Asked, StandIn

SECRET = "a secret of twenty letters"


@dataclass
class Receiver(StandIn):
    """It does everything at once, unless `state` says otherwise."""

    state: str = "done"
    done: dict[str, dict[str, Any]] = field(default_factory=dict)
    sends: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    last: dict[str, Any] = field(default_factory=dict)

    def answer(self, asked: Asked) -> tuple[int, Any]:
        stamp = asked.headers["cha-signature"].split(",")[0][2:]
        signed = hmac.new(SECRET.encode(), f"{stamp}.".encode() + asked.raw, hashlib.sha256).hexdigest()
        if asked.headers["cha-signature"] != f"t={stamp},v1={signed}":
            return 401, {"words": "The signature is wrong."}
        said = asked.json
        if said["type"] == "trial":
            return 200, {}
        key = said["id"]
        if said["type"] == "look":
            return 200, self.done.get(key, {"state": "unknown"})
        self.last = said
        self.sends[key] += 1
        if self.state == "refused":
            return 200, {"state": "refused", "words": "The wallet is closed."}
        self.done.setdefault(key, {"state": self.state, "reference": f"w-{len(self.done) + 1}"})
        return 200, self.done[key]

    def changes(self, asked: Asked) -> bool:
        return asked.json["type"] == "do"

    def lie(self, said: Any) -> Any:
        return {"state": "done"}

    @property
    def paid(self) -> int:
        """What has left, in minor units: 14800 for each id."""
        return 14800 * len(self.done)
