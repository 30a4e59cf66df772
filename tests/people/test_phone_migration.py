"""Numbers that were kept before countries were written are found under the way they are written now."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from cha.core.actor import CHA
from cha.people.models import ContactPoint, Person
from cha.people.models.contact_point import known_point
from cha.team.models.brand import name_business
from tests.shop import Shop

pytestmark = pytest.mark.django_db(transaction=True)
forwards = import_module("cha.people.migrations.0007_phones_with_country").forwards


def kept(value: str) -> ContactPoint:
    return ContactPoint.objects.create(person=Person.objects.create(), kind="phone", value=value)


def test_a_number_gets_its_country_and_no_two_become_one(shop: Shop) -> None:
    name_business(by=CHA, name="Juniper Lane Flowers", zone="Europe/Brussels", country="BE")
    national, known, twin, odd = kept("0470000041"), kept("+32470000042"), kept("0470000042"), kept("12")
    with connection.schema_editor() as editor:
        forwards(apps, editor)
    for point in (national, known, twin, odd):
        point.refresh_from_db()
    assert (national.value, known.value, twin.value, odd.value) == ("+32470000041", "+32470000042", "0470000042", "12")
    assert known_point("phone", "0470 00 00 41") == national
