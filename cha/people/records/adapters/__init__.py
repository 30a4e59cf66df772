"""How each kind of shop is asked, and what its orders look like. Each is a function from a shop and whom it is about.

An adapter gives rows as `cha.people.records.reading` takes them; what is wrong in one of them is said there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from cha.people.records.adapters import rest, shopify, woocommerce
from cha.people.records.adapters.wanted import Wanted
from cha.people.records.asking import Shop

Adapter = Callable[[Shop, Wanted, datetime], Iterator[Mapping[str, Any]]]

ADAPTERS: Final[Mapping[str, Adapter]] = {
    "rest": rest.records,
    "shopify": shopify.records,
    "woocommerce": woocommerce.records,
}

__all__ = ["ADAPTERS", "Adapter", "Wanted"]
