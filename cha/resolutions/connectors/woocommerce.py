"""WooCommerce: money back on an order, and an order made again, over its REST API, v3.

https://woocommerce.github.io/woocommerce-rest-api-docs/#order-refunds. It takes no idempotency key: what we do carries
our mark, and is looked for before anything is done. A refund that breaks half-way is deleted there, although the
payment's own house may have paid: that WooCommerce knows of none proves nothing, and a member has to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final
from urllib.parse import quote

from cha.core.money import Money
from cha.people.records.asking import basic
from cha.resolutions.connectors import base
from cha.resolutions.connectors.amounts import minor_said, written
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
    unsent,
)
from cha.resolutions.connectors.wire import Lost, NotSent, ask, of_status
from cha.resolutions.kinds import RemedyKind

_PROVES_NOTHING: Final = (
    "WooCommerce knows of no such refund, but the payment's own house may have paid. Look there, and say which it is."
)


class WooCommerce:
    """Money back and orders made again over WooCommerce."""

    name = "woocommerce"
    title = "WooCommerce"
    about = "Gives money back on orders of a WooCommerce shop over its payment gateway, and makes an order again."
    does: tuple[str, ...] = (RemedyKind.REFUND, RemedyKind.PART, RemedyKind.REPLACEMENT)
    fields = (
        Field("key", "Consumer key", "Begins with ck_. It needs permission to read and write.", True),
        Field("secret", "Consumer secret", "Begins with cs_.", True),
    )
    home = ""
    keyed: timedelta | None = None
    quiet = timedelta(minutes=2)
    hears = False

    def fits(self, source: str, payment: str) -> int | None:
        """Orders of a WooCommerce shop, unless the payment of another house is named."""
        return 2 if source == "woocommerce" and not payment else None

    def carry_out(self, house: House, errand: Errand) -> Outcome:
        """Look for it, and do it where it is not there."""
        try:
            order = _order(house, errand)
            before = _found(house, errand, order)
            if before.said in (base.Said.DONE, base.Said.DOUBT):
                return before
            return _make_again(house, errand, order) if _is_order(errand) else _give_back(house, errand, order)
        except Stop as stop:
            return stop.outcome

    def look(self, house: House, errand: Errand) -> Outcome:
        """Look for our mark. An order that is not there was not made; of a refund that is no proof."""
        try:
            found = _found(house, errand, _order(house, errand))
        except Stop as stop:
            return doubt(stop.outcome.words) if stop.outcome.said == base.Said.REFUSED else stop.outcome
        return doubt(_PROVES_NOTHING) if found.said == base.Said.ABSENT and not _is_order(errand) else found

    def trial(self, house: House) -> Trial:
        """Read one order."""
        try:
            _get(house, "orders?per_page=1")
        except Stop as stop:
            return Trial(False, stop.outcome.words)
        return Trial(True, "It let us in.")

    def heard(self, house: House, post: Post) -> list[Heard]:
        """WooCommerce is asked; it posts nothing to us."""
        raise NotTheirs("Nothing is posted for this connector.")


def _is_order(errand: Errand) -> bool:
    return errand.kind == RemedyKind.REPLACEMENT


def _mark(errand: Errand) -> str:
    """What every attempt of a remedy begins with: one of them is enough."""
    return errand.key.rpartition("-")[0] + "-"


def _headers(house: House) -> dict[str, str]:
    return {"Authorization": basic(house.secrets.get("key", ""), house.secrets.get("secret", ""))}


def _get(house: House, path: str) -> Any:
    try:
        status, value, _ = ask(house, f"{house.address}/wp-json/wc/v3/{path}", headers=_headers(house))
    except (NotSent, Lost) as error:
        raise Stop(unsent(str(error))) from error
    if status != 200 or not isinstance(value, dict | list):
        raise Stop(of_status(status, house.name, _message(value), changing=False))
    return value


def _change(house: House, path: str, value: Mapping[str, Any]) -> Mapping[str, Any]:
    url = f"{house.address}/wp-json/wc/v3/{path}"
    try:
        status, found, _ = ask(house, url, method="POST", value=value, headers=_headers(house))
    except NotSent as error:
        raise Stop(unsent(str(error))) from error
    except Lost as error:
        raise Stop(doubt(str(error))) from error
    if status not in (200, 201) or not isinstance(found, dict):
        raise Stop(of_status(status, house.name, _message(found), changing=True))
    return found


def _order(house: House, errand: Errand) -> Mapping[str, Any]:
    number = errand.purchase.external_id if errand.purchase else ""
    if not number.isdecimal():
        raise Stop(refused("No order of this shop is named. Name the order, or do it by hand."))
    found = _get(house, f"orders/{number}")
    if not isinstance(found, dict):
        raise Stop(unsent(f"{house.name} did not say what is in order {number}."))
    return found


def _found(house: House, errand: Errand, order: Mapping[str, Any]) -> Outcome:
    return _order_again(house, errand, order) if _is_order(errand) else _given_back(house, errand, order)


def _give_back(house: House, errand: Errand, order: Mapping[str, Any]) -> Outcome:
    wanted = errand.amount
    if order.get("currency") != wanted.currency:
        return refused(f"That order was paid in {order.get('currency')}, and this is in {wanted.currency}.")
    # A refund that is too much is answered by an error of 500, as one that broke is: it is found out before.
    given = sum(abs(minor_said(one.get("total"), wanted.currency)) for one in _list(order.get("refunds")))
    left = Money(minor_said(order.get("total"), wanted.currency) - given, wanted.currency)
    if left < wanted:
        return refused(f"{house.name} says no: only {left.said('en')} of this order can still be given back.")
    value = {
        "amount": written(wanted),
        "reason": f"{errand.words} [{errand.key}]",
        "api_refund": True,
        "api_restock": False,
        "meta_data": [{"key": MARK, "value": errand.key}],
    }
    return _of_refund(_change(house, f"orders/{order['id']}/refunds", value), errand)


def _given_back(house: House, errand: Errand, order: Mapping[str, Any]) -> Outcome:
    for refund in _list(_get(house, f"orders/{order['id']}/refunds?per_page=100")):
        if _mark(errand) in str(refund.get("reason") or "") or _is_ours(refund, errand):
            return _of_refund(refund, errand)
    return absent()


def _of_refund(refund: Mapping[str, Any], errand: Errand) -> Outcome:
    number, wanted = str(refund.get("id") or ""), errand.amount
    given = Money(abs(minor_said(refund.get("amount"), wanted.currency)), wanted.currency)
    if given != wanted:
        return doubt(f"WooCommerce says that it gave back {given.said('en')} instead of {wanted.said('en')}.", number)
    if refund.get("refunded_payment") is False:
        return doubt("WooCommerce noted it, but says that the payment's own house did not pay. Look there.", number)
    return base.done(number, amount=given.minor, currency=given.currency)


def _make_again(house: House, errand: Errand, order: Mapping[str, Any]) -> Outcome:
    lines = [
        {
            "product_id": line["product_id"],
            "variation_id": line.get("variation_id") or 0,
            "quantity": line.get("quantity", 1),
            "subtotal": "0.00",
            "total": "0.00",
        }
        for line in _list(order.get("line_items"))
        if line.get("product_id")
    ]
    if not lines:
        return refused("Nothing of that order is in the shop any more. Make it again by hand.")
    said: dict[str, Any] = {"status": "processing", "set_paid": True, "line_items": lines}
    said |= {name: order[name] for name in ("customer_id", "billing", "shipping") if order.get(name)}
    said["meta_data"] = [{"key": MARK, "value": errand.key}]
    return _of_order(_change(house, "orders", said))


def _order_again(house: House, errand: Errand, order: Mapping[str, Any]) -> Outcome:
    """The order that was made for this remedy: of the same customer, and newer."""
    billing = order.get("billing")
    email = str(billing.get("email") or "") if isinstance(billing, Mapping) else ""
    whose = f"customer={order['customer_id']}" if order.get("customer_id") else f"search={quote(email, safe='')}"
    for one in _list(_get(house, f"orders?{whose}&per_page=100&orderby=date&order=desc")):
        if _is_ours(one, errand):
            return _of_order(one)
    return absent()


def _of_order(order: Mapping[str, Any]) -> Outcome:
    if not order.get("id"):
        return doubt("WooCommerce answered, and did not say what it did.")
    return base.done(str(order["id"]), order=str(order.get("number") or order["id"]))


def _is_ours(thing: Mapping[str, Any], errand: Errand) -> bool:
    return any(
        one.get("key") == MARK and str(one.get("value")).startswith(_mark(errand))
        for one in _list(thing.get("meta_data"))
    )


def _list(value: object) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def _message(value: object) -> str:
    return str(value.get("message") or "")[:200] if isinstance(value, Mapping) else ""
