"""Two who save a policy at the same moment: one version, and a sentence for the other."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections

from cha.core.errors import Conflict
from cha.resolutions.models.policy import PolicySet, the_draft
from cha.resolutions.versions import go_live, keep_draft, mark
from tests.resolutions.policy.test_versions import WHY, lines
from tests.shop import Shop

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], object]) -> list[object]:
    """What came of each, all begun together: its result, or the Conflict that it raised."""
    begin = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        try:
            begin.wait()
            return act()
        except Conflict as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_one_draft_goes_live_once(shop: Shop) -> None:
    if connection.vendor == "sqlite" and connection.is_in_memory_db():  # type: ignore[attr-defined]
        pytest.skip("a database in memory is one connection's")
    draft = keep_draft(lines(), by=shop.priya)
    found = at_once(*[lambda: go_live(draft, by=shop.priya, why=WHY)] * 3)
    assert sorted(type(one).__name__ for one in found) == ["Conflict", "Conflict", "PolicySet"]
    assert [row.number for row in PolicySet.objects.all()] == [1]


def test_of_two_who_begin_a_draft_together_one_is_told(shop: Shop) -> None:
    if connection.vendor == "sqlite" and connection.is_in_memory_db():  # type: ignore[attr-defined]
        pytest.skip("a database in memory is one connection's")
    seen = mark(None, None)
    found = at_once(*[lambda: keep_draft(lines(), by=shop.priya, seen=seen)] * 2)
    assert sorted(type(one).__name__ for one in found) == ["Conflict", "PolicySet"]
    assert PolicySet.objects.count() == 1
    assert the_draft() is not None
