"""Settling: what a member says of a remedy in doubt, trying again what failed, and what a house posts of itself."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Final

from cha.core.actor import CHA, Acting, Actor
from cha.core.clock import now
from cha.core.errors import Conflict, Invalid, NotFound
from cha.core.ledger import Event, record
from cha.core.tasks import task
from cha.core.verbs import verb
from cha.core.worker import alive
from cha.resolutions.carrying.attempts import hold_remedy, new_attempt, newest_attempt
from cha.resolutions.carrying.carrying_out import carry_out
from cha.resolutions.carrying.errands import connector_for, house_of
from cha.resolutions.carrying.noting import change_remedy, settle
from cha.resolutions.connectors.base import Heard, Outcome, Post, Said
from cha.resolutions.connectors.registry import kind_called
from cha.resolutions.models import Attempt, Connector, ConnectorPost, Remedy
from cha.resolutions.remedies.doing import fail_remedy, finish_remedy, start_remedy

State = Remedy.State
# How a member knows. Kept in the ledger by its code.
BECAUSE: Final = ("seen", "told", "asked", "else")


@verb
def settle_doubt(
    remedy: Remedy,
    *,
    paid: bool,
    by: Acting | Actor,
    because: str = "seen",
    words: str = "",
    at: datetime | None = None,
) -> Remedy:
    """A member says whether it was done: then it is, or it goes again under a new key. Who and why is in the ledger.

    `because` is of BECAUSE; `words` are kept with the attempt. Raises Conflict when it is settled, or being asked.
    """
    at = at or now()
    if because not in BECAUSE:
        raise Invalid("Say how you know.", field="because")
    row = _there(remedy, by)
    if row.state != State.DOUBT:
        raise Conflict("It is settled already.", code="settled")
    attempt = newest_attempt(row)
    if attempt is None or attempt.connector is None:
        return _without(row, paid, because, by, at)
    if attempt.holder and attempt.held_until and attempt.held_until > at and alive(attempt.holder):
        raise Conflict(f"{attempt.connector.name} is being asked right now. Look again in a moment.", code="asked")
    attempt.outcome = Attempt.Outcome.DONE if paid else Attempt.Outcome.REFUSED
    attempt.ended_at, attempt.words = at, " ".join(words.split())[:300] or attempt.words
    attempt.save(update_fields=["outcome", "ended_at", "words"])
    facts = {"attempt": attempt.number, "paid": paid, "because": because}
    record("remedy.settled", by=by, on=row, conversation=row.conversation_id, person=row.person_id, **facts)
    if paid:
        proof = {"over": attempt.connector.name, "said_by": "member"}
        return finish_remedy(row, by=by, proof=proof | _reference(attempt), at=at)
    row.state, row.problem = State.UNDER_WAY, ""
    row.save(update_fields=["state", "problem"])
    new_attempt(row, attempt, attempt.connector)
    return row


def _without(row: Remedy, paid: bool, because: str, by: Acting | Actor, at: datetime) -> Remedy:
    """Its house is gone: what was not done is decided anew, by hand."""
    facts = {"paid": paid, "because": because}
    record("remedy.settled", by=by, on=row, conversation=row.conversation_id, person=row.person_id, **facts)
    if paid:
        return finish_remedy(row, by=by, at=at)
    return fail_remedy(row, by=by, problem="It was not done, and what it went over is gone. Do it by hand.")


def _reference(attempt: Attempt) -> dict[str, str]:
    return {"reference": attempt.reference} if attempt.reference else {}


@verb
def try_again(remedy: Remedy, *, by: Acting | Actor, payment: str = "") -> Remedy:
    """What failed goes again under a new key; `payment` is the house's number of the payment, where it is typed.

    Raises Conflict when it did not fail, or no house does it.
    """
    row = _there(remedy, by)
    if row.state != State.FAILED:
        raise Conflict("It did not fail." if row.state != State.UNDER_WAY else "It is going again already.")
    if payment := "".join(payment.split())[:120]:
        row.payment = payment
        row.save(update_fields=["payment"])
    connector = connector_for(row)
    if connector is None:
        raise Conflict("Nothing in Settings, Connectors does this. Do it by hand.", code="by_hand")
    attempt = newest_attempt(row)
    if attempt is not None and attempt.ended_at is None and attempt.sent_at is not None:
        raise Conflict("Nobody knows yet whether the try before did it.", code="in_doubt")
    row.state = start_remedy(row, by=by).state
    if attempt is None or attempt.ended_at is not None:
        new_attempt(row, attempt, connector)
    carry_out.enqueue(row.pk)
    return row


def was_not_done(event: Event) -> bool:
    """Whether a member said that it was not done: then it goes again."""
    return event.facts.get("paid") is False and event.actor_kind == "member"


def receive_post(connector: Connector, raw: bytes, headers: dict[str, str]) -> ConnectorPost:
    """Keep what a house posts, once it is known to be theirs; a task reads it. The same bytes twice are one.

    Raises NotTheirs, Invalid, NotFound for a kind that is gone. When it returns, it is on disk.
    """
    at = now()
    kind = kind_called(connector.kind)
    kind.heard(house_of(connector, kind), Post(raw, headers, at))
    digest = hashlib.sha256(f"{connector.pk}:".encode() + raw).hexdigest()
    return _keep_post(connector, raw, headers, digest, at)


@verb
def _keep_post(connector: Connector, raw: bytes, headers: dict[str, str], digest: str, at: datetime) -> ConnectorPost:
    row, made = ConnectorPost.objects.get_or_create(
        digest=digest, defaults={"connector": connector, "raw": raw, "headers": headers, "received_at": at}
    )
    if made:
        read_post.enqueue(row.pk)
    return row


@task("resolutions.read_post", lane="net", rank=4)
def read_post(post: int) -> None:
    """Note what a house posted. What came twice, late or out of order changes nothing."""
    row = ConnectorPost.objects.select_related("connector").filter(pk=post, read_at=None).first()
    if row is None:
        return
    kind = kind_called(row.connector.kind)
    house = house_of(row.connector, kind)
    heard = kind.heard(house, Post(bytes(row.raw), dict(row.headers), row.received_at))
    said = [_note_heard(row.connector, one) for one in heard]
    ConnectorPost.objects.filter(pk=row.pk).update(read_at=now(), said="; ".join(said)[:300] or "Nothing of ours.")


def _note_heard(connector: Connector, heard: Heard) -> str:
    """Note one thing heard; returns what became of it."""
    rows = Attempt.objects.filter(connector=connector).select_related("remedy")
    attempt = rows.filter(key=heard.key).first() if heard.key else None
    if attempt is None and heard.reference:
        attempt = rows.filter(reference=heard.reference).first()
    if attempt is None and heard.outcome is None:
        # It only says that a payment changed: everything that is open there is asked.
        for remedy in {row.remedy_id for row in rows.exclude(outcome__in=["done", "refused"])[:50]}:
            carry_out.enqueue(remedy)
        return "Asked."
    if attempt is None:
        return "Nothing of ours."
    if heard.outcome is None:
        carry_out.enqueue(attempt.remedy_id)
        return "Asked."
    note_heard(attempt, heard.outcome, by=CHA)
    return heard.outcome.said


@verb
def note_heard(attempt: Attempt, outcome: Outcome, *, by: Acting | Actor, at: datetime | None = None) -> None:
    """A house says of itself what became of an attempt. What is settled stays so, but for money that came back."""
    at = at or now()
    remedy = hold_remedy(attempt.remedy_id, by)
    row = Attempt.objects.select_for_update(of=("self",)).select_related("connector").filter(pk=attempt.pk).first()
    if remedy is None or row is None or outcome.said in (Said.ABSENT, Said.UNSENT, Said.DOUBT):
        return
    if row.outcome == Attempt.Outcome.DONE:
        if outcome.said == Said.REFUSED and remedy.state == State.DONE and outcome.reference in ("", row.reference):
            _came_back(remedy, row, outcome, at, by)
        return
    if row.outcome == Attempt.Outcome.REFUSED and outcome.said != Said.DONE:
        return
    if outcome.said == Said.DONE and not _is_whole(remedy, outcome):
        return
    settle(remedy, row, outcome, at, by)


def _is_whole(remedy: Remedy, outcome: Outcome) -> bool:
    """Whether what a house says it gave is what was decided, where it says how much."""
    amount, currency = outcome.proof.get("amount"), outcome.proof.get("currency")
    return amount is None or (amount, currency) == (remedy.amount, remedy.currency)


def _came_back(remedy: Remedy, attempt: Attempt, outcome: Outcome, at: datetime, by: Acting | Actor) -> None:
    """It was done, and then sent back: a closed account, a bank that refuses."""
    attempt.outcome, attempt.ended_at, attempt.words = Attempt.Outcome.REFUSED, at, outcome.words[:300]
    attempt.save(update_fields=["outcome", "ended_at", "words"])
    remedy.done_at = None
    remedy.save(update_fields=["done_at"])
    change_remedy(remedy, State.FAILED, "remedy.failed", by, problem=f"The money came back. {outcome.words}")


def _there(remedy: Remedy, by: Acting | Actor) -> Remedy:
    row = hold_remedy(remedy.pk, by)
    if row is None:
        raise NotFound("It is not there.")
    return row
