"""Which channel an address leads to: the address, then without its plus, then its whole domain."""

from __future__ import annotations

import pytest

from cha.channels.models import add_channel
from cha.channels.models.also import addresses_of, set_also
from cha.channels.ours import forms, owner
from cha.channels.pipeline.recording import channel_for
from cha.config.serve.mail import Addresses, listed
from cha.core.actor import CHA
from cha.core.errors import Invalid, Refused
from tests.shop import Shop

KNOWN = {
    "hello@shop.example": "hello",
    "hello+vip@shop.example": "vip",
    "*@catch.example": "all",
    "b@catch.example": "b",
}


@pytest.mark.parametrize(
    ("address", "leads_to"),
    [
        ("hello@shop.example", "hello"),
        ("Hello+c.abc.def@SHOP.example", "hello"),
        ("hello+vip@shop.example", "vip"),
        ("other@shop.example", None),
        ("anything@catch.example", "all"),
        ("b+x@catch.example", "b"),
        ("a@sub.catch.example", None),
        ("catch.example", None),
        ("@catch.example", None),
    ],
)
def test_the_nearest_wins(address: str, leads_to: str | None) -> None:
    assert owner(KNOWN, [address]) == leads_to


def test_the_first_recipient_that_is_known_decides() -> None:
    assert owner(KNOWN, ["x@nowhere.example", "x@catch.example", "hello@shop.example"]) == "all"
    assert list(forms("a+b@c.example")) == ["a+b@c.example", "a@c.example", "*@c.example"]


@pytest.mark.django_db(transaction=True)
def test_a_channel_has_more_addresses_and_whole_domains(shop: Shop) -> None:
    weddings = add_channel("email", "weddings@juniperlane.example", by=CHA)
    set_also(shop.channel, ["Orders@juniperlane.example", "*@juniper.example"], by=shop.priya)
    assert addresses_of(shop.channel) == ["hello@juniperlane.example"], "what was given stays as it was loaded"
    shop.channel.refresh_from_db()
    assert addresses_of(shop.channel)[1:] == ["orders@juniperlane.example", "*@juniper.example"]
    assert channel_for("email", ("anybody@juniper.example",)) == shop.channel
    assert channel_for("email", ("weddings+x@juniperlane.example",)) == weddings
    ours = Addresses()
    ours._ours = listed()
    assert "anybody+at.all@juniper.example" in ours
    assert "anybody@juniperlane.example" not in ours


@pytest.mark.django_db(transaction=True)
def test_an_address_belongs_to_one_channel(shop: Shop) -> None:
    add_channel("email", "weddings@juniperlane.example", by=CHA)
    for wrong in ("weddings@juniperlane.example", "no address", "*@", "*@no domain"):
        with pytest.raises(Invalid):
            set_also(shop.channel, [wrong], by=CHA)
    with pytest.raises(Refused):
        set_also(shop.channel, [], by=shop.maartje)
