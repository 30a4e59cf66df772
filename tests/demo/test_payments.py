"""The demo's stand-in payments: money is given back once for each key, and seen on its page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from cha.demo.payments import Payments, paid
from cha.resolutions.connectors.base import House, Said
from tests.resolutions.connectors.carried import errand
from tests.shop import Shop

HOUSE = House("Stand-in payments", "", {}, {})


def test_a_key_is_paid_once(settings: Any, tmp_path: Path) -> None:
    settings.CHA_DATA = tmp_path
    house = Payments()
    assert house.look(HOUSE, errand()).said == Said.ABSENT
    assert house.carry_out(HOUSE, errand()) == house.carry_out(HOUSE, errand())
    assert [(one.amount.minor, one.order) for one in paid()] == [(14800, "2291")]
    assert house.carry_out(HOUSE, errand(2, minor=0)).said == Said.REFUSED


@pytest.mark.django_db(transaction=True)
def test_what_was_paid_is_on_a_page_of_the_demo_only(shop: Shop, settings: Any, tmp_path: Path) -> None:
    settings.CHA_DATA = tmp_path
    Payments().carry_out(HOUSE, errand())
    assert Client().get("/demo/payments").status_code == 404
    settings.CHA_DEMO = True
    page = Client().get("/demo/payments").content.decode()
    assert "€148" in page
    assert "2291" in page
