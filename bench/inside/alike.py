"""How long it takes to say whom a new person may be, among N: `python -m bench.inside.alike N`; filled when needed.

Names are drawn as in a country: the r-th most common family as often as 1/r of forty thousand, given names of six
hundred. Each person has an address, every second one a number, every third an order; the keys are those that
`cha.people.likeness.keys` makes. A new person shares a name, a number, an order or nothing with somebody.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from typing import Any, Final

from bench.inside import begin, tell

begin()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from bench.inside.heap import word  # noqa: E402
from bench.inside.rows import Table  # noqa: E402
from bench.inside.searching import busy  # noqa: E402
from bench.inside.seed import Ids  # noqa: E402
from bench.report import percentile  # noqa: E402
from cha.conversations.joining_persons.looking import look  # noqa: E402
from cha.core.actor import CHA  # noqa: E402
from cha.people.likeness import Address, Side  # noqa: E402
from cha.people.likeness.keys import keys_of  # noqa: E402
from cha.people.models import ContactPoint, Fact, Person  # noqa: E402
from cha.people.models.contact_point import add_point, meet  # noqa: E402
from cha.people.models.fact import learn  # noqa: E402
from cha.people.models.likeness import LikenessKey  # noqa: E402

FAMILIES: Final = 40_000
GIVEN: Final = 600
NEW: Final = 300


class Town:
    """Persons with names, addresses, numbers and orders; the same for the same number."""

    def __init__(self) -> None:
        self._weights = list(accumulate(1 / (rank + 1) for rank in range(FAMILIES)))

    def side(self, number: int) -> Side:
        """What is known of the person of that number."""
        dice = random.Random(number)
        family = dice.choices(range(FAMILIES), cum_weights=self._weights)[0]
        name = f"{word(dice.randrange(GIVEN) + 7)} {word(family + 900)}".title()
        return Side(
            name=name,
            emails=(Address(f"p{number}@d{number % 5000}.example", verified=True),),
            phones=(Address(f"+3247{number:07d}", verified=True),) if number % 2 else (),
            orders=(f"JL-{number}",) if number % 3 == 0 else (),
        )


def fill(count: int) -> float:
    """The persons and their keys. Returns the seconds it took; 0 when they were there."""
    call_command("migrate", verbosity=0, interactive=False)
    if Person.objects.count() >= count:
        return 0.0
    began, at, ids, town = time.perf_counter(), datetime.now(UTC) - timedelta(days=900), Ids(), Town()
    tables = {model: Table(model) for model in (Person, ContactPoint, Fact, LikenessKey)}
    with transaction.atomic():
        for number in range(count):
            _person(tables, ids, town.side(number), at + timedelta(seconds=60 * number))
        for table in tables.values():
            table.write()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return time.perf_counter() - began


def _person(tables: dict[Any, Table], ids: Ids, side: Side, at: datetime) -> None:
    pk = ids(at)
    tables[Person].add(id=pk, name=side.name, language="en", tint=pk % 8 + 1, arrived_at=at)
    for kind, addresses in (("email", side.emails), ("phone", side.phones)):
        for one in addresses:
            tables[ContactPoint].add(
                id=ids(at),
                person_id=pk,
                kind=kind,
                value=one.value,
                verified_at=at,
                verified_how="answered",
                added_at=at,
            )
    for order in side.orders:
        tables[Fact].add(id=ids(at), person_id=pk, kind="order", value=order, told_at=at)
    for kind, key in keys_of(side):
        tables[LikenessKey].add(id=ids(at), person_id=pk, kind=kind, key=key)


def arrive(number: int, count: int, town: Town, dice: random.Random) -> int:
    """Somebody new, who shares something with somebody, or nothing. Returns their id."""
    somebody = town.side(dice.randrange(count))
    point = meet(
        "visitor", f"{dice.getrandbits(96):024x}", name=somebody.name if number % 4 else word(number + 5).title()
    )
    if number % 4 == 1 and somebody.phones:
        add_point(point.person, "phone", somebody.phones[0].value, by=CHA)
    if number % 4 == 2 and somebody.orders:
        learn(point.person, "order", somebody.orders[0], by=CHA)
    return point.person_id


def measure(count: int) -> dict[str, Any]:
    """Milliseconds for one new person: keys kept, candidates read and compared, suggestions written."""
    town, dice = Town(), random.Random(2291)
    for number in range(20):
        look(arrive(number, count, town, dice))
    cpu, wall, found = list[float](), list[float](), 0
    for number in range(NEW):
        pk = arrive(number, count, town, dice)
        began, used = time.perf_counter(), busy()
        found += len(look(pk))
        cpu.append((busy() - used) * 1000)
        wall.append((time.perf_counter() - began) * 1000)
    return {
        "persons": Person.objects.count(),
        "keys": LikenessKey.objects.count(),
        "suggested": found,
        "cpu_median": statistics.median(cpu),
        "cpu_p99": percentile(cpu, 0.99),
        "wall_median": statistics.median(wall),
        "wall_p99": percentile(wall, 0.99),
    }


if __name__ == "__main__":
    seconds = fill(int(sys.argv[1]))
    tell(measure(int(sys.argv[1])) | {"seconds": round(seconds, 1)})
