"""Shopify: money back on an order, and an order made again, over its Admin REST API.

https://shopify.dev/docs/api/admin-rest/2024-10/resources/refund. It takes no idempotency key: what we do carries our
mark in its note or tags, and is looked for before anything is done.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from cha.core.money import Money
from cha.people.records.adapters.shopify import VERSION
from cha.resolutions.connectors import base
from cha.resolutions.connectors.amounts import minor_said, written
from cha.resolutions.connectors.base import (
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
from cha.resolutions.connectors.wire import Lost, NotSent, ask, of_status
from cha.resolutions.kinds import RemedyKind

_COPIED: Final = ("first_name", "last_name", "company", "address1", "address2", "city", "zip", "phone", "country_code",
                  "province_code")  # fmt: skip
_MOST: Final = 250


class Shopify:
    """Money back and orders made again over Shopify."""

    name = "shopify"
    title = "Shopify"
    about = "Gives money back on orders of a Shopify shop, and makes an order again."
    does: tuple[str, ...] = (RemedyKind.REFUND, RemedyKind.PART, RemedyKind.REPLACEMENT)
    fields = (
        Field("token", "Admin API access token", "Begins with shpat_. It needs read_orders and write_orders.", True),
    )
    home = ""
    keyed: timedelta | None = None
    quiet = timedelta(minutes=2)
    hears = False

    def fits(self, source: str, payment: str) -> int | None:
        """Orders of a Shopify shop, unless the payment of another house is named."""
        return 2 if source == "shopify" and not payment else None

    def carry_out(self, house: House, errand: Errand) -> Outcome:
        """Look for it, and do it where it is not there."""
        try:
            order = _order(house, errand)
            before = self._found(house, errand, order)
            if before.said in (base.Said.DONE, base.Said.WAY, base.Said.DOUBT):
                return before
            return _make_again(house, errand, order) if _is_order(errand) else _give_back(house, errand, order)
        except Stop as stop:
            return stop.outcome

    def look(self, house: House, errand: Errand) -> Outcome:
        """Look for our mark."""
        try:
            return self._found(house, errand, _order(house, errand))
        except Stop as stop:
            return doubt(stop.outcome.words) if stop.outcome.said == base.Said.REFUSED else stop.outcome

    def trial(self, house: House) -> Trial:
        """Read one order."""
        try:
            _get(house, f"{_base(house)}/orders.json?status=any&limit=1&fields=id")
        except Stop as stop:
            return Trial(False, stop.outcome.words)
        return Trial(True, "It let us in.")

    def heard(self, house: House, post: Post) -> list[Heard]:
        """Shopify is asked; it posts nothing to us."""
        raise NotTheirs("Nothing is posted for this connector.")

    def _found(self, house: House, errand: Errand, order: Mapping[str, Any]) -> Outcome:
        return _order_again(house, errand, order) if _is_order(errand) else _given_back(house, errand, order)


def _is_order(errand: Errand) -> bool:
    return errand.kind == RemedyKind.REPLACEMENT


def _base(house: House) -> str:
    return f"{house.address}/admin/api/{VERSION}"


def _mark(errand: Errand) -> str:
    """What every attempt of a remedy begins with: one of them is enough."""
    return errand.key.rpartition("-")[0] + "-"


def _get(house: House, url: str) -> Any:
    """What Shopify says. Raises Stop with what its trouble means; nothing was changed by asking."""
    try:
        status, value, _ = ask(house, url, headers={"X-Shopify-Access-Token": house.secrets.get("token", "")})
    except (NotSent, Lost) as error:
        raise Stop(unsent(str(error))) from error
    if status != 200 or not isinstance(value, dict):
        raise Stop(of_status(status, house.name, _errors(value), changing=False))
    return value


def _change(house: House, url: str, value: Mapping[str, Any], *, changing: bool = True) -> Any:
    """Have something done, or only worked out. Raises Stop with what its trouble means."""
    headers = {"X-Shopify-Access-Token": house.secrets.get("token", "")}
    try:
        status, found, _ = ask(house, url, method="POST", value=value, headers=headers)
    except NotSent as error:
        raise Stop(unsent(str(error))) from error
    except Lost as error:
        raise Stop(doubt(str(error)) if changing else unsent(str(error))) from error
    if status not in (200, 201) or not isinstance(found, dict):
        raise Stop(of_status(status, house.name, _errors(found), changing=changing))
    return found


def _order(house: House, errand: Errand) -> Mapping[str, Any]:
    number = errand.purchase.external_id if errand.purchase else ""
    if not number.isdecimal():
        raise Stop(refused("No order of this shop is named. Name the order, or do it by hand."))
    found = _get(house, f"{_base(house)}/orders/{number}.json").get("order")
    if not isinstance(found, dict):
        raise Stop(unsent(f"{house.name} did not say what is in order {number}."))
    return found


def _give_back(house: House, errand: Errand, order: Mapping[str, Any]) -> Outcome:
    url, wanted = f"{_base(house)}/orders/{order['id']}/refunds", errand.amount
    # Which payments can be given back, and how much of each, is Shopify's to say; it changes nothing.
    question = {"refund": {"currency": wanted.currency, "shipping": {"full_refund": True}}}
    can = _change(house, f"{url}/calculate.json", question, changing=False)
    parts, left = [], wanted.minor
    for payment in _list(can.get("refund"), "transactions"):
        if payment.get("currency", wanted.currency) != wanted.currency:
            return refused(f"That order was paid in {payment.get('currency')}, and this is in {wanted.currency}.")
        part = min(left, minor_said(payment.get("maximum_refundable"), wanted.currency))
        if part > 0:
            said = {"parent_id": payment.get("parent_id"), "gateway": payment.get("gateway"), "kind": "refund"}
            parts.append({**said, "amount": written(Money(part, wanted.currency))})
            left -= part
    if left > 0:
        most = Money(wanted.minor - left, wanted.currency)
        return refused(f"{house.name} says no: only {most.said('en')} of this order can still be given back.")
    note = f"{errand.words} [{errand.key}]"
    value = {"refund": {"currency": wanted.currency, "note": note, "notify": False, "transactions": parts}}
    return _of_refund(_change(house, f"{url}.json", value).get("refund"), errand)


def _given_back(house: House, errand: Errand, order: Mapping[str, Any]) -> Outcome:
    failed = absent()
    for refund in _list(_get(house, f"{_base(house)}/orders/{order['id']}/refunds.json"), "refunds"):
        if _mark(errand) not in str(refund.get("note") or ""):
            continue
        outcome = _of_refund(refund, errand)
        if outcome.said != base.Said.REFUSED:
            return outcome
        if errand.key in str(refund.get("note")):
            failed = outcome
    return failed


def _of_refund(refund: object, errand: Errand) -> Outcome:
    if not isinstance(refund, Mapping):
        return doubt("Shopify answered, and did not say what it did.")
    number, wanted = str(refund.get("id") or ""), errand.amount
    parts = _list(refund, "transactions")
    states = {str(part.get("status")) for part in parts}
    given = sum(minor_said(part.get("amount"), wanted.currency) for part in parts if part.get("status") != "failure")
    if states and states <= {"failure", "error"}:
        return refused("Shopify could not give it back: the payment's house said no.", number)
    if given != wanted.minor or "error" in states or "failure" in states:
        return doubt(
            f"Shopify says that it gave back {Money(given, wanted.currency).said('en')}, not all of it.", number
        )
    if "pending" in states:
        return under_way(number, "Shopify gives it back as soon as the payment's house does.")
    return base.done(number, amount=given, currency=wanted.currency)


def _make_again(house: House, errand: Errand, order: Mapping[str, Any]) -> Outcome:
    lines = [
        {"variant_id": line["variant_id"], "quantity": line.get("quantity", 1), "price": "0.00"}
        for line in _list(order, "line_items")
        if line.get("variant_id")
    ]
    if not lines:
        return refused("Nothing of that order is in the shop any more. Make it again by hand.")
    said: dict[str, Any] = {
        "line_items": lines,
        "tags": errand.key,
        "note": f"{errand.words}, instead of {order.get('name', '')}",
    }
    said |= {"financial_status": "paid", "inventory_behaviour": "decrement_ignoring_policy", "send_receipt": False}
    if isinstance(order.get("customer"), Mapping):
        said["customer"] = {"id": order["customer"].get("id")}
    if isinstance(order.get("shipping_address"), Mapping):
        address = order["shipping_address"]
        said["shipping_address"] = {name: address[name] for name in _COPIED if address.get(name)}
    return _of_order(_change(house, f"{_base(house)}/orders.json", {"order": said}).get("order"))


def _order_again(house: House, errand: Errand, order: Mapping[str, Any]) -> Outcome:
    """The order that was made for this remedy. It is of the same customer, and newer: a few, or the newest of all."""
    customer = order.get("customer")
    whose = f"&customer_id={customer.get('id')}" if isinstance(customer, Mapping) and customer.get("id") else ""
    url = f"{_base(house)}/orders.json?status=any&limit={_MOST}&since_id={order['id']}{whose}&fields=id,name,tags"
    for one in _list(_get(house, url), "orders"):
        if any(tag.strip().startswith(_mark(errand)) for tag in str(one.get("tags") or "").split(",")):
            return _of_order(one)
    return absent()


def _of_order(order: object) -> Outcome:
    if not isinstance(order, Mapping) or not order.get("id"):
        return doubt("Shopify answered, and did not say what it did.")
    return base.done(str(order["id"]), order=str(order.get("name") or order["id"]))


def _list(value: object, name: str) -> list[Mapping[str, Any]]:
    found = value.get(name) if isinstance(value, Mapping) else None
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


def _errors(value: object) -> str:
    said = value.get("errors") or value.get("error") if isinstance(value, Mapping) else None
    if isinstance(said, Mapping):
        said = "; ".join(
            f"{name}: {', '.join(map(str, one)) if isinstance(one, list) else one}" for name, one in said.items()
        )
    return str(said)[:200] if said else ""
