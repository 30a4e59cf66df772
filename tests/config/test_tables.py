"""Bringing the database up: tables of a first start, databases of earlier versions, and ones from too far back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from cha.config.serve.tables import bring_tables_up
from cha.core.errors import Refused

pytestmark = pytest.mark.django_db(transaction=True)
Name = tuple[str, str]


def squashed() -> dict[Name, list[Name]]:
    """Each of our squashed migrations, with what it stands for."""
    disk = MigrationLoader(connection).disk_migrations
    return {name: list(one.replaces) for name, one in disk.items() if one.replaces}


def recorded() -> set[Name]:
    return set(MigrationRecorder(connection).applied_migrations())


def write_down(names: set[Name]) -> None:
    """Make the database say that these were run, and no others."""
    recorder = MigrationRecorder(connection)
    for name in recorded() - names:
        recorder.record_unapplied(*name)
    for name in names - recorded():
        recorder.record_applied(*name)


@pytest.fixture
def before(transactional_db: None) -> Iterator[set[Name]]:
    """The database is one that was made step by step."""
    found = recorded()
    steps = {step for name, steps in squashed().items() for step in steps if name in found}
    write_down((found - set(squashed())) | steps)
    yield steps
    write_down(found)


def test_a_first_start_makes_what_the_models_say(transactional_db: None) -> None:
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        for model in apps.get_models():
            assert model._meta.db_table in there
            named = connection.introspection.get_constraints(cursor, model._meta.db_table)
            wanted = {one.name for one in [*model._meta.indexes, *model._meta.constraints]}
            assert wanted <= set(named), model


def test_a_database_of_the_last_version_counts_as_being_here(before: set[Name]) -> None:
    bring_tables_up()
    assert set(squashed()) <= recorded(), "and says so from now on"
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []


def test_one_from_further_back_is_refused_in_words_and_left_as_it_is(before: set[Name]) -> None:
    last = max(step for step in before if step[0] == "conversations")
    write_down(recorded() - {last})
    as_it_was = recorded()
    with pytest.raises(Refused, match="Start the version in between once"):
        bring_tables_up()
    assert recorded() == as_it_was
