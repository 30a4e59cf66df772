"""The link of an offer: opens its own options and no other's, for a while, and not after it was revoked."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cha.conversations.private_link import revoke_links
from cha.core.actor import CHA
from cha.core.clock import now
from cha.core.errors import NotFound
from cha.resolutions.offers.link import AFTER, offer_path, offer_url, open_offer, revoke_offer_links
from tests.portal.offers import offer_to
from tests.shop import Shop


def token_of(path: str) -> str:
    return path.split("/")[2]


def test_a_link_opens_its_offer_until_a_while_after_it_can_be_chosen(shop: Shop) -> None:
    offer = offer_to(shop.adaeze_writes())

    opened = open_offer(token_of(offer_path(offer)))

    assert (opened.offer, opened.rested) == (offer, False)
    assert offer_path(offer, 2) == f"{offer_path(offer)}/2"
    assert offer_url(offer).endswith(offer_path(offer))
    offer.until = offer.change_until = now() - AFTER - timedelta(minutes=1)
    offer.save()
    assert open_offer(token_of(offer_path(offer))).rested


def test_a_link_that_was_changed_by_a_letter_opens_nothing(shop: Shop) -> None:
    conversation = shop.adaeze_writes()
    mine, other = offer_to(conversation), offer_to(conversation)
    token = token_of(offer_path(mine))
    theirs = token_of(offer_path(other)).partition("-")[0]

    for wrong in ("", "abc", token[:-1], f"{token}0", f"{theirs}-{token.partition('-')[2]}", f"-{token}"):
        with pytest.raises(NotFound):
            open_offer(wrong)
    assert open_offer(f"{token[:14]}{'0' * 30}{token[-10:]}").rested, "ours once, by a series that is over"


def test_revoked_links_rest_and_new_ones_open(shop: Shop) -> None:
    conversation = shop.adaeze_writes()
    offer = offer_to(conversation)
    first = token_of(offer_path(offer))

    revoke_offer_links(offer, by=CHA)

    assert open_offer(first).rested
    second = token_of(offer_path(offer))
    assert not open_offer(second).rested
    revoke_links(conversation, by=CHA)
    assert open_offer(second).rested, "who takes back the links of a conversation means these, too"
