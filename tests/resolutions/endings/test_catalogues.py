"""Every word that a person is told when something ends is there in every language."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[3] / "cha"


def told() -> set[str]:
    """What `endings/words` says."""
    with (ROOT / "resolutions" / "endings" / "words.py").open("rb") as file:
        return {str(words) for _, words, _, _ in extract("python", file, keywords={"gettext": None})}


@pytest.mark.parametrize("language", ["nl", "fr", "de", "es", "ar"])
def test_nothing_is_left_in_english(language: str) -> None:
    with (ROOT / "locale" / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        translated = {message.id for message in read_po(file) if message.string}
    assert len(told()) > 25
    assert told() - translated == set()
