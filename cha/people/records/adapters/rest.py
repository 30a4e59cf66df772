"""Any shop with a REST API: an address with holes in it, and where in the answer what stands.

url       https://shop.example/api/orders?email={email}    holes: {email} {phone} {order}; one question for each value
header    Authorization                                    the secret is its value, as it was typed
list      data.orders                                      "" where the answer itself is the list
number    order_number                                     a path in each; "=EUR" is a word of our own
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from urllib.parse import quote

from cha.core.errors import Invalid
from cha.people.records.adapters.wanted import Wanted, at, list_at, text
from cha.people.records.asking import Shop, Trouble, ask, moment_of

MOST: Final = 50
HOLES: Final = ("email", "phone", "order")
# What may be mapped, in the order in which a form asks.
FIELDS: Final = (
    "number", "external_id", "kind", "status", "amount", "currency", "placed_at", "link", "email", "phone", "account",
)  # fmt: skip
LINES: Final = ("title", "quantity", "price")
NAMES: Final = ("list", *FIELDS, "lines", *(f"line_{name}" for name in LINES))
_HOLE: Final = re.compile(r"\{(\w*)\}")
_HEADER: Final = re.compile(r"[A-Za-z0-9-]{1,60}")
_PATH: Final = re.compile(r"[\w$@:-]+(\.[\w$@:-]+)*")
# What HTTP itself says, and what would make another request of it.
_OURS: Final = frozenset({"host", "content-length", "transfer-encoding", "connection", "te", "upgrade", "expect"})


def check_mapping(url: str, mapping: Mapping[str, Any]) -> None:
    """Raise Invalid, by its field, for a mapping that cannot be."""
    holes = _HOLE.findall(url)
    strange = [hole for hole in holes if hole not in HOLES]
    if strange or not holes:
        raise Invalid("The address needs a hole for whom it is about: {email}, {phone} or {order}.", field="url")
    if _HOLE.search(url.split("/", 3)[2] if url.count("/") > 2 else url):
        raise Invalid("A hole stands behind the name of the shop, in its path or its query.", field="url")
    header = str(mapping.get("header", ""))
    if header and (not _HEADER.fullmatch(header) or header.lower() in _OURS):
        raise Invalid(f"“{header[:40]}” is no name of a header. One is Authorization.", field="header")
    for name in NAMES:
        path = str(mapping.get(name, ""))
        if path and not path.startswith("=") and not _PATH.fullmatch(path):
            raise Invalid(f"“{path[:60]}” is no path. One looks like data.orders.", field=f"map_{name}")
    if not mapping.get("number") and not mapping.get("external_id"):
        raise Invalid("Say where the number of an order stands.", field="map_number")


def records(shop: Shop, wanted: Wanted, moment: datetime) -> Iterator[Mapping[str, Any]]:
    """What the shop has for each address, number or order. Raises Trouble."""
    mapping = shop.mapping
    headers = {str(mapping["header"]): shop.secret} if mapping.get("header") and shop.secret else {}
    for hole, value in _fillings(shop.url, wanted):
        found = ask(shop.url.replace(f"{{{hole}}}", quote(value, safe="")), headers, moment)
        path = str(mapping.get("list", ""))
        rows: Sequence[Any]
        if hole == "order" and isinstance(at(found, path), dict):
            rows = [at(found, path)]
        else:
            rows = list_at(found, path, shop.host)
        for one in rows[:MOST]:
            read = row(one, mapping)
            # What says whose it is must say that it is theirs; what says nothing is believed, by what was asked.
            if (read.get("email") or read.get("phone")) and not wanted.is_of(read.get("email"), read.get("phone")):
                continue
            if not read.get("email") and not read.get("phone") and hole != "order":
                read[hole] = value
            yield read


def _fillings(url: str, wanted: Wanted) -> list[tuple[str, str]]:
    holes = set(_HOLE.findall(url))
    if len(holes) > 1:
        raise Trouble("The address has more than one kind of hole. Use one of {email}, {phone} and {order}.")
    values = {"email": wanted.emails, "phone": wanted.phones, "order": wanted.orders}
    return [(hole, value) for hole in sorted(holes) for value in values.get(hole, ())]


def row(one: Mapping[str, Any], mapping: Mapping[str, Any]) -> dict[str, Any]:
    """An object of the answer as a record."""
    read = {name: _value(one, str(mapping.get(name, ""))) for name in FIELDS}
    read["placed_at"] = moment_of(read["placed_at"], naive_is_utc=True)
    for name in ("number", "external_id", "status", "account"):
        read[name] = text(read[name])
    lines = at(one, str(mapping["lines"])) if mapping.get("lines") else None
    if isinstance(lines, list):
        read["lines"] = [
            {name: _value(line, str(mapping.get(f"line_{name}", ""))) for name in LINES}
            for line in lines[:100]
            if isinstance(line, dict)
        ]
    return {name: value for name, value in read.items() if value is not None}


def _value(one: Mapping[str, Any], path: str) -> Any:
    if path.startswith("="):
        return path[1:]
    return at(one, path) if path else None
