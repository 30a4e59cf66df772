"""Stripe: money back on a payment, by its own library. Refunds take an idempotency key, kept for at least 24 hours.

https://docs.stripe.com/api/refunds, https://docs.stripe.com/api/idempotent_requests. A refund carries our marks in its
metadata, so that Stripe can be asked what became of it long after its key is forgotten.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from cha.core.errors import Invalid
from cha.core.money import Money
from cha.resolutions.connectors import base
from cha.resolutions.connectors.amounts import from_stripe, to_stripe
from cha.resolutions.connectors.base import (
    MARK,
    Errand,
    Field,
    Heard,
    House,
    NotTheirs,
    Outcome,
    Post,
    Stop,
    Trial,
    absent,
    doubt,
    refused,
    under_way,
    unsent,
)
from cha.resolutions.connectors.wire import Lost, NotSent, not_installed, of_status, put
from cha.resolutions.kinds import RemedyKind

REMEDY: Final = "cha_remedy"
_STALE: Final = timedelta(minutes=5)
_NOT_SENT: Final = "not_sent"


class Stripe:
    """Money back over Stripe."""

    name = "stripe"
    title = "Stripe"
    about = "Gives money back on cards and other payments that came in over Stripe."
    does: tuple[str, ...] = (RemedyKind.REFUND, RemedyKind.PART)
    fields = (
        Field(
            "key",
            "Secret key",
            "A restricted key is enough: Refunds (write), Payment Intents and Charges (read).",
            True,
        ),
        Field(
            "hook",
            "Signing secret of the webhook",
            "Begins with whsec_. With it Stripe tells us how it went.",
            True,
            False,
        ),
        Field("order_key", "Metadata with the order’s number", "Usually order_id.", needed=False),
    )
    home = "https://api.stripe.com"
    keyed: timedelta | None = timedelta(hours=24)
    quiet = timedelta(minutes=2)
    hears = True

    def fits(self, source: str, payment: str) -> int | None:
        """A payment of Stripe's before any order; one of another house not at all."""
        if payment:
            return 0 if payment.startswith(("pi_", "ch_", "py_")) else None
        return 5

    def carry_out(self, house: House, errand: Errand) -> Outcome:
        """Give back, once: the key is Stripe's own guard, the marks are ours."""
        try:
            client = _client(house)
            payment = self._payment(client, house, errand)
            if errand.again:
                before = self._marked(client, payment, errand)
                if before.said in (base.Said.DONE, base.Said.WAY, base.Said.DOUBT):
                    return before
        except Stop as stop:
            return stop.outcome
        except Exception as error:
            return _trouble(error, house, changing=False)
        try:
            refund = client.v1.refunds.create(
                params={
                    **payment.param,
                    "amount": to_stripe(errand.amount),
                    "metadata": {MARK: errand.key, REMEDY: errand.remedy},
                },
                options={"idempotency_key": errand.key},
            )
        except Exception as error:
            return _trouble(error, house, changing=True)
        return outcome_of(plain(refund), errand.amount)

    def look(self, house: House, errand: Errand) -> Outcome:
        """The refunds of the payment, looked through for our marks."""
        try:
            client = _client(house)
            if errand.reference:
                return outcome_of(plain(client.v1.refunds.retrieve(errand.reference)), errand.amount)
            return self._marked(client, self._payment(client, house, errand), errand)
        except Stop as stop:
            # It was found when it went out: that it is not found now says nothing of what was done.
            return doubt(stop.outcome.words) if stop.outcome.said == base.Said.REFUSED else stop.outcome
        except Exception as error:
            found = _trouble(error, house, changing=False)
            return doubt(found.words) if found.said == base.Said.REFUSED else found

    def trial(self, house: House) -> Trial:
        """Read one refund: what lets us do that lets us in."""
        test = "_test_" in house.secrets.get("key", "")
        try:
            _client(house).v1.refunds.list(params={"limit": 1})
        except Exception as error:
            return Trial(False, _trouble(error, house, changing=False).words, test)
        return Trial(True, "It let us in, in test mode: no real money moves." if test else "It let us in.", test)

    def heard(self, house: House, post: Post) -> list[Heard]:
        """`refund.*` and `charge.refund.updated`, signed: https://docs.stripe.com/webhooks#verify-manually."""
        _must_be_signed(house, post)
        try:
            event = json.loads(post.raw)
            thing = event["data"]["object"]
            kind = str(event["type"])
        except (ValueError, KeyError, TypeError) as error:
            raise Invalid("This is no event of Stripe's.") from error
        if not isinstance(thing, dict) or thing.get("object") != "refund" or "refund" not in kind:
            return []
        marks = thing.get("metadata") or {}
        return [Heard(str(marks.get(MARK, "")), str(thing.get("id", "")), outcome_of(thing, None))]

    def _payment(self, client: Any, house: House, errand: Errand) -> _Payment:
        """The payment it goes back to. Raises Stop where there is none, or it is not in this currency."""
        found = _typed(client, errand.payment) if errand.payment else _by_order(client, house, errand)
        if found.currency != errand.amount.currency:
            raise Stop(refused(f"That payment was in {found.currency}, and this is in {errand.amount.currency}."))
        return found

    def _marked(self, client: Any, payment: _Payment, errand: Errand) -> Outcome:
        failed = absent()
        for refund in map(plain, client.v1.refunds.list(params={**payment.param, "limit": 100}).auto_paging_iter()):
            marks = refund.get("metadata") or {}
            ours = marks.get(MARK) == errand.key
            if not ours and marks.get(REMEDY) != errand.remedy:
                continue
            outcome = outcome_of(refund, errand.amount)
            if outcome.said != base.Said.REFUSED:
                return outcome
            if ours:
                failed = outcome
        return failed


