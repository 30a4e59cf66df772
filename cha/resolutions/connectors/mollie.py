"""Mollie: money back on a payment, by its own library. Refunds take an idempotency key, kept for an hour.

https://docs.mollie.com/reference/create-refund, https://docs.mollie.com/reference/api-idempotency. A refund carries our
marks in its metadata. It is under way for some days before it is "refunded".
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import parse_qs

from cha.core.errors import Invalid
from cha.core.money import Money, minor_units
from cha.resolutions.connectors import base
from cha.resolutions.connectors.amounts import written
from cha.resolutions.connectors.base import (
    MARK,
    Errand,
    Field,
    Heard,
    House,
    NotTheirs,
    Outcome,
    Post,
    Purchase,
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
_PAGES: Final = 8
_PAGE: Final = 250
_ID: Final = re.compile(r"^(tr|re)_\w{1,40}$")


class Mollie:
    """Money back over Mollie."""

    name = "mollie"
    title = "Mollie"
    about = "Gives money back on payments that came in over Mollie: iDEAL, Bancontact, cards and others."
    does: tuple[str, ...] = (RemedyKind.REFUND, RemedyKind.PART)
    fields = (
        Field("key", "API key", "Begins with live_ or test_.", True),
        Field(
            "hook",
            "Signing secret of the webhook",
            "Where you made one. Without it, what comes in is only a hint.",
            True,
            False,
        ),
        Field(
            "order_key",
            "Metadata with the order’s number",
            "Usually order_id. The description is looked at, too.",
            needed=False,
        ),
    )
    home = "https://api.mollie.com"
    keyed: timedelta | None = timedelta(hours=1)
    quiet = timedelta(minutes=2)
    hears = True

    def fits(self, source: str, payment: str) -> int | None:
        """A payment of Mollie's before any order; one of another house not at all."""
        if payment:
            return 0 if payment.startswith("tr_") else None
        return 5

    def carry_out(self, house: House, errand: Errand) -> Outcome:
        """Give back, once: the key is Mollie's own guard, the marks are ours."""
        try:
            payment = self._payment(_client(house), house, errand)
            if errand.again:
                before = _marked(payment, errand)
                if before.said in (base.Said.DONE, base.Said.WAY, base.Said.DOUBT):
                    return before
        except Stop as stop:
            return stop.outcome
        except Exception as error:
            return _trouble(error, house, changing=False)
        try:
            refund = payment.refunds.create(
                {
                    "amount": {"currency": errand.amount.currency, "value": written(errand.amount)},
                    "description": errand.words[:140],
                    "metadata": {MARK: errand.key, REMEDY: errand.remedy},
                },
                idempotency_key=errand.key,
            )
        except Exception as error:
            return _trouble(error, house, changing=True)
        return outcome_of(refund, errand.amount)

    def look(self, house: House, errand: Errand) -> Outcome:
        """The refunds of the payment, looked through for our marks."""
        try:
            return _marked(self._payment(_client(house), house, errand), errand)
        except Stop as stop:
            # It was found when it went out: that it is not found now says nothing of what was done.
            return doubt(stop.outcome.words) if stop.outcome.said == base.Said.REFUSED else stop.outcome
        except Exception as error:
            found = _trouble(error, house, changing=False)
            return doubt(found.words) if found.said == base.Said.REFUSED else found

    def trial(self, house: House) -> Trial:
        """Read one payment."""
        test = house.secrets.get("key", "").startswith("test_")
        try:
            _client(house).payments.list(limit=1)
        except Exception as error:
            return Trial(False, _trouble(error, house, changing=False).words, test)
        return Trial(True, "It let us in, in test mode: no real money moves." if test else "It let us in.", test)

    def heard(self, house: House, post: Post) -> list[Heard]:
        """That a payment or a refund changed: `id=tr_…`, or an event with X-Mollie-Signature. Mollie is then asked.

        What comes says nothing of how it went, so that an unsigned one can do no harm; with a secret it must be signed.
        """
        if secret := house.secrets.get("hook", ""):
            signed = hmac.new(secret.encode(), post.raw, hashlib.sha256).hexdigest()
            said = post.headers.get("x-mollie-signature", "").removeprefix("sha256=")
            if not hmac.compare_digest(signed, said):
                raise NotTheirs("This is not signed by Mollie.")
        number = _number_in(post.raw)
        if not _ID.match(number):
            raise Invalid("This is no post of Mollie's.")
        return [Heard(reference=number)]

    def _payment(self, client: Any, house: House, errand: Errand) -> Any:
        """The payment it goes back to. Raises Stop where there is none, or it is not in this currency."""
        typed = errand.payment
        found = client.payments.get(typed) if typed else _by_order(client, house, errand.purchase)
        currency = str((found.get("amount") or {}).get("currency", ""))
        if currency != errand.amount.currency:
            raise Stop(refused(f"That payment was in {currency}, and this is in {errand.amount.currency}."))
        return found


def _number_in(raw: bytes) -> str:
    text = raw.decode(errors="replace").strip()
    if not text.startswith("{"):
        return parse_qs(text).get("id", [""])[0]
    try:
        return str(json.loads(text).get("entityId", ""))
    except (ValueError, AttributeError):
        return ""


