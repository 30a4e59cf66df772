"""What every test may use. The world of Juniper Lane and the assertions are in files named after what they hold."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import connection
from hypothesis import HealthCheck, settings
from pytest_django import DjangoDbBlocker

from cha.promises.models.pathway_template import forget_pathways
from tests.emptying import empty_what_is_filled, fill_nothing_again
from tests.shop import Shop, forget_words, open_shop

# How long drawing values takes says how busy the machine is; speed is measured in bench/.
settings.register_profile("cha", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("cha")

TOUCHES = {"db", "transactional_db", "shop", "install", "live_server"}


@pytest.fixture(autouse=True)
def _umask() -> Iterator[None]:
    """A command that is run in this process keeps what it makes to itself; other tests make files for others."""
    before = os.umask(0o022)
    os.umask(before)
    yield
    os.umask(before)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The database of the tests, emptied between them as quickly as the engine can."""
    fill_nothing_again()
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock():
            empty_what_is_filled(connection)


@pytest.fixture
def shop(transactional_db: None) -> Shop:
    """A small shop: `tests/shop.py`."""
    forget_words()
    return open_shop()


@pytest.fixture(autouse=True)
def _nothing_is_kept() -> None:
    """What a process keeps for a while (the house's own words, how often an address tried) is not the next test's."""
    forget_pathways()
    cache.clear()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL, leave out what never asks a database: it is the same there, and was run on SQLite."""
    if not os.environ.get("CHA_DATABASE_URL", "").startswith("postgres"):
        return
    asks = [item for item in items if asks_a_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(asks)])
    items[:] = asks


def asks_a_database(item: pytest.Item) -> bool:
    """Whether a test is marked for the database, uses a fixture of it, or starts processes that do."""
    marked = any(item.get_closest_marker(name) for name in ("django_db", "processes"))
    return marked or bool(TOUCHES & set(getattr(item, "fixturenames", ())))