class _Payment:
    """A payment: how a refund names it, and its currency in capitals."""

    def __init__(self, name: str, id: str, currency: str) -> None:
        self.param, self.currency = {name: id}, currency.upper()


def _typed(client: Any, number: str) -> _Payment:
    if number.startswith("pi_"):
        return _Payment("payment_intent", number, str(client.v1.payment_intents.retrieve(number).currency))
    return _Payment("charge", number, str(client.v1.charges.retrieve(number).currency))


def _by_order(client: Any, house: House, errand: Errand) -> _Payment:
    """The one payment of an order that came in, by the metadata that shops give it."""
    if errand.purchase is None:
        raise Stop(refused("No order is named, so that its payment is not known. Type the payment's number (pi_…)."))
    key = house.options.get("order_key") or "order_id"
    found: dict[str, str] = {}
    for number in dict.fromkeys((errand.purchase.number, errand.purchase.external_id)):
        said = number.replace("\\", "").replace("'", "")
        rows = (
            client.v1.payment_intents.search(params={"query": f"metadata['{key}']:'{said}'", "limit": 10})
            if said
            else None
        )
        for row in rows.data if rows else ():
            if row.status == "succeeded":
                found[str(row.id)] = str(row.currency)
        if found:
            break
    if len(found) != 1:
        what = "No payment" if not found else f"{len(found)} payments"
        raise Stop(
            refused(
                f"{what} of order {errand.purchase.number} found at {house.name}. Type the payment's number (pi_…)."
            )
        )
    ((number, currency),) = found.items()
    return _Payment("payment_intent", number, currency)


def outcome_of(refund: Mapping[str, Any], wanted: Money | None) -> Outcome:
    """What a refund of Stripe's says of itself. One of another amount than was `wanted` is in doubt."""
    said, number = refund.get("status"), str(refund.get("id") or "")
    try:
        amount = from_stripe(int(refund["amount"]), str(refund["currency"]))
    except (KeyError, TypeError, ValueError):
        return doubt("Stripe did not say how much it gave back.", number)
    if wanted is not None and amount != wanted:
        return doubt(f"Stripe says that it gave back {amount.said('en')} instead of {wanted.said('en')}.", number)
    if said == "succeeded":
        return base.done(number, amount=amount.minor, currency=amount.currency)
    if said in ("pending", "requires_action"):
        return under_way(number, "Stripe gives it back as soon as it can.")
    if said in ("failed", "canceled"):
        return refused(f"Stripe could not give it back: {refund.get('failure_reason') or said}.", number)
    return doubt(f"Stripe says “{str(said)[:40]}”, which we do not know.", number)


def _must_be_signed(house: House, post: Post) -> None:
    import stripe

    secret = house.secrets.get("hook", "")
    header = post.headers.get("stripe-signature", "")
    try:
        if not secret:
            raise NotTheirs("No signing secret is kept for this webhook.")
        stripe.WebhookSignature.verify_header(post.raw.decode(), header, secret, None)
        stamp = int(next(part[2:] for part in header.split(",") if part.startswith("t=")))
    except (stripe.SignatureVerificationError, ValueError, StopIteration) as error:
        raise NotTheirs("This is not signed by Stripe.") from error
    if abs(post.at.timestamp() - stamp) > _STALE.total_seconds():
        raise NotTheirs("This was signed too long ago.")


def _trouble(error: Exception, house: House, *, changing: bool) -> Outcome:
    if isinstance(error, ImportError):
        return not_installed("Stripe")
    import stripe

    words = str(getattr(error, "user_message", None) or error)[:200]
    if isinstance(error, stripe.APIConnectionError):
        return unsent(words) if error.code == _NOT_SENT or not changing else doubt(words)
    if isinstance(error, ValueError):
        return refused(f"Stripe cannot give back this amount: {error}.")
    status = 0
    # A key that was used for something else says nothing of what became of that.
    if isinstance(error, stripe.StripeError) and not isinstance(error, stripe.IdempotencyError):
        status = error.http_status or 0
    return of_status(status, house.name, words, changing=changing)


def _client(house: House) -> Any:
    """Stripe's client, speaking through our guard. It tries once: when it goes again is ours to say."""
    import stripe

    class Guarded(stripe.HTTPClient):  # type: ignore[misc,unused-ignore]
        name = "cha"

        def request(
            self, method: str, url: str, headers: Mapping[str, str] | None, post_data: Any = None, *, _usage: Any = None
        ) -> tuple[str, int, Mapping[str, str]]:
            body = post_data.encode() if isinstance(post_data, str) else post_data
            try:
                answer = put(house, url, method=method.upper(), body=body, headers=headers)
            except (NotSent, Lost) as error:
                code = _NOT_SENT if isinstance(error, NotSent) else "lost"
                raise stripe.APIConnectionError(str(error), code=code) from error  # type: ignore[no-untyped-call,unused-ignore]
            return answer.body.decode(errors="replace"), answer.status, answer.headers

        def close(self) -> None:
            """Nothing is kept open."""

    key = house.secrets.get("key", "")
    return stripe.StripeClient(key, http_client=Guarded(), base_addresses={"api": house.address}, max_network_retries=0)


def plain(thing: Any) -> dict[str, Any]:
    """An object of Stripe's library as JSON values."""
    found: dict[str, Any] = thing.to_dict()
    return found
