"""Which kinds of connectors there are. Others join by the entry point group `cha.connectors`.

A kind is loaded when it is first needed: the providers' own libraries are large, and most shops have one of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from typing import Final

from django.conf import settings

from cha.core.errors import NotFound
from cha.resolutions.connectors.base import Kind

OURS: Final[Mapping[str, str]] = {
    "stripe": "cha.resolutions.connectors.stripe:Stripe",
    "mollie": "cha.resolutions.connectors.mollie:Mollie",
    "shopify": "cha.resolutions.connectors.shopify:Shopify",
    "woocommerce": "cha.resolutions.connectors.woocommerce:WooCommerce",
    "webhook": "cha.resolutions.connectors.webhook:Webhook",
}


@cache
def kinds() -> dict[str, Kind]:
    """Every kind by its name: ours, then those of other packages. A name that is taken stays with whom it was."""
    known: dict[str, Kind] = {}
    for place in (*OURS.values(), *settings.CHA_MORE_CONNECTORS):
        module, _, name = place.partition(":")
        kind: Kind = getattr(import_module(module), name)()
        known[kind.name] = kind
    for point in entry_points(group="cha.connectors"):
        other: Kind = point.load()()
        known.setdefault(other.name, other)
    return known


def kind_called(name: str) -> Kind:
    """The kind of that name. Raises NotFound."""
    try:
        return kinds()[name]
    except KeyError as error:
        raise NotFound(f"There is no kind of connector called “{name}”. There are: {', '.join(kinds())}.") from error
