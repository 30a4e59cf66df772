"""Every word of the customers' pages is there in every language."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2] / "cha"
READERS = {".py": "python", ".html": "jinja2.ext:babel_extract"}


def said() -> set[str]:
    """What the portal's code and templates say."""
    found = set()
    for path in sorted((ROOT / "portal").rglob("*")):
        if path.suffix in READERS:
            with path.open("rb") as file:
                found |= {str(words) for _, words, _, _ in extract(READERS[path.suffix], file, keywords={"_": None})}
    return found


@pytest.mark.parametrize("language", ["nl", "fr", "de", "es", "ar"])
def test_nothing_is_left_in_english(language: str) -> None:
    with (ROOT / "locale" / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        translated = {message.id for message in read_po(file) if message.string}
    assert len(said()) > 100
    assert said() - translated == set()