def _by_order(client: Any, house: House, purchase: Purchase | None) -> Any:
    """The one payment of an order that came in: by its metadata, or its number as a word of the description."""
    if purchase is None:
        raise Stop(refused("No order is named, so that its payment is not known. Type the payment's number (tr_…)."))
    key = house.options.get("order_key") or "order_id"
    numbers = {purchase.number, purchase.external_id} - {""}
    found: list[Any] = []
    page, looked = client.payments.list(limit=_PAGE), 1
    while True:
        found += [one for one in page if one.get("status") == "paid" and _is_of(one, key, numbers)]
        if not page.has_next() or looked >= _PAGES or _is_older(page, purchase.placed_at):
            break
        page, looked = page.get_next(), looked + 1
    if len(found) != 1:
        what = "No payment" if not found else f"{len(found)} payments"
        raise Stop(
            refused(f"{what} of order {purchase.number} found at {house.name}. Type the payment's number (tr_…).")
        )
    return found[0]


def _is_of(payment: Mapping[str, Any], key: str, numbers: set[str]) -> bool:
    marks = payment.get("metadata")
    if isinstance(marks, Mapping) and str(marks.get(key, "")) in numbers:
        return True
    return bool(numbers & set(re.findall(r"[\w-]+", str(payment.get("description") or ""))))


def _is_older(page: Any, placed_at: datetime | None) -> bool:
    """Whether a page ends before the order was placed: what follows is older still."""
    last = [str(one.get("createdAt", "")) for one in page][-1:]
    try:
        return bool(last and placed_at and datetime.fromisoformat(last[0]) < placed_at - timedelta(days=1))
    except (ValueError, TypeError):
        return False


def _marked(payment: Any, errand: Errand) -> Outcome:
    failed = absent()
    page = payment.refunds.list(limit=_PAGE)
    while True:
        for refund in page:
            marks = refund.get("metadata")
            marks = marks if isinstance(marks, Mapping) else {}
            ours = marks.get(MARK) == errand.key or (errand.reference and refund.get("id") == errand.reference)
            if not ours and marks.get(REMEDY) != errand.remedy:
                continue
            outcome = outcome_of(refund, errand.amount)
            if outcome.said != base.Said.REFUSED:
                return outcome
            if ours:
                failed = outcome
        if not page.has_next():
            return failed
        page = page.get_next()


def outcome_of(refund: Mapping[str, Any], wanted: Money) -> Outcome:
    """What a refund of Mollie's says of itself. One of another amount than was `wanted` is in doubt."""
    number, said = str(refund.get("id") or ""), refund.get("status")
    try:
        amount = refund["amount"]
        given = Money(minor_units(amount["value"], amount["currency"]), amount["currency"])
    except (KeyError, TypeError, ValueError):
        return doubt("Mollie did not say how much it gives back.", number)
    if given != wanted:
        return doubt(f"Mollie says that it gives back {given.said('en')} instead of {wanted.said('en')}.", number)
    if said == "refunded":
        return base.done(number, amount=given.minor, currency=given.currency)
    if said in ("queued", "pending", "processing"):
        return under_way(number, "Mollie gives it back. It takes a working day or two.")
    if said in ("failed", "canceled"):
        return refused(f"Mollie could not give it back: {said}.", number)
    return doubt(f"Mollie says “{str(said)[:40]}”, which we do not know.", number)


def _trouble(error: Exception, house: House, *, changing: bool) -> Outcome:
    if isinstance(error, ImportError):
        return not_installed("Mollie")
    from mollie.api import error as errors

    words = str(error)[:200]
    if isinstance(error, errors.RequestSetupError):
        return refused(f"{house.name} cannot be asked: {words}")
    if isinstance(error, errors.RequestError):
        lost = _under(error, Lost)
        words = str(lost or _under(error, NotSent) or words)
        return doubt(words) if changing and not _under(error, NotSent) else unsent(words)
    status = getattr(error, "status", None)
    return of_status(status if isinstance(status, int) else 0, house.name, words, changing=changing)


def _under(error: BaseException | None, kind: type[Exception]) -> BaseException | None:
    """The error of that kind that an error goes back to."""
    while error is not None and not isinstance(error, kind):
        error = error.__cause__ or error.__context__
    return error


def _client(house: House) -> Any:
    """Mollie's client, speaking through our guard. What our machine is called is nothing to Mollie."""
    import requests
    from mollie.api.client import Client

    class Guarded(requests.adapters.BaseAdapter):
        def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:  # type: ignore[override,unused-ignore]
            body = request.body.encode() if isinstance(request.body, str) else None
            said = {name: str(value) for name, value in request.headers.items()}
            try:
                answer = put(house, request.url or "", method=request.method or "GET", body=body, headers=said)
            except (NotSent, Lost) as error:
                raise requests.exceptions.ConnectionError(str(error)) from error
            response = requests.Response()
            response.status_code, response._content = answer.status, answer.body
            response.headers.update(answer.headers)
            response.request, response.url = request, request.url or ""
            return response

        def close(self) -> None:
            """Nothing is kept open."""

    class Ours(Client):  # type: ignore[misc,unused-ignore]
        UNAME = "Cha"

    session = requests.Session()
    session.trust_env = False
    session.mount("https://", Guarded())
    session.mount("http://", Guarded())
    client = Ours(api_endpoint=house.address)
    client._client = session
    client.set_api_key(house.secrets.get("key", ""))
    return client
