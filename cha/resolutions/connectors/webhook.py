"""A signed webhook: an address of the shop's own that carries remedies out. docs/connectors.md is its contract.

A post has `Cha-Id` (the attempt's key: the receiver does the same one once) and `Cha-Signature: t=<seconds>,v1=<hex>`,
HMAC-SHA256 under the secret of the Unix seconds, a point and the body. It answers JSON with `state` (done, way,
refused), `reference` and `words`, and may post the same, signed the same way, to the address it was given, any number
of times.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from cha.core.clock import now
from cha.core.errors import Invalid
from cha.resolutions.connectors import base
from cha.resolutions.connectors.amounts import written
from cha.resolutions.connectors.base import Errand, Field, Heard, House, NotTheirs, Outcome, Post, Trial
from cha.resolutions.connectors.wire import Lost, NotSent, ask, of_status
from cha.resolutions.kinds import RemedyKind

_STALE: Final = timedelta(minutes=5)


class Webhook:
    """Anything, by an address that takes it."""

    name = "webhook"
    title = "Signed webhook"
    about = "Posts what is to be done to an address of yours, signed. For anything that has no connector of its own."
    does: tuple[str, ...] = tuple(RemedyKind.values)
    fields = (Field("secret", "Secret", "Signs what we post and what you answer later. 20 letters at least.", True),)
    home = ""
    # What docs/connectors.md asks of a receiver.
    keyed: timedelta | None = timedelta(days=30)
    quiet = timedelta(minutes=2)
    hears = True

    def fits(self, source: str, payment: str) -> int | None:
        """Whatever no house of its own takes."""
        return 8

    def carry_out(self, house: House, errand: Errand) -> Outcome:
        """Post it. The receiver knows the id, and does it once."""
        return _posted(house, errand, "do")

    def look(self, house: House, errand: Errand) -> Outcome:
        """Ask what became of it; "unknown" means that it never came."""
        return _posted(house, errand, "look")

    def trial(self, house: House) -> Trial:
        """Post a trial, which does nothing."""
        body = json.dumps({"type": "trial"}).encode()
        try:
            status, _, _ = ask(
                house, house.address, method="POST", value=json.loads(body), headers=_signed(house, body, "trial")
            )
        except (NotSent, Lost) as error:
            return Trial(False, str(error))
        if 200 <= status < 300:
            return Trial(True, "It answered.")
        return Trial(False, f"{house.name} answered {status} to a trial. It should be 200.")

    def heard(self, house: House, post: Post) -> list[Heard]:
        """What became of an errand, told later."""
        _must_be_signed(house, post)
        try:
            said = json.loads(post.raw)
            key = str(said["id"])
        except (ValueError, KeyError, TypeError) as error:
            raise Invalid("It is JSON with id, state and reference.") from error
        outcome = outcome_of(said)
        if outcome is None or outcome.said == base.Said.ABSENT:
            raise Invalid("state is one of: done, way, refused.")
        return [Heard(key, outcome.reference, outcome)]


def _posted(house: House, errand: Errand, type: str) -> Outcome:
    value = {"type": type, **described(errand), "answer_to": house.heard_at}
    body = json.dumps(value).encode()
    try:
        status, said, _ = ask(
            house, house.address, method="POST", value=value, headers=_signed(house, body, errand.key)
        )
    except NotSent as error:
        return base.unsent(str(error))
    except Lost as error:
        return base.doubt(str(error))
    if not 200 <= status < 300:
        found = of_status(status, house.name, _words(said), changing=True)
        # Whoever refuses to be asked says nothing of what was done.
        return base.doubt(found.words) if type == "look" and found.said == base.Said.REFUSED else found
    outcome = outcome_of(said)
    if outcome is None or (type == "do" and outcome.said == base.Said.ABSENT):
        return base.doubt(f"{house.name} answered, and did not say what it did.")
    return outcome


def described(errand: Errand) -> dict[str, Any]:
    """An errand as JSON. The amount in words and in minor units."""
    bought = errand.purchase
    return {
        "id": errand.key,
        "remedy": errand.remedy,
        "kind": errand.kind,
        "words": errand.words,
        "amount": {"minor": errand.amount.minor, "value": written(errand.amount), "currency": errand.amount.currency}
        if errand.amount.currency
        else None,
        "payment": errand.payment,
        "order": {"id": bought.external_id, "number": bought.number} if bought else None,
    }


def outcome_of(said: object) -> Outcome | None:
    """What a receiver says; None for what says nothing."""
    if not isinstance(said, Mapping):
        return None
    reference, words = str(said.get("reference") or "")[:200], _words(said)
    match said.get("state"):
        case "done":
            return base.done(reference)
        case "way":
            return base.under_way(reference, words)
        case "refused":
            return base.refused(words or "It was refused, and no reason was given.", reference)
        case "unknown":
            return base.absent()
    return None


def signature(secret: str, body: bytes, at: int) -> str:
    """The value of Cha-Signature for a body, at a moment in Unix seconds."""
    signed = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={signed}"


def _signed(house: House, body: bytes, key: str) -> dict[str, str]:
    at = int(now().timestamp())
    return {"Cha-Id": key, "Cha-Signature": signature(house.secrets.get("secret", ""), body, at)}


def _must_be_signed(house: House, post: Post) -> None:
    secret, header = house.secrets.get("secret", ""), post.headers.get("cha-signature", "")
    stamp = header.partition(",")[0].removeprefix("t=")
    if not secret or not stamp.isdecimal() or len(stamp) > 12:
        raise NotTheirs("This is not signed.")
    if not hmac.compare_digest(signature(secret, post.raw, int(stamp)).encode(), header.encode()):
        raise NotTheirs("This is signed with another secret.")
    if abs(post.at.timestamp() - int(stamp)) > _STALE.total_seconds():
        raise NotTheirs("This was signed too long ago.")


def _words(said: object) -> str:
    found = said.get("words") if isinstance(said, Mapping) else None
    return str(found)[:200] if found else ""
