"""The business's colour on customers' pages."""

from __future__ import annotations

import pytest
from django.test import Client

from cha.core.actor import CHA
from cha.portal.colours import sheet
from cha.promises.acknowledgement.palette import brand_of, contrast
from cha.team.models.brand import name_business

COLOURS = ["#7b2c54", "#ffff00", "#00ff00", "#ffffff", "#000000", "#808080", "#ff0000", "#1f6b53", "#c0ffee", "#0000ff"]


@pytest.mark.parametrize("colour", COLOURS)
def test_words_are_readable_in_whatever_colour_a_business_chooses(colour: str) -> None:
    for palette in (brand_of(colour).light, brand_of(colour).dark):
        assert contrast(palette.on, palette.brand) >= 4.5
        for ground in (palette.ground, palette.sheet):
            assert contrast(palette.bink, ground) >= 4.5


def test_junipers_berry_is_as_drawn() -> None:
    assert "--brand: light-dark(#7b2c54, #e7a3c3)" in sheet("#7b2c54")


@pytest.mark.django_db(transaction=True)
def test_the_sheet_is_kept_until_the_colour_changes() -> None:
    name_business(by=CHA, name="Juniper Lane", zone="Europe/Brussels", colour="#7b2c54")
    client = Client()
    first = client.get("/brand.css")
    assert first["Content-Type"].startswith("text/css")
    assert '[data-brand="own"]' in first.content.decode()
    again = {"HTTP_IF_NONE_MATCH": first["ETag"]}
    assert client.get("/brand.css", **again).status_code == 304
    name_business(by=CHA, name="Juniper Lane", zone="Europe/Brussels", colour="#1f6b53")
    assert client.get("/brand.css", **again).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_without_a_business_there_are_cha_s_own_colours() -> None:
    assert b"--brand" in Client().get("/brand.css").content
