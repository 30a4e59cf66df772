"""What counts as shown by a person: files that came along, not what stands within the text."""

from __future__ import annotations

import pytest

from cha.conversations.models import Conversation, attach
from cha.resolutions.facts import SMALL, shown_in
from tests.shop import Shop

LARGE = b"x" * SMALL


@pytest.fixture
def talk(shop: Shop) -> Conversation:
    return shop.adaeze_writes()


@pytest.mark.parametrize(
    ("name", "kind", "content", "inline", "shows"),
    [
        ("rose.jpg", "image/jpeg", LARGE, False, {"photo", "receipt"}),
        ("logo.png", "image/png", LARGE, True, set()),
        ("logo.png", "image/png", LARGE[1:], False, set()),
        ("receipt.pdf", "application/pdf", b"%PDF", False, {"receipt"}),
        ("words.txt", "text/plain", LARGE, False, set()),
    ],
)
def test_a_picture_that_came_as_a_file_shows_something(
    talk: Conversation, name: str, kind: str, content: bytes, inline: bool, shows: set[str]
) -> None:
    attach(talk.messages.filter(kind="heard").latest("pk"), name, kind, content, inline=inline)
    assert shown_in(talk.pk) == shows
